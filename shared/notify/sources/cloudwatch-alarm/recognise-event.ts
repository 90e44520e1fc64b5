// The same alarms through other doors: as events of EventBridge, per contributor too, and as a direct action on a Lambda function
// (facts/notifications.md 2.7). Only these carry the values that were judged.
import * as z from 'zod';
import { identitiesOfDimensions } from '#kinds/dimensions.ts';
import { arnOf } from '#notify/recognition/arn.ts';
import { instant, instantOf, list, number, pairs, tags, text } from '#notify/recognition/fields.ts';
import { parsedJson } from '#notify/recognition/json.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import type { AlarmCondition, CompositeAlarm, GraphSeries, LogAlarm, MetricAlarm } from './detail.ts';
import { behindExpression, nameOfSeries, type Series } from './expression.ts';
import { promQl, promQlCondition } from './promql.ts';
import { alarmNameOf, stateAndSeverity } from './state.ts';

const reasonData = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? parsedJson(value) : value))
  .pipe(
    z
      .object({
        threshold: number,
        statistic: text,
        period: number,
        unit: text,
        startDate: instant,
        evaluatedDatapoints: list(z.object({ timestamp: instant, value: number })),
        triggeringAlarms: list(
          z.object({ arn: z.string(), state: z.object({ value: text }).optional().catch(undefined) }),
        ),
      })
      .optional()
      .catch(undefined),
  );

const alarm = z.object({
  alarmName: z.string(),
  alarmContributor: z.object({ id: text, attributes: pairs }).optional().catch(undefined),
  state: z.object({
    value: z.string(),
    reason: text,
    reasonData,
    timestamp: instant,
    actionsSuppressedBy: text,
  }),
  previousState: z.object({ value: text, timestamp: instant }).optional().catch(undefined),
  configuration: z
    .object({
      description: text,
      alarmRule: text,
      evaluationCriteria: promQl,
      evaluationInterval: number,
      metrics: list(
        z.object({
          id: text,
          accountId: text,
          expression: text,
          label: text,
          returnData: z.unknown().optional(),
          period: number,
          metricStat: z
            .object({
              metric: z.object({ namespace: text, name: text, dimensions: pairs }),
              period: number,
              stat: text,
              unit: text,
            })
            .optional()
            .catch(undefined),
        }),
      ),
    })
    .catch({
      ...{ description: undefined, alarmRule: undefined, metrics: [] },
      ...{ evaluationCriteria: undefined, evaluationInterval: undefined },
    }),
  alarmTags: tags,
});
type Alarm = z.output<typeof alarm>;

const viaEventBridge = z
  .object({
    'detail-type': z.enum(['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change']),
    account: text,
    region: text,
    time: instant,
    resources: list(z.string()),
    detail: alarm,
  })
  .transform(({ resources, detail, ...rest }) => ({ ...rest, arn: resources[0], alarm: detail }));

const viaLambda = z
  .object({ alarmArn: z.string(), accountId: text, region: text, time: instant, alarmData: alarm })
  .transform(({ alarmArn, accountId, alarmData, ...rest }) => ({
    ...{ ...rest, arn: alarmArn, account: accountId, alarm: alarmData },
  }));

type Metric = Alarm['configuration']['metrics'][number];

/** Of a single metric it is a number of AWS's own, which no graph takes. */
const graphId = (id: string | undefined): string | undefined => (/^[a-z]\w*$/.test(id ?? '') ? id : undefined);

const seriesOf = ({ id, label, expression, accountId, metricStat }: Metric): Series => ({
  ...{ id, label, expression, account: accountId },
  ...{ metric: metricStat?.metric.name, namespace: metricStat?.metric.namespace, statistic: metricStat?.stat },
});

const graphSeriesOf = ({ id, expression, accountId, metricStat, period, returnData }: Metric): GraphSeries => ({
  ...{ id: graphId(id), expression, account: accountId },
  ...{ metric: metricStat?.metric.name, namespace: metricStat?.metric.namespace },
  ...{ dimensions: metricStat?.metric.dimensions ?? [], statistic: metricStat?.stat },
  ...{ periodSeconds: metricStat?.period ?? period, isWatched: returnData !== false },
});

