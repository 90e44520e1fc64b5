// The budget of a month: once its forecast is above it, people hear what stopping earlier would save, and where they asked for it, the
// environment is held down outside of working hours until the month ends. A budget that cannot be read changes nothing.
import type { Notice } from '#core/notice.ts';
import type { Override } from '#core/override.ts';
import type { Log } from '#core/workflow.ts';
import type { BudgetGuard, Definition } from '#definition/definition.ts';
import { overrideInForce } from '#definition/schedule/wanted-state.ts';
import { offHoursAt } from '#definition/schedule/working-hours.ts';
import { type AskingDependencies, askSeldom, type CostsState } from './ask-seldom.ts';
import { moneyText } from './costs.ts';
import { amountOf, fromCents, inCents } from './money.ts';
import { guardAsking, monthEnd } from './month-times.ts';
import type { Spent } from './spent.ts';

type Guarded = Definition & { readonly budgetGuard: BudgetGuard };

export type GuardDependencies = Omit<AskingDependencies, 'state'> & {
  readonly state: CostsState & {
    readonly overrides: (environment: string) => Promise<readonly Override[]>;
    readonly saveOverride: (environment: string, override: Override) => Promise<void>;
  };
  readonly nowMs: () => number;
  readonly say: (notice: Notice) => Promise<void>;
  /** What being down outside of working hours would save until then; undefined where no price is known. */
  readonly spared: (definition: Guarded, untilMs: number) => Promise<number | undefined>;
  readonly log: Log;
};

/** Who asks for the holds of the guard. */
export const guardName = 'Curfew (budgetGuard)';

/** Shorter than that is not worth a stop. */
const holdMsMin = 30 * 60_000;

/** Of the whole month. Undefined where AWS does not say: without a cost so far, the tag may have no values. */
const forecastOf = ({ groups, forecastRest, currency }: Spent): number | undefined => {
  if (currency !== 'USD' || !forecastRest || 'unknown' in forecastRest) return undefined;
  const soFar = groups.reduce((sum, { amount }) => sum + inCents(amountOf(amount)), 0);
  return soFar <= 0 ? undefined : fromCents(soFar + inCents(amountOf(forecastRest.amount)));
};

const monthPrefix = (month: string): string => `budget-${month}-`;

/** Its id says until when it was to be: one that ends earlier was lifted. */
const isLifted = ({ id, until }: Override, prefix: string): boolean => until < Date.parse(id.slice(prefix.length));

/** The hold that is due now. None beside somebody else's, and none for the rest of the month once one was lifted. Pure. */
const holdDue = (
  { budgetGuard: { workingHours }, timeZone }: Pick<Guarded, 'budgetGuard' | 'timeZone'>,
  month: string,
  why: string,
  overrides: readonly Override[],
  nowMs: number,
): Override | undefined => {
  const off = offHoursAt(workingHours, timeZone, nowMs);
  const until = Math.min(off?.to ?? nowMs, monthEnd(nowMs, timeZone));
  const prefix = monthPrefix(month);
  const own = overrides.filter(({ id }) => id.startsWith(prefix));
  if (until - nowMs < holdMsMin || own.some((one) => isLifted(one, prefix)) || overrideInForce(overrides, nowMs))
    return undefined;
  return { id: `${prefix}${new Date(until).toISOString()}`, hold: 'down', from: nowMs, until, by: guardName, why };
};

const hoursText = ({ from, to }: BudgetGuard['workingHours']): string => `${from} to ${to}`;

const overText = ({ environment, budgetGuard }: Guarded, forecast: number, spared: number | undefined): string => {
  const money = (usd: number): string => moneyText(usd, 'USD');
  const hours = hoursText(budgetGuard.workingHours);
  const saves =
    spared === undefined
      ? `How much it would save to be down outside of ${hours} is not known.`
      : `Down outside of ${hours} it would save about ${money(spared)} until the month ends.`;
  const held = budgetGuard.hold
    ? ` It is held down outside of these hours until then; to lift that for the rest of the month: curfew release ${environment} while it is held.`
    : '';
  return `${environment} will cost about ${money(forecast)} this month, above its budget of ${money(budgetGuard.monthlyUsd)}. ${saves}${held}`;
};

const overKey = (month: string): string => `budget-over@${month}`;

/** Whether the month is known to be above its budget. It is found once, and said once. */
const isOver = async (definition: Guarded, month: string, deps: GuardDependencies): Promise<boolean> => {
  const { environment, timeZone, budgetGuard } = definition;
  const nowMs = deps.nowMs();
  if (await deps.state.wasNoted(environment, overKey(month))) return true;
  const asking = guardAsking(nowMs, timeZone);
  const spent = asking && (await askSeldom(definition, { what: 'guard', ...asking, nowMs }, deps));
  const forecast = spent && forecastOf(spent);
  if (forecast === undefined || forecast <= budgetGuard.monthlyUsd) return false;
  const spared = await deps.spared(definition, monthEnd(nowMs, timeZone)).catch(() => undefined);
  await deps.say({
    ...{ kind: 'curfew-notice', version: 1, environment, at: new Date(nowMs).toISOString(), notice: 'budget' },
    ...{ text: overText(definition, forecast, spared), resources: [] },
  });
  await deps.state.note(environment, overKey(month), nowMs);
  return true;
};

const guard = async (definition: Guarded, deps: GuardDependencies): Promise<void> => {
  const { environment, timeZone, budgetGuard } = definition;
  const nowMs = deps.nowMs();
  const month = guardAsking(nowMs, timeZone)?.month;
  if (month === undefined || !(await isOver(definition, month, deps)) || !budgetGuard.hold) return;
  const why = `the month is forecast above its budget of ${moneyText(budgetGuard.monthlyUsd, 'USD')}`;
  const due = holdDue(definition, month, why, await deps.state.overrides(environment), nowMs);
  if (due) await deps.state.saveOverride(environment, due);
};

/** Does not throw: what something costs is no reason to disturb reconcile. */
export const guardBudget = async (definition: Definition, deps: GuardDependencies): Promise<void> => {
  const { budgetGuard, environment } = definition;
  if (!budgetGuard) return;
  try {
    await guard({ ...definition, budgetGuard }, deps);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.warn('the budget of the month could not be checked; nothing was changed', { environment, reason });
  }
};
