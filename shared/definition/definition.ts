import type { AlarmPolicy } from '#core/alarm.ts';
import type { CleanupDefinition } from '#core/cleanup.ts';
import type { NotificationSource, NotificationState, Severity } from '#core/notification.ts';
import type { Weekday } from '#kinds/fields.ts';
import type { Resource } from '#kinds/resource.ts';

/** A local time on some days of the week, in the environment's zone. */
export type WeeklySlot = {
  readonly days: readonly Weekday[];
  readonly at: string;
  /** Of this action alone. */
  readonly retry?: RetryPolicy;
};

/** Whether what failed for a passing reason is made again, and until which local time after it was due. */
export type RetryPolicy = 'off' | { readonly until: string };

type Schedule = {
  readonly enabled: boolean;
  /** A delivery later than this is stale and changes nothing. */
  readonly toleranceMinutes: number;
  /** Of the action that says nothing of its own. */
  readonly retry?: RetryPolicy;
  readonly start?: WeeklySlot;
  readonly stop?: WeeklySlot;
};

/** Days, by local date, on which nothing is started: `2026-12-25`, both ends included. */
export type ClosedDays = { readonly from: string; readonly to: string; readonly name: string };

type Calendar = { readonly name: string; readonly closed: readonly ClosedDays[] };

/** Where messages go: a label for people, and the Secrets Manager name that holds the webhook's URL. */
export type SlackRoute = { readonly channel: string; readonly webhookSecret: string };

/** Every key that is there must hold; of a list, one. Patterns match the whole name, `*` stands for anything. */
export type RouteCondition = {
  readonly source?: readonly NotificationSource[];
  readonly name?: readonly string[];
  readonly severity?: readonly Severity[];
  readonly state?: readonly NotificationState[];
  /** Names of budgets, by pattern. */
  readonly budget?: readonly string[];
};

export type NotificationRoute = {
  readonly name: string;
  readonly when: RouteCondition;
  /** The default route's channel if it has none of its own. */
  readonly slack?: SlackRoute;
  /** A Slack id, of a person (`U…`, `W…`) or a group (`S…`). */
  readonly mention?: string;
  /** An SNS topic by name, of the environment's account and region, whose e-mail subscribers get a copy. */
  readonly emailCopy?: string;
};

/** What to do about what is named like this. */
type Runbook = { readonly name: string; readonly url: string };

export type Notifications = {
  /** The default route. */
  readonly slack: SlackRoute;
  /** In order: the first one that fits takes the message. */
  readonly routes: readonly NotificationRoute[];
  /** SNS topics by name, of the environment's account and region, that `alarm-notify` listens to besides the operator topic. */
  readonly topics?: readonly string[];
  /** A CloudWatch dashboard by name, linked in messages. */
  readonly dashboard?: string;
  readonly runbooks: readonly Runbook[];
};

/** One environment: the validated content of `environments/<name>.yaml`. */
export type Definition = {
  readonly environment: string;
  readonly region: string;
  /** Tells the same names in two accounts apart. */
  readonly account?: string;
  /** IANA name; every local time and date of the environment is judged in it. */
  readonly timeZone: string;
  readonly schedule: Schedule;
  readonly calendars: readonly Calendar[];
  /** What is done about a resource that somebody woke while the environment is down. */
  readonly whileDown: 'report' | 'enforce';
  readonly resources: readonly Resource[];
  readonly notifications: Notifications;
  readonly alarms: AlarmPolicy;
  /** Absent: this environment has no Kafka topics of its own to clean up. */
  readonly cleanup?: CleanupDefinition;
};
