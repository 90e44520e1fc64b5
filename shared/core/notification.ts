// What somebody said to alarm-notify, recognised: one variant per kind, each with what its message shows, and in front of that
// what all of them have, by which they are routed, expected and grouped. Every text in here is foreign: it is escaped when
// a message is made of it. Secrets have been taken out before.

import type { Savings } from './cost.ts';
import { assertNever } from './errors.ts';
import type { Notice } from './notice.ts';
import type { Report } from './report.ts';

/** Who speaks, as routes name it. */
export type NotificationSource =
  | 'curfew' // our own reports and notices
  | 'alarm' // CloudWatch alarms of every type
  | 'budget' // AWS Budgets and their actions
  | 'cost-anomaly'
  | 'rds'
  | 'elasticache'
  | 'ecs'
  | 'msk'
  | 'health'
  | 'guardduty'
  | 'event' // any other event of EventBridge
  | 'failure' // a Lambda function that failed, or what it left in a dead-letter queue
  | 'text'; // whatever nobody recognises

/** From worst to best. An alarm is an `error`, a return to normal is `info`. */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

/** `event`: something that happened and has no state to return from. */
export type NotificationState = 'alarm' | 'ok' | 'insufficient-data' | 'event';

type NotificationCommon = {
  readonly source: NotificationSource;
  readonly severity: Severity;
  readonly state: NotificationState;
  /** Of the alarm, the budget, the resource, …: what routes match by pattern. */
  readonly name: string;
  /** Only if it says so itself, as our own do. Everything else belongs where `resources` or its topic belong. */
  readonly environment: string | undefined;
  /** Twelve digits. */
  readonly account: string | undefined;
  /** By code, `us-east-1`. */
  readonly region: string | undefined;
  /** When it happened, ISO 8601; when SNS took it over, if it does not say; undefined if nobody says. */
  readonly at: string | undefined;
  /** What it is about, whatever its state: all messages about one thing have the same (facts/notifications.md 4.5). */
  readonly about: string;
  /** `about` in this state: repetitions have the same. */
  readonly groupKey: string;
  /** Of an alarm over many series: which series. Part of `about`. */
  readonly contributor: string | undefined;
  /** The names that AWS gives to what it is about, in the form of `Expectation.identities`. */
  readonly resources: readonly string[];
};

export type NameAndValue = { readonly name: string; readonly value: string };

