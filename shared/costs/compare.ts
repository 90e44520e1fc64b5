// Planned against actual: which costs belong to which line, and what belongs to none. Pure.
import type { Claim, CostPlan, PlannedLine } from './cost-plan.ts';
import { type Amount, amountOf, apportioned, fromCents, inCents, shareOf, sumOf } from './money.ts';
import type { Spent, SpentGroup } from './spent.ts';

export type ServiceCost = { readonly service: string; readonly component?: string; readonly usd: number };

export type CostLine = {
  readonly name: string;
  readonly planned: number;
  readonly parts: readonly { readonly name: string; readonly planned: number }[];
  /** `external` and `unknown` have no `actual`: it is not known here, which is not 0. */
  readonly source: 'cost-explorer' | 'fixed' | 'external' | 'unknown';
  readonly actual: number | null;
  /** For the whole month; what it did cost where that has ended. */
  readonly forecast: number | null;
  /** Forecast less planned: above 0 it costs more. */
  readonly difference: number | null;
  readonly services: readonly ServiceCost[];
};

export type Compared = {
  readonly lines: readonly CostLine[];
  /** What Cost Explorer shows and no line claims. */
  readonly unplanned: {
    readonly actual: number;
    readonly forecast: number | null;
    readonly services: readonly ServiceCost[];
  };
  readonly totals: {
    readonly planned: number;
    /** Of the lines whose actual cost is known here. */
    readonly plannedKnown: number;
    /** Cost Explorer's own total: of the lines that it knows, and unplanned. */
    readonly costExplorer: number;
    /** The same with the lines whose cost is fixed. */
    readonly actual: number;
    readonly forecast: number | null;
    /** Forecast less `plannedKnown`. */
    readonly difference: number | null;
  };
};

const matches = ({ services, tags }: Claim, { service, component }: SpentGroup): boolean =>
  (services.length === 0 || services.includes(service)) && (tags.length === 0 || tags.includes(component));

/** The more a line says, the earlier it is asked: a tag with a service, a tag, a service. */
const precision = ({ services, tags }: Claim): number => (tags.length > 0 ? 2 : 0) + (services.length > 0 ? 1 : 0);

type Owned = { readonly group: SpentGroup; readonly owner: number | undefined; readonly amount: Amount };

const ownersOf = (lines: readonly PlannedLine[], groups: readonly SpentGroup[]): Owned[] => {
  const claims = lines
    .flatMap(({ actual }, index) => (actual.kind === 'cost-explorer' ? [{ index, actual }] : []))
    .toSorted((a, b) => precision(b.actual) - precision(a.actual));
  return groups.map((group) => ({
    group,
    owner: claims.find(({ actual }) => matches(actual, group))?.index,
    amount: amountOf(group.amount),
  }));
};

const serviceCosts = (owned: readonly Owned[]): ServiceCost[] =>
  owned
    .map(({ group: { service, component }, amount }) => ({
      service,
      ...(component === '' ? {} : { component }),
      usd: fromCents(inCents(amount)),
    }))
    .toSorted((a, b) => b.usd - a.usd);

/** What each share will have cost at the end of the month: the rest is expected to be spent as the part so far was. */
const forecasts = (
  amounts: readonly Amount[],
  { forecastRest, isWholeMonth }: Spent,
): readonly Amount[] | undefined => {
  if (isWholeMonth) return amounts;
  if (!forecastRest || 'unknown' in forecastRest) return undefined;
  const whole = sumOf(amounts);
  // Nothing is known of how it is spent.
  if (whole <= 0n) return undefined;
  const rest = amountOf(forecastRest.amount);
  return amounts.map((amount) => amount + shareOf(rest, amount, whole));
};

type Known = {
  readonly actual: number;
  readonly forecast: number | undefined;
  readonly services: readonly ServiceCost[];
};

/** That there is nothing under a name that was only guessed does not mean that the line costs nothing. */
const sourceOf = ({ actual }: PlannedLine, { services }: Known): CostLine['source'] => {
  if (actual.kind === 'unsaid') return 'unknown';
  return actual.kind === 'cost-explorer' && actual.isGuess && services.length === 0 ? 'unknown' : actual.kind;
};

const knownOf = ({ actual }: PlannedLine, source: CostLine['source'], found: Known): Known | undefined => {
  if (source === 'cost-explorer') return found;
  return actual.kind === 'fixed' ? { actual: actual.cents, forecast: actual.cents, services: [] } : undefined;
};

const costLine = (line: PlannedLine, found: Known): CostLine => {
  const source = sourceOf(line, found);
  const known = knownOf(line, source, found);
  const forecast = known?.forecast;
  return {
    name: line.name,
    planned: fromCents(line.plannedCents),
    parts: line.parts.map(({ name, plannedCents }) => ({ name, planned: fromCents(plannedCents) })),
    source,
    actual: known ? fromCents(known.actual) : null,
    forecast: forecast === undefined ? null : fromCents(forecast),
    difference: forecast === undefined ? null : fromCents(forecast - line.plannedCents),
    services: known?.services ?? [],
  };
};

const centsSum = (values: readonly (number | null)[]): number =>
  fromCents(values.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 100), 0));

/** In cents that add up: the lines that Cost Explorer knows and what is unplanned are its total. */
export const compareCosts = (plan: CostPlan, spent: Spent): Compared => {
  const owned = ownersOf(plan.lines, spent.groups);
  const sharesOf = plan.lines.map((_, index) => owned.filter(({ owner }) => owner === index));
  const unclaimed = owned.filter(({ owner }) => owner === undefined);
  const amounts = [...sharesOf, unclaimed].map((share) => sumOf(share.map(({ amount }) => amount)));
  const actuals = apportioned(amounts);
  const expected = forecasts(amounts, spent);
  const ahead = expected && apportioned(expected);
  const lines = plan.lines.map((line, index) =>
    costLine(line, {
      actual: actuals[index] ?? 0,
      forecast: ahead?.[index],
      services: serviceCosts(sharesOf[index] ?? []),
    }),
  );
  const unplanned = { actual: fromCents(actuals.at(-1) ?? 0), forecast: ahead ? fromCents(ahead.at(-1) ?? 0) : null };
  const known = lines.filter(({ actual }) => actual !== null);
  const plannedKnown = centsSum(known.map(({ planned }) => planned));
  const forecast = ahead ? centsSum([...known.map((line) => line.forecast), unplanned.forecast]) : null;
  return {
    lines,
    unplanned: { ...unplanned, services: serviceCosts(unclaimed) },
    totals: {
      planned: centsSum(lines.map(({ planned }) => planned)),
      plannedKnown,
      costExplorer: fromCents(inCents(sumOf(amounts))),
      actual: centsSum([...known.map(({ actual }) => actual), unplanned.actual]),
      forecast,
      difference: forecast === null ? null : centsSum([forecast, -plannedKnown]),
    },
  };
};
