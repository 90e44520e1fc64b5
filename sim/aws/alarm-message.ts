// What CloudWatch publishes to a topic when an alarm acts: the message and its subject, complete (facts/notifications.md 2.2).
import type { Resource } from '#kinds/resource.ts';
import { rehearsalOf } from '../kinds.ts';
import type { SimAlarm } from './alarm-states.ts';
import type { Published } from './messaging.ts';

const reasonOf = (state: string): string => {
  const crossed = 'Threshold Crossed:';
  if (state === 'OK') return `${crossed} 2 datapoints [1.0, 1.0] were not less than the threshold (1.0).`;
  if (state === 'ALARM')
    return `${crossed} no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].`;
  return 'Insufficient Data: 2 datapoints were unknown.';
};

const period = { Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 2 };

const triggerOf = (resource: Resource, whenMissing: SimAlarm['whenMissing']) => {
  const { metric, namespace, dimensions } = rehearsalOf(resource.kind).watched(resource);
  return {
    MetricName: metric,
    Namespace: namespace,
    StatisticType: 'Statistic',
    Statistic: 'MINIMUM',
    Unit: null,
    Dimensions: Object.entries(dimensions).map(([name, value]) => ({ value, name })),
    ...period,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: whenMissing === 'ALARM' ? 'breaching' : 'missing',
    EvaluateLowSampleCountPercentile: '',
  };
};

/** As CloudWatch writes times: `2026-11-20T15:04:11.435+0000`. */
const timeOf = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

const account = '111122223333';

/** A topic of the environment's account and region. */
export const topicArnOf = (region: string, name: string): string => `arn:aws:sns:${region}:${account}:${name}`;

export const alarmMessage = (alarm: SimAlarm, resource: Resource, region: string, topicArn: string): Published => ({
  topicArn,
  subject: `${alarm.state}: "${alarm.name}" in ${region}`.slice(0, 100),
  message: JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: '2026-09-01T09:12:44.120+0000',
    NewStateValue: alarm.state,
    NewStateReason: reasonOf(alarm.state),
    StateChangeTime: timeOf(alarm.changed.at),
    // CloudWatch writes regions for people here; the code is in the ARN, and that is what is read.
    Region: region,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${alarm.name}`,
    OldStateValue: alarm.changed.from,
    OKActions: [topicArn],
    AlarmActions: [topicArn],
    InsufficientDataActions: [topicArn],
    Trigger: triggerOf(resource, alarm.whenMissing),
  }),
});
