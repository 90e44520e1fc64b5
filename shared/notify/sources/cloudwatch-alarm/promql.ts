// Alarms on a query of Prometheus: neither metric nor threshold, the query says it all, and each series it returns is a contributor.
import * as z from 'zod';
import { number } from '#notify/recognition/fields.ts';
import type { AlarmCondition } from './detail.ts';

const criteria = z.object({ Query: z.string(), PendingPeriod: number, RecoveryPeriod: number });

/** SNS spells keys as the API does, EventBridge begins them with a small letter. */
const capitalised = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(
        Object.entries(value).map(([key, held]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, held]),
      );

const isOfPromQl = (key: string): boolean => key.toLowerCase() === 'promqlcriteria';

/** `EvaluationCriteria: { PromQLCriteria: { Query, PendingPeriod, RecoveryPeriod } }`; anything else is none. */
export const promQl = z
  .unknown()
  .optional()
  .transform((value) => {
    const held = Object.entries(typeof value === 'object' && value !== null ? value : {});
    return criteria.safeParse(capitalised(held.find(([key]) => isOfPromQl(key))?.[1])).data;
  });
type PromQl = z.output<typeof criteria>;

export const promQlCondition = (
  { Query, PendingPeriod, RecoveryPeriod }: PromQl,
  intervalSeconds: number | undefined,
): AlarmCondition => ({
  metric: Query,
  expression: Query,
  ...{ namespace: undefined, statistic: undefined, unit: undefined, comparison: undefined, threshold: undefined },
  ...{ evaluationPeriods: undefined, datapointsToAlarm: undefined, missingData: undefined, dimensions: [] },
  periodSeconds: intervalSeconds,
  ...(PendingPeriod === undefined ? {} : { pendingSeconds: PendingPeriod }),
  ...(RecoveryPeriod === undefined ? {} : { recoverySeconds: RecoveryPeriod }),
});
