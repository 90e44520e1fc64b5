// Once a month: what an environment did not spend in the month that has ended, said to the operator topic.
import type { PriceTable, Savings, Size } from '#core/cost.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Log } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import type { Memory } from '#kinds/memory.ts';
import { monthJustEnded, monthTimes } from './month.ts';
import { savings } from './savings.ts';

/** What is read of the state table, and the one note that is written there. */
type SavingsState = {
  readonly reports: (environment: string, countMax: number) => Promise<readonly Report[]>;
  readonly memories: (environment: string) => Promise<readonly Memory[]>;
  readonly wasNoted: (environment: string, key: string) => Promise<boolean>;
  readonly note: (environment: string, key: string, nowMs: number) => Promise<void>;
};

export type SavingsDependencies = {
  readonly definition: (environment: string) => Definition;
  readonly state: SavingsState;
  readonly runtime: Runtime;
  readonly sizes: (definition: Definition, memories: readonly Memory[]) => Promise<ReadonlyMap<ResourceName, Size>>;
  /** Undefined where none are known for the region: then nothing is reported. */
  readonly prices: (region: string) => PriceTable | undefined;
  readonly saySavings: (found: Savings) => Promise<void>;
  readonly log: Log;
};

/** More than two months of nights, with room for runs by hand: the month that has ended, and what went before it. */
const reportsMax = 250;

export const savingsOf = async (
  definition: Definition,
  month: string,
  prices: PriceTable,
  { state, sizes, runtime }: Pick<SavingsDependencies, 'state' | 'sizes' | 'runtime'>,
): Promise<Savings | undefined> => {
  const { environment, timeZone } = definition;
  const [reports, memories] = await Promise.all([state.reports(environment, reportsMax), state.memories(environment)]);
  const { to } = monthTimes(month, timeZone);
  // Of an environment that was not operated yet there is nothing to say.
  if (!reports.some(({ startedAt }) => Date.parse(startedAt) < to)) return undefined;
  const nowMs = runtime.now().getTime();
  return savings({ definition, month, nowMs, reports, sizes: await sizes(definition, memories), prices });
};

const tell = async (definition: Definition, deps: SavingsDependencies): Promise<void> => {
  const { environment, region, timeZone } = definition;
  const nowMs = deps.runtime.now().getTime();
  const month = monthJustEnded(nowMs, timeZone);
  const prices = month === undefined ? undefined : deps.prices(region);
  if (month === undefined || prices === undefined) return;
  const key = `savings@${month}`;
  if (await deps.state.wasNoted(environment, key)) return;
  const found = await savingsOf(definition, month, prices, deps);
  if (!found) return;
  await deps.saySavings(found);
  await deps.state.note(environment, key, nowMs);
};

/** Does not throw: what was not spent is no reason to disturb reconcile, whose next tick tries again. */
export const tellSavings = async (environment: string, deps: SavingsDependencies): Promise<void> => {
  try {
    await tell(deps.definition(environment), deps);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.warn('monthly savings were not reported; the next tick retries', { environment, reason });
  }
};
