// CloudWatch alarms as SNS carries them: metric, metric math, anomaly detection, composite, Metrics Insights contributors, logs
// (facts/notifications.md 2.2 to 2.6; the keys of log alarms and contributors are those of the CloudWatch User Guide).
import { z } from 'zod';
import type { AlarmCondition, NotificationDetail } from '#domain/notification.ts';
import { alarmNameOf, standingOf } from './recognise-alarm-state.ts';
import { arnOf, identitiesOfDimensions } from './recognise-arn.ts';
import { instant, list, number, pairs, text } from './recognise-fields.ts';
import { notification, placeOfTopic, type Recogniser } from './recognise-said.ts';

// Lower-case keys, unlike the API.
const dimensions = list(z.object({ name: z.string(), value: z.string() }));

const metrics = list(
  z.object({
    Id: text,
    Expression: text,
    Label: text,
    ReturnData: z.unknown().optional(),
    Period: number,
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

const trigger = z
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
  })
  .optional()
  .catch(undefined);
type Trigger = NonNullable<z.output<typeof trigger>>;

const logResults = z
  .object({ threshold: number, results: list(z.object({ value: number })) })
  .optional()
  .catch(undefined);

const alarm = z.object({
  AlarmName: z.string(),
  AlarmDescription: text,
  AWSAccountId: text,
  NewStateValue: z.string(),
  OldStateValue: text,
  NewStateReason: text,
  NewStateReasonData: logResults,
  StateChangeTime: instant,
  AlarmArn: text,
  Trigger: trigger,
  AlarmRule: text,
  TriggeringChildren: list(z.object({ Arn: z.string(), State: z.object({ Value: text }).optional().catch(undefined) })),
  AlarmContributorId: text,
  AlarmContributorAttributes: pairs,
  LogGroups: z.unknown().optional(),
  QueryString: text,
  ComparisonOperator: text,
  Threshold: number,
  LogLines: list(z.unknown().transform((line) => (typeof line === 'string' ? line : JSON.stringify(line)))),
});
type Alarm = z.output<typeof alarm>;

/** The word was once the end of a padded phrase: `- TreatMissingData:                    missing`. */
const lastWord = (phrase: string | undefined): string | undefined => phrase?.split(/\s+/).at(-1);

const isAlarmed = ({ ReturnData }: Trigger['Metrics'][number]): boolean =>
  ReturnData === true || ReturnData === 'true' || ReturnData === 'True';

const conditionOf = (found: Trigger): AlarmCondition => {
  const { Metrics } = found;
  // With a band there are two series that return data: the one with a metric is what is watched.
  const alarmed = Metrics.filter(isAlarmed);
  const watched =
    (found.ThresholdMetricId === undefined ? undefined : alarmed.find(({ MetricStat }) => MetricStat)) ??
    alarmed[0] ??
    Metrics[0];
  const stat = watched?.MetricStat;
  const all = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []);
  const label = watched?.Label ?? stat?.Metric.MetricName ?? watched?.Expression;
  return {
    metric: found.MetricName ?? label ?? 'a metric',
    namespace: found.Namespace ?? stat?.Metric.Namespace,
    statistic: found.Statistic ?? found.ExtendedStatistic ?? stat?.Stat,
    unit: found.Unit ?? stat?.Unit,
    comparison: found.ComparisonOperator,
    threshold: found.ThresholdMetricId === undefined ? found.Threshold : undefined,
    periodSeconds:
      found.Period ??
      stat?.Period ??
      watched?.Period ??
      Metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period,
    evaluationPeriods: found.EvaluationPeriods,
    datapointsToAlarm: found.DatapointsToAlarm,
    missingData: lastWord(found.TreatMissingData),
    dimensions:
      found.Dimensions.length > 0
        ? found.Dimensions
        : all.filter(
            (one, index) => all.findIndex((other) => other.name === one.name && other.value === one.value) === index,
          ),
  };
};

/** Only a convenience, the reason is shown as well: the newest of the values that CloudWatch puts in brackets. */
const newestValue = (reason: string | undefined): number | undefined => {
  const [, digits] = /\[(-?\d{1,20}(?:\.\d{1,20})?(?:E[+-]?\d{1,3})?) \(/.exec(reason ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
};

const detailOf = (found: Alarm): NotificationDetail => {
  const common = {
    arn: found.AlarmArn,
    description: found.AlarmDescription,
    oldState: found.OldStateValue,
    newState: found.NewStateValue,
    oldSince: undefined,
    reason: found.NewStateReason,
    contributorAttributes: found.AlarmContributorAttributes,
  };
  if (found.AlarmRule !== undefined)
    return {
      kind: 'composite-alarm',
      ...common,
      rule: found.AlarmRule,
      children: found.TriggeringChildren.map(({ Arn, State }) => ({ name: alarmNameOf(Arn), state: State?.Value })),
      suppressedBy: undefined,
    };
  const { NewStateReasonData: results, QueryString: query } = found;
  if (found.Trigger === undefined && (results !== undefined || query !== undefined || found.LogGroups !== undefined))
    return {
      kind: 'log-alarm',
      ...common,
      query,
      comparison: found.ComparisonOperator,
      threshold: found.Threshold ?? results?.threshold,
      lines: found.LogLines.filter((line) => line !== undefined),
    };
  return {
    kind: 'metric-alarm',
    ...common,
    condition: found.Trigger && conditionOf(found.Trigger),
    value: newestValue(found.NewStateReason),
    since: undefined,
  };
};

export const recogniseAlarm: Recogniser = (said) => {
  const found = alarm.safeParse(said.json).data;
  if (!found) return undefined;
  // The region is written for people here (`EU (Ireland)`); its code is in the ARN, or in the topic's, which is in the same.
  const arn = arnOf(found.AlarmArn);
  const topic = placeOfTopic(said);
  const detail = detailOf(found);
  const attributes = found.AlarmContributorAttributes;
  const watched = detail.kind === 'metric-alarm' ? (detail.condition?.dimensions ?? []) : [];
  return notification(said, {
    source: 'alarm',
    ...standingOf(found.NewStateValue),
    name: found.AlarmName,
    account: found.AWSAccountId ?? arn?.account ?? topic.account,
    region: arn?.region ?? topic.region,
    at: found.StateChangeTime,
    contributor: found.AlarmContributorId ?? (attributes.length > 0 ? JSON.stringify(attributes) : undefined),
    resources: identitiesOfDimensions([...watched, ...attributes]),
    detail,
  });
};
