// The report of an environment's costs in a month: planned, actual, and what the schedule did about it. Pure.
import type { NotSaved, Savings } from '#core/cost.ts';
import { type Compared, compareCosts } from './compare.ts';
import type { CostPlan } from './cost-plan.ts';
import { amountOf, fromCents, inCents } from './money.ts';
import { type Spent, usdPerRequest } from './spent.ts';

type Change = { readonly service: string; readonly usd: number; readonly sentence: string };

export type Costs = Compared & {
  readonly kind: 'curfew-costs';
  readonly version: 1;
  readonly environment: string;
  readonly month: string;
  /** The tag by which Cost Explorer knows the environment's costs. */
  readonly tag: { readonly key: string; readonly value: string };
  /** The last day that is included; null on the first day of a month. */
  readonly until: string | null;
  readonly isWholeMonth: boolean;
  readonly currency: string;
  /** Why there is no forecast; null where there is one, or none is needed. */
  readonly noForecast: string | null;
  /** On the bill and no usage: not part of the lines. */
  readonly notUsage: readonly { readonly recordType: string; readonly usd: number }[];
  readonly changed: readonly Change[];
  readonly noChanges: string | null;
  readonly savedBySchedule: { readonly usd: number; readonly usdUncertain: number } | null;
  readonly alwaysOn: readonly Pick<NotSaved, 'what' | 'reason' | 'usdPerMonth'>[];
  /** Lines on the bill of somebody else, and lines of which the plan does not say where to look. */
  readonly notKnownHere: readonly string[];
  /** What the schedule saved and what became of it, in a sentence. */
  readonly conclusion: string | null;
  readonly requests: number;
  readonly requestsUsd: number;
};

export const moneyText = (usd: number, currency: string): string =>
  usd.toLocaleString('en-US', { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** AWS's own categories, for people. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['USAGE_CHANGE', 'usage changed'],
  ['CREDIT', 'credits changed'],
  ['REFUND', 'refunds changed'],
  ['TAX', 'taxes changed'],
  ['SAVINGS_PLAN_USAGE', 'coverage by Savings Plans changed'],
  ['SAVINGS_PLAN_RECURRING_FEE', 'the fee of Savings Plans changed'],
  ['RESERVATION_USAGE', 'coverage by reservations changed'],
  ['RECURRING_RESERVATION_FEE', 'the fee of reservations changed'],
  ['UPFRONT_RESERVATION_FEE', 'a reservation was paid upfront'],
  ['BUNDLED_DISCOUNT', 'discounts changed'],
  ['RI_VOLUME_DISCOUNT', 'volume discounts changed'],
  ['SUPPORT_FEE', 'the fee for support changed'],
  ['COMMITMENT', 'commitments changed'],
  ['OUT_OF_CYCLE_CHARGE', 'a charge outside the usual cycle'],
]);

const changesOf = ({ changes, currency }: Spent): Change[] => {
  if (!changes || 'unknown' in changes) return [];
  return changes
    .map(({ service, usageType, amount, reason }) => {
      const usd = fromCents(inCents(amountOf(amount)));
      const what = usageType === '' ? service : `${service} (${usageType})`;
      const more = usd < 0 ? 'less' : 'more';
      const why = reasons.get(reason) ?? (reason === '' ? '' : reason.toLowerCase().replaceAll('_', ' '));
      const sentence = `${what}: ${moneyText(Math.abs(usd), currency)} ${more} than in the month before${why === '' ? '' : `, ${why}`}`;
      return { service, usd, sentence };
    })
    .filter(({ usd }) => usd !== 0)
    .toSorted((a, b) => Math.abs(b.usd) - Math.abs(a.usd));
};

/** What costs more than planned by most: a line, or what no line claims. */
const dearest = ({ lines, unplanned }: Compared): string | undefined => {
  const over = [
    ...lines.map(({ name, difference }) => ({ name, more: difference ?? 0 })),
    {
      name: unplanned.services[0] ? `unplanned ${unplanned.services[0].service}` : 'unplanned costs',
      more: unplanned.forecast ?? 0,
    },
  ].toSorted((a, b) => b.more - a.more)[0];
  return over && over.more > 0 ? over.name : undefined;
};

/**
 * A plan is made for an environment that is always on. Whatever the schedule saved should be missing from the bill; where it is not, it
 * was spent on something else.
 */
const conclusionOf = (
  compared: Compared,
  savings: Savings | undefined,
  { isWholeMonth, currency }: Spent,
): string | null => {
  const saved = isWholeMonth ? savings?.usd : savings?.usdProjected;
  const { difference } = compared.totals;
  if (saved === undefined || saved <= 0 || difference === null || compared.lines.length === 0) return null;
  const under = -difference;
  const money = (usd: number): string => moneyText(usd, currency);
  const verb = isWholeMonth ? 'saved' : 'will have saved';
  if (under >= saved)
    return `The schedule ${verb} ${money(saved)}, and the environment is ${money(under)} below its plan.`;
  const elsewhere = saved - under;
  const where = dearest(compared);
  const most = where === undefined ? '' : `, most of it to ${where}`;
  const stands = under >= 0 ? `only ${money(under)} below its plan` : `${money(-under)} above its plan`;
  return `The schedule ${verb} ${money(saved)}, but the environment is ${stands}: ${money(elsewhere)} went elsewhere${most}.`;
};

type CostsInput = {
  readonly environment: string;
  readonly plan: CostPlan;
  readonly value: string;
  readonly spent: Spent;
  /** Undefined where no prices are known for the region. */
  readonly savings: Savings | undefined;
};

export const costsReport = ({ environment, plan, value, spent, savings }: CostsInput): Costs => {
  const compared = compareCosts(plan, spent);
  const { forecastRest, changes } = spent;
  return {
    kind: 'curfew-costs',
    version: 1,
    environment,
    month: spent.month,
    tag: { key: plan.tag, value },
    until: spent.until ?? null,
    isWholeMonth: spent.isWholeMonth,
    currency: spent.currency,
    ...compared,
    noForecast: forecastRest && 'unknown' in forecastRest ? forecastRest.unknown : null,
    notUsage: spent.notUsage.map(({ recordType, amount }) => ({
      recordType,
      usd: fromCents(inCents(amountOf(amount))),
    })),
    changed: changesOf(spent),
    noChanges: changes && 'unknown' in changes ? changes.unknown : null,
    savedBySchedule: savings ? { usd: savings.usd, usdUncertain: savings.usdUncertain } : null,
    alwaysOn: (savings?.notSaved ?? []).map(({ what, reason, usdPerMonth }) => ({
      what,
      reason,
      ...(usdPerMonth === undefined ? {} : { usdPerMonth }),
    })),
    notKnownHere: compared.lines.filter(({ actual }) => actual === null).map(({ name }) => name),
    conclusion: conclusionOf(compared, savings, spent),
    requests: spent.requests,
    requestsUsd: fromCents(Math.round(spent.requests * usdPerRequest * 100)),
  };
};