/** What an alarm watches. `metric` is its name or its expression. */
export type AlarmCondition = {
  readonly metric: string;
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
  /** When the old state began, ISO 8601. SNS does not tell. */
  readonly oldSince: string | undefined;
  readonly reason: string | undefined;
  /** Of the series that breached, where the alarm says so. */
  readonly contributorAttributes: readonly NameAndValue[];
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

export type CompositeAlarm = AlarmCommon & {
  readonly kind: 'composite-alarm';
  readonly rule: string | undefined;
  readonly children: readonly { readonly name: string; readonly state: string | undefined }[];
  readonly suppressedBy: string | undefined;
};

export type LogAlarm = AlarmCommon & {
  readonly kind: 'log-alarm';
  readonly query: string | undefined;
  readonly comparison: string | undefined;
  readonly threshold: number | undefined;
  readonly lines: readonly string[];
};

/** Amounts are kept as AWS Budgets wrote them, with their unit. */
export type Budget = {
  readonly kind: 'budget';
  /** `Cost`, or another type by its raw value. */
  readonly budgetType: string | undefined;
  /** `ACTUAL` or `FORECASTED`. */
  readonly alertType: string | undefined;
  readonly budgeted: string | undefined;
  readonly threshold: string | undefined;
  readonly amount: string | undefined;
  /** Of the budget; undefined if the two amounts cannot be compared for certain. */
  readonly usedPercent: number | undefined;
};

export type BudgetAction = {
  readonly kind: 'budget-action';
  readonly facts: readonly NameAndValue[];
  readonly text: string;
};

export type CostAnomaly = {
  readonly kind: 'cost-anomaly';
  readonly monitor: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly impact: number | undefined;
  readonly impactPercent: number | undefined;
  readonly spent: number | undefined;
  readonly expected: number | undefined;
  readonly causes: readonly string[];
  readonly link: string | undefined;
};

/** Of RDS, Aurora and DMS. */
export type RdsEvent = {
  readonly kind: 'rds-event';
  /** `RDS-EVENT-0154` */
  readonly eventId: string | undefined;
  /** `db-instance`, `db-cluster`, … */
  readonly sourceType: string | undefined;
  readonly text: string;
};

export type ElastiCacheEvent = { readonly kind: 'elasticache-event'; readonly event: string; readonly text: string };

export type EcsEvent = {
  readonly kind: 'ecs-event';
  readonly what: 'task' | 'service' | 'deployment';
  readonly cluster: string | undefined;
  /** Of a service, or of what else started the task. */
  readonly group: string | undefined;
  readonly task: string | undefined;
  /** `STOPPED`, `SERVICE_DEPLOYMENT_FAILED` */
  readonly status: string;
  readonly reason: string | undefined;
  readonly stopCode: string | undefined;
  readonly containers: readonly { name: string; exitCode: number | undefined; reason: string | undefined }[];
};

export type HealthEvent = {
  readonly kind: 'health-event';
  readonly service: string | undefined;
  readonly code: string;
  /** `issue`, `accountNotification`, `scheduledChange`, `investigation`, or what is newer than this. */
  readonly category: string | undefined;
  readonly status: string | undefined;
  readonly text: string | undefined;
  readonly startsAt: string | undefined;
  readonly endsAt: string | undefined;
  readonly entities: readonly string[];
  /** `2 of 3`, when AWS splits it over several messages. */
  readonly page: string | undefined;
};

export type GuardDutyFinding = {
  readonly kind: 'guardduty-finding';
  readonly type: string;
  readonly text: string | undefined;
  readonly score: number | undefined;
  readonly count: number | undefined;
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
};

/** Any other event of EventBridge. */
export type OtherEvent = {
  readonly kind: 'event';
  readonly eventSource: string;
  readonly detailType: string;
  readonly text: string | undefined;
  /** JSON */
  readonly detail: string;
};

export type LambdaFailure = {
  readonly kind: 'lambda-failure';
  readonly condition: string | undefined;
  readonly attempts: number | undefined;
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
};

/** What a function could not work off. `original` is what it was about, unwrapped once and never a dead letter itself. */
export type DeadLetter = {
  readonly kind: 'dead-letter';
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly original: Notification;
};

/** Whatever nobody recognises: goes out as it came. `layout: 'json'` is shown in fixed width. */
export type Text = {
  readonly kind: 'text';
  readonly title: string;
  readonly text: string;
  readonly layout: 'prose' | 'json';
};

type OwnReport = { readonly kind: 'report'; readonly report: Report };
type OwnNotice = { readonly kind: 'notice'; readonly notice: Notice };
type OwnSavings = { readonly kind: 'savings'; readonly savings: Savings };
type CleanupReport = {
  readonly kind: 'cleanup-report';
  readonly outcome: string;
  readonly reason: string | undefined;
  /** JSON */
  readonly detail: string;
};

export type NotificationDetail =
  | OwnReport
  | OwnNotice
  | OwnSavings
  | CleanupReport
  | MetricAlarm
  | CompositeAlarm
  | LogAlarm
  | Budget
  | BudgetAction
  | CostAnomaly
  | RdsEvent
  | ElastiCacheEvent
  | EcsEvent
  | HealthEvent
  | GuardDutyFinding
  | OtherEvent
  | LambdaFailure
  | DeadLetter
  | Text;

/** `id` is the delivery's, to find it again in logs. */
export type Notification = NotificationCommon & { readonly id: string; readonly detail: NotificationDetail };

/** AWS starts a database by itself that was stopped for seven days: as an instance, as a cluster. */
const sevenDayRestarts: readonly (string | undefined)[] = ['RDS-EVENT-0154', 'RDS-EVENT-0153'];

/**
 * Whether a planned downtime can be its cause at all. What cannot is posted whatever is expected: our own, money, security,
 * AWS's own troubles, failures, and a database that AWS restarted.
 */
export const mayBeExpected = ({ source, detail }: Notification): boolean => {
  switch (source) {
    case 'alarm':
    case 'elasticache':
    case 'ecs':
    case 'msk':
    case 'event':
      return true;
    case 'rds':
      return detail.kind !== 'rds-event' || !sevenDayRestarts.includes(detail.eventId);
    case 'health':
    case 'curfew':
    case 'budget':
    case 'cost-anomaly':
    case 'guardduty':
    case 'failure':
    case 'text':
      return false;
    default:
      return assertNever(source);
  }
};
