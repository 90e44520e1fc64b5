// CloudWatch alarms as SNS carries them: metric, metric math, anomaly detection, composite, Metrics Insights contributors, logs
// (facts/notifications.md 2.2 to 2.6; the keys of log alarms and contributors are those of the CloudWatch User Guide).
import * as z from 'zod';
import { identitiesOfDimensions } from '#kinds/dimensions.ts';
import { arnOf } from '#notify/recognition/arn.ts';
import { instant, list, number, pairs, tags, text } from '#notify/recognition/fields.ts';
import { notification, placeOfTopic, type Recogniser } from '#notify/recognition/recognised.ts';
import type { CompositeAlarm, LogAlarm, MetricAlarm } from './detail.ts';
import { promQl, promQlCondition } from './promql.ts';
import { alarmNameOf, stateAndSeverity } from './state.ts';
import { conditionOf, namespacesIn, trigger } from './trigger.ts';

const logGroupOf = (value: unknown): string[] => {
  const held = typeof value === 'object' && value !== null ? Object.values(value) : [value];
  return held.flatMap((one) => {
    if (typeof one !== 'string' || one.trim() === '') return [];
    return [/:log-group:([^:]{1,512})/.exec(one)?.[1] ?? one];
  });
};

const logResults = z
  .object({ threshold: number, results: list(z.object({ value: number })) })
  .optional()
  .catch(undefined);

/** By name or by ARN, as a list or one. How they are written is not documented. */
const logGroups = z
  .unknown()
  .optional()
  .transform((value): string[] => (Array.isArray(value) ? value : [value]).flatMap(logGroupOf));

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
  // On the alarm itself where it has no trigger.
  EvaluationCriteria: promQl,
  EvaluationInterval: number,
  AlarmTags: tags,
  LogGroups: logGroups,
  QueryString: text,
  ComparisonOperator: text,
  Threshold: number,
  // How these are called is not documented: what has another name is not shown.
  LogLines: list(z.unknown().transform((line) => (typeof line === 'string' ? line : JSON.stringify(line)))),
});
type Alarm = z.output<typeof alarm>;

/** Only a convenience, the reason is shown as well: the newest of the values that CloudWatch puts in brackets. */
const newestValue = (reason: string | undefined): number | undefined => {
  const [, digits] = /\[(-?\d{1,20}(?:\.\d{1,20})?(?:E[+-]?\d{1,3})?) \(/.exec(reason ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
};

const detailOf = (found: Alarm): MetricAlarm | CompositeAlarm | LogAlarm => {
  const common = {
    arn: found.AlarmArn,
    description: found.AlarmDescription,
    oldState: found.OldStateValue,
    newState: found.NewStateValue,
    reason: found.NewStateReason,
    contributorAttributes: found.AlarmContributorAttributes,
    tags: found.AlarmTags,
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
  if (found.Trigger === undefined && (results !== undefined || query !== undefined || found.LogGroups.length > 0))
    return {
      kind: 'log-alarm',
      ...common,
      query,
      comparison: found.ComparisonOperator,
      threshold: found.Threshold ?? results?.threshold,
      lines: found.LogLines,
      logGroups: found.LogGroups,
    };
  return {
    kind: 'metric-alarm',
    ...common,
    condition: found.EvaluationCriteria
      ? promQlCondition(found.EvaluationCriteria, found.EvaluationInterval)
      : found.Trigger && conditionOf(found.Trigger),
    value: newestValue(found.NewStateReason),
    since: undefined,
  };
};

export const recogniseAlarm: Recogniser<MetricAlarm | CompositeAlarm | LogAlarm> = (raw) => {
  const found = alarm.safeParse(raw.json).data;
  if (!found) return undefined;
  // The region is written for people here (`EU (Ireland)`); its code is in the ARN, or in the topic's, which is in the same.
  const arn = arnOf(found.AlarmArn);
  const topic = placeOfTopic(raw);
  const detail = detailOf(found);
  const attributes = found.AlarmContributorAttributes;
  const watched = detail.kind === 'metric-alarm' ? (detail.condition?.dimensions ?? []) : [];
  return notification(raw, {
    source: 'alarm',
    ...stateAndSeverity(found.NewStateValue),
    name: found.AlarmName,
    account: found.AWSAccountId ?? arn?.account ?? topic.account,
    region: arn?.region ?? topic.region,
    at: found.StateChangeTime,
    contributor: found.AlarmContributorId ?? (attributes.length > 0 ? JSON.stringify(attributes) : undefined),
    resources: identitiesOfDimensions([...watched, ...attributes]),
    tags: found.AlarmTags,
    dimensions: [...watched, ...attributes],
    namespaces: found.Trigger ? namespacesIn(found.Trigger) : [],
    detail,
  });
};
