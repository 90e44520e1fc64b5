// Reads metrics, all of them in one call. A minute without a value says nothing: a consumer group that is gone has no lag.
import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends, Service } from '../adapter.ts';
import type { DrainObservation } from '../gates/drain-fields.ts';
import type { Reading } from '../observation.ts';
import type { ResourceOf } from '../resource.ts';
import { unexpected } from '../unexpected.ts';

type Metric = ResourceOf<'metric'>;

const windowMinutes = 10;
const periodSeconds = 60;
const queriesPerCall = 500;

const queryOf = ({ namespace, metric, dimensions }: Metric, index: number) => ({
  Id: `m${index}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodSeconds,
    Stat: 'Maximum',
  },
});

/** The newest value. What was true in its minute is known from the beginning of that minute. */
export const seenInMetric = (
  { metric, atMost }: Pick<Metric, 'metric' | 'atMost'>,
  { Values = [], Timestamps = [] }: Pick<MetricDataResult, 'Values' | 'Timestamps'>,
): DrainObservation<'metric'> => {
  const newest = Timestamps.map((time, index) => ({ atMs: new Date(time).getTime(), value: Values[index] }))
    .toSorted((a, b) => b.atMs - a.atMs)
    .at(0);
  if (newest?.value === undefined) {
    const says = `${metric} has no data in the last ${windowMinutes} min, which is not 0`;
    return { kind: 'metric', status: 'no-data', says, asOf: 0 };
  }
  const isEmpty = newest.value <= atMost;
  const says = `${metric} is ${newest.value}${isEmpty ? '' : `, should be ${atMost}`}`;
  return { kind: 'metric', status: isEmpty ? 'empty' : 'not-empty', says, asOf: newest.atMs };
};

const resultsOf = (client: Sends<CloudWatchClient>, metrics: readonly Metric[], nowMs: number) =>
  calling('read metrics', () =>
    allPages(
      (NextToken) =>
        client.send(
          new GetMetricDataCommand({
            MetricDataQueries: metrics.map(queryOf),
            StartTime: new Date(nowMs - windowMinutes * 60_000),
            EndTime: new Date(nowMs),
            ScanBy: 'TimestampDescending',
            ...(NextToken ? { NextToken } : {}),
          }),
        ),
      (page) => page.MetricDataResults,
      (page) => page.NextToken,
    ),
  );

export const metricGate = (client: Sends<CloudWatchClient>, { now }: Pick<Runtime, 'now'>): Service<'metric'> => {
  const observeSome = (metrics: readonly Metric[]) =>
    readBatch(metrics, async () => {
      // One result may be spread over several pages.
      const byId = Map.groupBy(await resultsOf(client, metrics, now().getTime()), ({ Id }) => Id);
      return new Map(
        metrics.map((one, index): [ResourceName, Reading<DrainObservation<'metric'>>] => {
          const found = byId.get(`m${index}`) ?? [];
          const whole = {
            Values: found.flatMap(({ Values = [] }) => Values),
            Timestamps: found.flatMap(({ Timestamps = [] }) => Timestamps),
          };
          return [one.name, { state: 'seen', observation: seenInMetric(one, whole) }];
        }),
      );
    });
  return {
    async observe(metrics) {
      const batches = await Promise.all(chunks(metrics, queriesPerCall).map(observeSome));
      return new Map(batches.flatMap((batch) => [...batch]));
    },
    act: async (_resource, effect) => unexpected('metric', effect),
  };
};
