// Is this the savings of a month, as reconcile says them? Tolerant to what a later version may add.
import * as z from 'zod';
import type { Savings } from '#core/cost.ts';

const confidence = z.enum(['A', 'B', 'C']).optional();
const amount = z.number().optional();

/** What a message shows; the rest of it is for anyone who reads the JSON. */
const savings = z.looseObject({
  kind: z.literal('curfew-savings'),
  version: z.literal(1),
  environment: z.string(),
  month: z.string(),
  from: z.string(),
  to: z.string(),
  hours: z.number(),
  priceList: z.looseObject({ region: z.string(), asOf: z.string(), source: z.string() }),
  resources: z.array(
    z.looseObject({
      resource: z.string(),
      kind: z.string(),
      hoursOff: z.number(),
      hoursUnknown: z.number(),
      usd: amount,
      confidence,
      reason: z.string().optional(),
    }),
  ),
  notSaved: z.array(z.looseObject({ what: z.string(), reason: z.string(), usdPerMonth: amount, confidence })),
  usd: z.number(),
  usdUncertain: z.number(),
  usdProjected: z.number(),
});

export const recogniseSavings = (value: unknown): Savings | undefined => {
  const found = savings.safeParse(value);
  return found.success ? (value as Savings) : undefined;
};
