import type { NameAndValue } from '#core/notification.ts';
import type { Behind } from './expression.ts';

/** One line of a graph: a metric, or an expression over those with an id. */
export type GraphSeries = {
  readonly id: string | undefined;
  readonly expression: string | undefined;
  readonly namespace: string | undefined;
  readonly metric: string | undefined;
  readonly dimensions: readonly NameAndValue[];
  readonly statistic: string | undefined;
  readonly periodSeconds: number | undefined;
  readonly account: string | undefined;
  readonly isWatched: boolean;
};

/** What an alarm watches. `metric` is its name or its expression. */
export type AlarmCondition = {
  readonly metric: string;
  /** Metric math, or a query of Metrics Insights. */
  readonly expression?: string;
  /** The metrics behind an expression, each as people say it. */
  readonly behind?: readonly Behind[];
  readonly behindNotListed?: number;
  /** What a graph of it shows. */
  readonly graph?: readonly GraphSeries[];
  /** The metric is of this account, which shares it. */
  readonly metricAccount?: string;
  /** How long a query of Prometheus has to breach, and how long it has to be well again. */
  readonly pendingSeconds?: number;
  readonly recoverySeconds?: number;
  readonly namespace: string | undefined;
  readonly statistic: string | undefined;
  readonly unit: string | undefined;
  /** As CloudWatch writes it: `GreaterThanThreshold`. */
  readonly comparison: string | undefined;
  /** Undefined for a band of anomaly detection. */
  readonly threshold: number | undefined;
  readonly periodSeconds: number | undefined;
  readonly evaluationPeriods: number | undefined;
  readonly datapointsToAlarm: number | undefined;
  /** What missing data counts as: `missing`, `breaching`, `notBreaching`, `ignore`. */
  readonly missingData: string | undefined;
  readonly dimensions: readonly NameAndValue[];
};

type AlarmCommon = {
  readonly arn: string | undefined;
  readonly description: string | undefined;
  /** As CloudWatch writes them: `OK`, `ALARM`, `INSUFFICIENT_DATA`, or what is newer than this. */
  readonly oldState: string | undefined;
  readonly newState: string;
  readonly reason: string | undefined;
  /** Of one that is OK again: when it went into alarm, ISO 8601. SNS does not contain it. */
  readonly alarmSince?: string | undefined;
  /** Of the series that breached, where the alarm says so. */
  readonly contributorAttributes: readonly NameAndValue[];
  /** Only if the alarm sends them along. */
  readonly tags: readonly NameAndValue[];
};

export type MetricAlarm = AlarmCommon & {
  readonly kind: 'metric-alarm';
  /** Undefined when the alarm does not say what it watches. */
  readonly condition: AlarmCondition | undefined;
  /** The newest value that was judged. */
  readonly value: number | undefined;
  /** When the first of the values that were judged began, ISO 8601. */
  readonly since: string | undefined;
};

/** As CloudWatch writes it: `ALARM`. */
export type AlarmStanding = {
  readonly state: string;
  readonly reason: string | undefined;
  /** When that state began, ISO 8601. */
  readonly since: string | undefined;
};

/** The state is undefined if AWS does not answer; reason and since are known only of those that were requested. */
export type ChildAlarm = {
  readonly name: string;
  readonly state: string | undefined;
  readonly reason?: string | undefined;
  readonly since?: string | undefined;
};

export type CompositeAlarm = AlarmCommon & {
  readonly kind: 'composite-alarm';
  readonly rule: string | undefined;
  readonly children: readonly ChildAlarm[];
  readonly suppressedBy: string | undefined;
};

export type LogAlarm = AlarmCommon & {
  readonly kind: 'log-alarm';
  readonly query: string | undefined;
  readonly comparison: string | undefined;
  readonly threshold: number | undefined;
  readonly lines: readonly string[];
  readonly logGroups: readonly string[];
};
