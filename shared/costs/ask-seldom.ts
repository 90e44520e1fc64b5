// Asks Cost Explorer once in a window of days, whatever comes of it: a request costs money, also one that fails. Its answer is kept
// for the day.
import type { Definition } from '#definition/definition.ts';
import type { KeptSpent } from './kept-spent.ts';
import type { Spent, SpentQuery } from './spent.ts';

export type CostsState = {
  readonly wasNoted: (environment: string, key: string) => Promise<boolean>;
  readonly note: (environment: string, key: string, nowMs: number) => Promise<void>;
};

export type AskingDependencies = {
  readonly state: CostsState;
  readonly kept: KeptSpent;
  readonly ask: (query: SpentQuery) => Promise<Spent>;
};

type Asked = {
  readonly what: 'guard' | 'report';
  readonly month: string;
  readonly window: number;
  readonly nowMs: number;
};

/** Undefined where it is not to be asked now. Throws what asking throws; then the window is over. */
export const askSeldom = async (
  { environment, costs }: Pick<Definition, 'environment' | 'costs'>,
  { what, month, window, nowMs }: Asked,
  { state, kept, ask }: AskingDependencies,
): Promise<Spent | undefined> => {
  const { tag = 'Environment', value = environment } = costs ?? {};
  const query: SpentQuery = { month, tag, value, componentTag: undefined, nowMs, isBrief: true };
  const known = await kept.read(environment, query);
  if (known) return known;
  const key = `costs-${what}@${month}@${window}`;
  if (await state.wasNoted(environment, key)) return undefined;
  await state.note(environment, key, nowMs);
  const spent = await ask(query);
  await kept.keep(environment, query, spent);
  return spent;
};
