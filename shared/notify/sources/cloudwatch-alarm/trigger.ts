// What an alarm watches, as SNS carries it: one metric, an expression over several, or a band of anomaly detection
// (facts/notifications.md 2.2 to 2.4).
import * as z from 'zod';
import type { NameAndValue } from '#core/notification.ts';
import { list, number, text } from '#notify/recognition/fields.ts';
import type { AlarmCondition, GraphSeries } from './detail.ts';
import { behindExpression, nameOfSeries, type Series } from './expression.ts';
import { promQl, promQlCondition } from './promql.ts';

// Lower-case keys, unlike the API.
const dimensions = list(z.object({ name: z.string(), value: z.string() }));

const metrics = list(
  z.object({
    Id: text,
    Expression: text,
    Label: text,
    ReturnData: z.unknown().optional(),
    Period: number,
    AccountId: text,
    MetricStat: z
      .object({
        Metric: z.object({ MetricName: text, Namespace: text, Dimensions: dimensions }),
        Period: number,
        Stat: text,
        Unit: text,
      })
      .optional()
      .catch(undefined),
  }),
);

export const trigger = z
  .object({
    MetricName: text,
    Namespace: text,
    Statistic: text,
    ExtendedStatistic: text,
    Unit: text,
    Dimensions: dimensions,
    Period: number,
    EvaluationPeriods: number,
    DatapointsToAlarm: number,
    ComparisonOperator: text,
    Threshold: number,
    ThresholdMetricId: text,
    TreatMissingData: text,
    Metrics: metrics,
    EvaluationCriteria: promQl,
    EvaluationInterval: number,
  })
  .optional()
  .catch(undefined);
export type Trigger = NonNullable<z.output<typeof trigger>>;

/** The word was once the end of a padded phrase: `- TreatMissingData:                    missing`. */
const lastWord = (phrase: string | undefined): string | undefined => phrase?.split(/\s+/).at(-1);

const isAlarmed = ({ ReturnData }: Trigger['Metrics'][number]): boolean =>
  ReturnData === true || ReturnData === 'true' || ReturnData === 'True';

// With a band there are two series that return data: the one with a metric is what is watched.
const watchedIn = ({ Metrics, ThresholdMetricId }: Trigger): Trigger['Metrics'][number] | undefined => {
  const alarmed = Metrics.filter(isAlarmed);
  const measured = ThresholdMetricId === undefined ? undefined : alarmed.find(({ MetricStat }) => MetricStat);
  return measured ?? alarmed[0] ?? Metrics[0];
};

/** Of all metrics of an expression, each pair once. */
const dimensionsIn = ({ Dimensions, Metrics }: Trigger): NameAndValue[] => {
  const all =
    Dimensions.length > 0 ? Dimensions : Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []);
  return [...new Map(all.map((one) => [JSON.stringify([one.name, one.value]), one])).values()];
};

const seriesOf = ({ Id, Label, Expression, MetricStat, AccountId }: Trigger['Metrics'][number]): Series => ({
  ...{ id: Id, label: Label, expression: Expression, account: AccountId },
  ...{ metric: MetricStat?.Metric.MetricName, namespace: MetricStat?.Metric.Namespace, statistic: MetricStat?.Stat },
});

/** A single metric, or all that an expression is made of. */
const graphIn = (found: Trigger): GraphSeries[] => {
  const common = { id: undefined, expression: undefined, account: undefined, isWatched: true };
  const periodSeconds = found.Period;
  const statistic = found.Statistic ?? found.ExtendedStatistic;
  const { MetricName: metric, Namespace: namespace, Dimensions: dimensions, ThresholdMetricId } = found;
  if (metric !== undefined) return [{ ...common, metric, namespace, dimensions, statistic, periodSeconds }];
  return found.Metrics.map((one) => ({
    ...{ id: one.Id, expression: one.Expression, account: one.AccountId },
    ...{ metric: one.MetricStat?.Metric.MetricName, namespace: one.MetricStat?.Metric.Namespace },
    ...{ dimensions: one.MetricStat?.Metric.Dimensions ?? [], statistic: one.MetricStat?.Stat },
    periodSeconds: one.MetricStat?.Period ?? one.Period,
    isWatched: isAlarmed(one) || (ThresholdMetricId !== undefined && one.Id === ThresholdMetricId),
  }));
};

export const namespacesIn = ({ Namespace, Metrics }: Trigger): (string | undefined)[] => [
  Namespace,
  ...Metrics.map(({ MetricStat }) => MetricStat?.Metric.Namespace),
];

export const conditionOf = (found: Trigger): AlarmCondition => {
  if (found.EvaluationCriteria) return promQlCondition(found.EvaluationCriteria, found.EvaluationInterval);
  const watched = watchedIn(found);
  const stat = watched?.MetricStat;
  const series = new Map(found.Metrics.map((one) => [one, seriesOf(one)]));
  const watchedSeries = watched && series.get(watched);
  const anyStat = found.Metrics.find(({ MetricStat }) => MetricStat)?.MetricStat;
  return {
    metric: found.MetricName ?? (watchedSeries ? nameOfSeries(watchedSeries) : 'a metric'),
    ...behindExpression(watchedSeries, [...series.values()]),
    graph: graphIn(found),
    ...(watched?.AccountId === undefined ? {} : { metricAccount: watched.AccountId }),
    namespace: found.Namespace ?? stat?.Metric.Namespace,
    statistic: found.Statistic ?? found.ExtendedStatistic ?? stat?.Stat,
    unit: found.Unit ?? stat?.Unit,
    comparison: found.ComparisonOperator,
    threshold: found.ThresholdMetricId === undefined ? found.Threshold : undefined,
    periodSeconds: found.Period ?? stat?.Period ?? watched?.Period ?? anyStat?.Period,
    evaluationPeriods: found.EvaluationPeriods,
    datapointsToAlarm: found.DatapointsToAlarm,
    missingData: lastWord(found.TreatMissingData),
    dimensions: dimensionsIn(found),
  };
};
