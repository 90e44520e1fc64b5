// Is this what an environment did cost in a month, as reconcile says it? Tolerant to what a later version may add.
import * as z from 'zod';
import type { MonthlyCosts } from '../curfew/detail.ts';

const service = z.looseObject({ service: z.string(), usd: z.number() });
const nullable = z.string().nullable().catch(null);

const costs = z.looseObject({
  kind: z.literal('curfew-costs'),
  version: z.literal(1),
  environment: z.string(),
  month: z.string(),
  currency: z.string(),
  lines: z.array(z.looseObject({ services: z.array(service) })),
  unplanned: z.looseObject({ services: z.array(service) }),
  totals: z.looseObject({ planned: z.number(), actual: z.number() }),
  changed: z.array(z.looseObject({ sentence: z.string() })),
  savedBySchedule: z.looseObject({ usd: z.number() }).nullable(),
  alwaysOn: z.array(z.looseObject({ what: z.string(), usdPerMonth: z.number().optional() })),
  conclusion: nullable,
});

export const recogniseCosts = (value: unknown): MonthlyCosts | undefined => {
  const found = costs.safeParse(value).data;
  if (!found) return undefined;
  const { environment, month, currency, lines, unplanned, totals, changed, savedBySchedule, alwaysOn } = found;
  const services = [...lines, unplanned].flatMap((one) => one.services.map(({ service, usd }) => ({ service, usd })));
  return {
    ...{ environment, month, currency, actual: totals.actual, services: services.toSorted((a, b) => b.usd - a.usd) },
    planned: lines.length === 0 ? undefined : totals.planned,
    saved: savedBySchedule?.usd,
    conclusion: found.conclusion ?? undefined,
    changed: changed.map(({ sentence }) => sentence),
    alwaysOn: alwaysOn.flatMap(({ what, usdPerMonth }) => (usdPerMonth === undefined ? [] : [{ what, usdPerMonth }])),
  };
};
