// For what begins anew every time, and so always works by the current version: looks, batches of messages, cleanups.
import type { Definition } from '../definition.ts';
import type { Definitions } from './definitions.ts';
import type { DefinitionPin } from './version.ts';

export type InUse = { readonly definition: Definition; readonly pin: DefinitionPin };

export type CurrentDefinition = (environment: string) => Promise<InUse>;

export const currentDefinition =
  ({ pin, read }: Definitions): CurrentDefinition =>
  async (environment) => {
    const found = await pin(environment);
    return { definition: await read(environment, found), pin: found };
  };

type Kept = {
  readonly nowMs: () => number;
  readonly maxAgeMs: number;
  /** Goes on with the last one where the table cannot be read; it is told why. */
  readonly onUnreadable?: (environment: string, error: unknown) => void;
};

/** So old may be what messages go by, if the table can be read. */
export const definitionAgeMs = 60_000;

/** For those who have no table, as they are. */
export const definitionsAsGiven =
  (definitionOf: (environment: string) => Definition): CurrentDefinition =>
  async (environment) => ({ definition: definitionOf(environment), pin: { version: 0, hash: '' } });

/** The same for so long: messages come in many batches a minute. */
export const keptDefinition = (
  current: CurrentDefinition,
  { nowMs, maxAgeMs, onUnreadable }: Kept,
): CurrentDefinition => {
  const kept = new Map<string, { readonly atMs: number; readonly found: InUse }>();
  return async (environment) => {
    const last = kept.get(environment);
    if (last && nowMs() - last.atMs < maxAgeMs) return last.found;
    try {
      const found = await current(environment);
      kept.set(environment, { atMs: nowMs(), found });
      return found;
    } catch (error) {
      if (!last || !onUnreadable) throw error;
      onUnreadable(environment, error);
      return last.found;
    }
  };
};
