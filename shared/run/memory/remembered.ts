// What is remembered, in words, and what of it belongs to nothing that the definition still names. Pure.
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { isOwed, whatIsRemembered } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import { awsNameOf, definitionOf } from '#kinds/resource.ts';
import { begunAt } from './begun-at.ts';

/** What a definition says of it: `shop: { kind: ecs-service, cluster: atlas, service: shop }`. */
const lineOf = ({ resource, kind, aws }: Memory): string => {
  const { identity } = definitionOf(kind);
  // Names of ECS clusters and services have no slash.
  const parts = identity.length > 1 ? (aws?.split('/') ?? []) : [aws];
  const fields = identity.map((key, index) => `${key}: ${parts[index] ?? '…'}`);
  return `${resource}: { kind: ${kind}, ${fields.join(', ')} }`;
};

type Orphan = {
  readonly memory: Memory;
  /** The resource that AWS calls the same: it was renamed. */
  readonly renamedTo?: string;
};

/**
 * Memories of what was taken out of the definition, or renamed, while Curfew had it down: no start brings it back. `owed`: only those
 * by which something is still to be undone.
 */
export const orphansOf = ({ resources }: Definition, memories: readonly Memory[]): Orphan[] =>
  memories.flatMap((memory) => {
    if (resources.some(({ name, kind }) => name === memory.resource && kind === memory.kind)) return [];
    const same = resources.find((one) => one.kind === memory.kind && awsNameOf(one) === memory.aws);
    return [{ memory, ...(same ? { renamedTo: same.name } : {}) }];
  });

/** Those by which a change of Curfew is still to be undone. */
export const owedTo = (orphans: readonly Orphan[]): Orphan[] => orphans.filter(({ memory }) => isOwed(memory));

const since = ({ run }: Memory, timeZone: string): string => {
  const ms = begunAt(run);
  return ms === undefined ? '' : ` since ${offsetTime(ms, timeZone)}`;
};

/** How it is restored, or given up. */
const remedy = ({ memory, renamedTo }: Orphan, environment: string): string => {
  const line = lineOf(memory);
  const back =
    renamedTo === undefined
      ? `to start it, add \`${line}\` to \`resources\` again and start ${environment}`
      : `its name is now ${renamedTo}: rename it to ${memory.resource} until the next start, \`${line}\``;
  return `${back}; to leave it down: curfew forget ${environment} ${memory.resource}`;
};

/** One sentence without the name of the resource: what it was, since when, from which run, and what to do about it. */
export const sayOrphan = (orphan: Orphan, { environment, timeZone }: Definition): string => {
  const { memory } = orphan;
  const aws = memory.aws === undefined ? '' : ` ${memory.aws}`;
  const what = `${memory.kind}${aws}, ${whatIsRemembered(memory)}`;
  return `no longer in the definition, but down${since(memory, timeZone)} (${what}, stored by ${memory.run}): ${remedy(orphan, environment)}`;
};

const orphansMax = 10;

/** For plans and reports: each in a line, and no more than people read. */
export const orphanLines = (definition: Definition, memories: readonly Memory[]): string[] => {
  const owed = owedTo(orphansOf(definition, memories));
  const first = owed.slice(0, orphansMax).map((one) => `${one.memory.resource}: ${sayOrphan(one, definition)}`);
  const more = owed.length - first.length;
  return more > 0 ? [...first, `and ${more} more: curfew memories ${definition.environment}`] : first;
};
