// Money that was not spent: hours off by run history, times what is used while up, at dated list prices. Pure.

import {
  type Confidence,
  dollars,
  type NotSaved,
  type PriceTable,
  type Saved,
  type Savings,
  type Size,
  type Usage,
} from '#core/cost.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { definitionOf, isGate } from '#kinds/resource.ts';
import { hoursOf, type Off, offTimes } from './hours-off.ts';
import { monthTimes } from './month.ts';
import { plannedHoursOff } from './planned-off.ts';

export type SavingsInput = {
  readonly definition: Definition;
  readonly month: string;
  readonly nowMs: number;
  /** From before the month on, so that what was already off on its first day is known. */
  readonly reports: readonly Report[];
  readonly sizes: ReadonlyMap<ResourceName, Size>;
  readonly prices: PriceTable;
};

type Rate =
  | { readonly known: true; readonly usd: number; readonly confidence: Confidence }
  | { readonly known: false; readonly reason: string };

const hoursPerMonth = 730;
const round = (usd: number): number => Math.round(usd * 100) / 100;

const worst = (all: readonly Confidence[]): Confidence => all.toSorted().at(-1) ?? 'A';

/** A price for all of it, or none: half a price would be taken for the whole. */
const rateOf = (usages: readonly Usage[], { prices, region }: PriceTable): Rate => {
  const missing = usages.filter(({ price }) => !prices[price]).map(({ price }) => price);
  if (missing.length > 0) return { known: false, reason: `no price in ${region} for ${missing.join(', ')}` };
  const known = usages.flatMap(({ price, quantity }) => {
    const one = prices[price];
    return one ? [{ usd: one.usd * quantity, confidence: one.confidence }] : [];
  });
  return {
    known: true,
    usd: known.reduce((sum, { usd }) => sum + usd, 0),
    confidence: worst(known.map(({ confidence }) => confidence)),
  };
};

const savedBy = (
  resource: Resource,
  size: Size | undefined,
  off: Off,
  input: Pick<SavingsInput, 'reports' | 'prices'>,
): Saved => {
  const { known, unknown } = offTimes(input.reports, resource.name, off);
  const hoursOff = hoursOf(known);
  const head = {
    resource: resource.name,
    kind: resource.kind,
    hoursOff: round(hoursOff),
    hoursUnknown: round(hoursOf(unknown)),
  };
  if (!size) return { ...head, reason: 'cannot read its size' };
  if (size.unknown !== undefined) return { ...head, reason: size.unknown };
  const rate = rateOf(size.whileUp, input.prices);
  if (!rate.known) return { ...head, reason: rate.reason };
  return { ...head, usdPerHour: rate.usd, usd: round(rate.usd * hoursOff), confidence: rate.confidence };
};

const monthly = (
  usages: readonly Usage[],
  hours: number,
  prices: PriceTable,
): Pick<NotSaved, 'usdPerMonth' | 'confidence'> => {
  const rate = rateOf(usages, prices);
  return rate.known && usages.length > 0 ? { usdPerMonth: round(rate.usd * hours), confidence: rate.confidence } : {};
};

/** A Serverless cluster is paid for by the hour and by the partition, whether anything is produced or not. */
const idleReason = ({ kind }: Resource, size: Size | undefined, { prices }: PriceTable): string => {
  const partition = prices['msk-serverless/partition'];
  const isServerless = size?.whileUp.some(({ price }) => price === 'msk-serverless/cluster') ?? false;
  if (!isServerless || !partition) return `AWS cannot stop it (${kind})`;
  const perPartition = round(partition.usd * hoursPerMonth).toFixed(2);
  return `MSK Serverless costs this when idle, plus ${perPartition} USD a month per partition; it can only be deleted`;
};