const conditionOf = ({ configuration, state }: Alarm): AlarmCondition | undefined => {
  const { metrics, evaluationCriteria, evaluationInterval } = configuration;
  if (evaluationCriteria) return promQlCondition(evaluationCriteria, evaluationInterval);
  const alarmed = metrics.filter(({ returnData }) => returnData !== false);
  const watched = alarmed.find(({ metricStat }) => metricStat) ?? alarmed[0] ?? metrics[0];
  if (!watched) return undefined;
  const stat = watched.metricStat;
  const series = new Map(metrics.map((one) => [one, seriesOf(one)]));
  return {
    metric: nameOfSeries(series.get(watched) ?? seriesOf(watched)),
    ...behindExpression(series.get(watched), [...series.values()]),
    graph: metrics.map(graphSeriesOf),
    ...(watched.accountId === undefined ? {} : { metricAccount: watched.accountId }),
    namespace: stat?.metric.namespace,
    statistic: stat?.stat ?? state.reasonData?.statistic,
    unit: stat?.unit ?? state.reasonData?.unit,
    comparison: undefined,
    threshold: state.reasonData?.threshold,
    periodSeconds: stat?.period ?? watched.period ?? state.reasonData?.period,
    evaluationPeriods: undefined,
    datapointsToAlarm: undefined,
    missingData: undefined,
    dimensions: metrics.flatMap(({ metricStat }) => metricStat?.metric.dimensions ?? []),
  };
};

const newestValue = ({ state }: Alarm): number | undefined =>
  (state.reasonData?.evaluatedDatapoints ?? [])
    .toSorted((a, b) => (a.timestamp ?? '').localeCompare(b.timestamp ?? ''))
    .at(-1)?.value;

const detailOf = (found: Alarm, arn: string | undefined): MetricAlarm | CompositeAlarm | LogAlarm => {
  const { state, configuration, previousState, alarmContributor } = found;
  const common = {
    arn,
    description: configuration.description,
    oldState: previousState?.value,
    newState: state.value,
    reason: state.reason,
    ...(previousState?.value === 'ALARM' ? { alarmSince: previousState.timestamp } : {}),
    contributorAttributes: alarmContributor?.attributes ?? [],
    tags: found.alarmTags,
  };
  if (configuration.alarmRule !== undefined)
    return {
      kind: 'composite-alarm',
      ...common,
      rule: configuration.alarmRule,
      children: (state.reasonData?.triggeringAlarms ?? []).map((child) => ({
        name: alarmNameOf(child.arn),
        state: child.state?.value,
      })),
      suppressedBy: state.actionsSuppressedBy,
    };
  return {
    kind: 'metric-alarm',
    ...common,
    condition: conditionOf(found),
    value: newestValue(found),
    since: instantOf(state.reasonData?.startDate),
  };
};

export const recogniseAlarmEvent: Recogniser<MetricAlarm | CompositeAlarm | LogAlarm> = (raw) => {
  const found = viaEventBridge.safeParse(raw.json).data ?? viaLambda.safeParse(raw.json).data;
  if (!found) return undefined;
  const arn = arnOf(found.arn);
  const { alarmName, alarmContributor, alarmTags, configuration, state } = found.alarm;
  const detail = detailOf(found.alarm, found.arn);
  const watched = detail.kind === 'metric-alarm' ? (detail.condition?.dimensions ?? []) : [];
  const dimensions = [...watched, ...(alarmContributor?.attributes ?? [])];
  return notification(raw, {
    source: 'alarm',
    ...stateAndSeverity(state.value),
    name: alarmName,
    account: found.account ?? arn?.account,
    region: found.region ?? arn?.region,
    at: state.timestamp ?? found.time,
    contributor: alarmContributor?.id,
    resources: identitiesOfDimensions(dimensions),
    tags: alarmTags,
    dimensions,
    namespaces: configuration.metrics.map(({ metricStat }) => metricStat?.metric.namespace),
    detail,
  });
};