/** The owner's own figure, or that of the price table; without either it is named all the same. */
const alwaysOnCost = ({ name }: Resource, size: Size | undefined, prices: PriceTable): NotSaved => {
  const own = size?.monthlyUsd;
  const cost: Pick<NotSaved, 'usdPerMonth' | 'confidence'> =
    own === undefined ? monthly(size?.whileUp ?? [], hoursPerMonth, prices) : { usdPerMonth: own, confidence: 'A' };
  const { usdPerMonth } = cost;
  if (usdPerMonth === undefined) {
    const rate = rateOf(size?.whileUp ?? [], prices);
    const why = size?.unknown ?? (rate.known ? 'not priced' : `not priced: ${rate.reason}`);
    return { what: name, reason: `nothing can stop it; ${why}` };
  }
  const by = own === undefined ? '' : ' (by its owner)';
  return { what: name, reason: `${dollars(usdPerMonth)} a month that nothing can stop${by}`, ...cost };
};

const notSavedBy = (resource: Resource, size: Size | undefined, prices: PriceTable): NotSaved[] => {
  if (resource.kind === 'always-on') return [alwaysOnCost(resource, size, prices)];
  // What only checks others costs nothing.
  if (isGate(resource) && definitionOf(resource.kind).notPriced !== undefined) return [];
  if (isGate(resource))
    return [
      {
        what: resource.name,
        reason: idleReason(resource, size, prices),
        ...monthly(size?.whileUp ?? [], hoursPerMonth, prices),
      },
    ];
  const always = size?.always ?? [];
  return always.length === 0
    ? []
    : [
        {
          what: `storage of ${resource.name}`,
          reason: 'is also billed while it is stopped',
          ...monthly(always, 1, prices),
        },
      ];
};

/** What stands around the environment, and is nobody's resource here. */
const around = ({ prices }: PriceTable): NotSaved[] =>
  (['nat-gateway', 'load-balancer', 'public-ipv4'] as const).flatMap((what) => {
    const price = prices[what];
    if (!price) return [];
    return [
      {
        what: `each ${what}`,
        reason: 'is billed as long as it exists; Curfew does not change it',
        usdPerMonth: round(price.usd * hoursPerMonth),
        confidence: price.confidence,
      },
    ];
  });

const sumOf = (resources: readonly Saved[], trusted: boolean): number =>
  round(resources.reduce((sum, { usd = 0, confidence }) => sum + ((confidence !== 'C') === trusted ? usd : 0), 0));

export type SavedInTime = Pick<Savings, 'resources' | 'usd' | 'usdUncertain' | 'priceList'>;

/** What was saved in a stretch of time: of a night, of a month. */
export const savedIn = (
  off: Off,
  input: Pick<SavingsInput, 'definition' | 'reports' | 'sizes' | 'prices'>,
): SavedInTime => {
  const { definition, sizes, prices } = input;
  const operated = definition.resources.filter((resource) => !isGate(resource));
  const resources = operated.map((resource) => savedBy(resource, sizes.get(resource.name), off, input));
  return {
    resources,
    usd: sumOf(resources, true),
    usdUncertain: sumOf(resources, false),
    priceList: { region: prices.region, asOf: prices.asOf, source: prices.source },
  };
};

/** Throws `RangeError` for what is no month. */
export const savings = (input: SavingsInput): Savings => {
  const { definition, month, nowMs, sizes, prices } = input;
  const { environment, timeZone } = definition;
  const whole = monthTimes(month, timeZone);
  const soFar = { from: whole.from, to: Math.max(whole.from, Math.min(whole.to, nowMs)) };
  const saved = savedIn(soFar, input);
  const perHour = saved.resources.reduce((sum, one) => sum + (one.confidence === 'C' ? 0 : (one.usdPerHour ?? 0)), 0);
  const ahead = plannedHoursOff(definition, { from: soFar.to, to: whole.to });
  return {
    kind: 'curfew-savings',
    version: 1,
    environment,
    month,
    from: offsetTime(soFar.from, timeZone),
    to: offsetTime(soFar.to, timeZone),
    hours: round(hoursOf([soFar])),
    ...saved,
    notSaved: [
      ...definition.resources.flatMap((resource) => notSavedBy(resource, sizes.get(resource.name), prices)),
      ...around(prices),
    ],
    usdProjected: round(saved.usd + perHour * ahead),
  };
};
