import type { AlarmPolicy } from '#core/alarm.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import type { NotificationSource, NotificationState, Severity } from '#core/notification.ts';
import type { Weekday } from '#kinds/fields.ts';
import type { Resource } from '#kinds/resource.ts';
import type { DestinationKind, Destinations } from './destinations.ts';

export type { SlackRoute, Target } from './destinations.ts';

export type Nth = 'first' | 'second' | 'third' | 'fourth';

/** A day of each month: `15`, `last day`, `first mon`. */
export type MonthDay = number | 'last day' | `${Nth} ${Weekday}`;

/** A local time on some days of the week or of the month, in the environment's zone. */
export type WeeklySlot = {
  /** None where it is for days of the month. */
  readonly days: readonly Weekday[];
  readonly on?: readonly MonthDay[];
  /** Of what a calendar brings: local dates. */
  readonly dates?: readonly string[];
  readonly at: string;
  /** Of a start that is to be ready by `at`: it begins when what it takes says so, not before this local time of the same day. */
  readonly notBefore?: string;
  /** The time in the file, where `spreadMinutes` has moved this one. */
  readonly written?: string;
  /** Of this action alone. */
  readonly retry?: RetryPolicy;
};

/** Whether what failed for a temporary reason is made again, and until which local time after it was due. */
export type RetryPolicy = 'off' | { readonly until: string };

/** Jobs by the family of their tasks, which a stop of the schedule lets finish for so long. */
export type WaitFor = { readonly tasks: readonly string[]; readonly minutes: number };

export type StopSlot = WeeklySlot & { readonly waitFor?: WaitFor };

/** As in the file: one alone, or a list. */
export type OneOrMore<S> = S | readonly S[];

type Schedule = {
  readonly enabled: boolean;
  /** A scheduled run that is later than this is skipped as stale. */
  readonly toleranceMinutes: number;
  /** The most by which the times below have been moved, by an offset of the environment's own. */
  readonly spreadMinutes?: number;
  /** Of the action that says nothing of its own. */
  readonly retry?: RetryPolicy;
  readonly start?: OneOrMore<WeeklySlot>;
  readonly stop?: OneOrMore<StopSlot>;
};

/** Days, by local date, on which nothing is started: `2026-12-25`, both ends included. */
export type ClosedDays = { readonly from: string; readonly to: string; readonly name: string };

/** Days that end earlier: a stop at that local time, and no start from then on. */
export type HalfDays = ClosedDays & { readonly until: string };

/** A date that goes like a day of the week; like the last one before it that has a start, if not said. */
export type OpenDay = { readonly date: string; readonly name: string; readonly like?: Weekday };

export type Calendar = {
  readonly name: string;
  /** The SSM Change Calendar that its days are from, unless whoever has this definition has not read it. */
  readonly changeCalendar?: string;
  readonly isUnread?: true;
  readonly closed: readonly ClosedDays[];
  readonly half?: readonly HalfDays[];
  readonly open?: readonly OpenDay[];
};

/** Every key that is there must hold; of a list, one. Patterns match the whole name, `*` stands for anything. */
export type RouteCondition = {
  readonly source?: readonly NotificationSource[];
  readonly name?: readonly string[];
  readonly severity?: readonly Severity[];
  readonly state?: readonly NotificationState[];
  /** Names of budgets, by pattern. */
  readonly budget?: readonly string[];
  /** By id or alias. */
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly environment?: readonly string[];
  readonly namespace?: readonly string[];
  /** By the name of the topic. */
  readonly topic?: readonly string[];
  /** Anywhere in subject or text, whatever the case. */
  readonly text?: readonly string[];
  readonly dimension?: Readonly<Record<string, readonly string[]>>;
  readonly tag?: Readonly<Record<string, readonly string[]>>;
  readonly attribute?: Readonly<Record<string, readonly string[]>>;
  readonly time?: TimeOfDay;
};

/** Local times; what ends before it begins ends on the next day. Without days it is every day. */
export type TimeOfDay = { readonly from: string; readonly to: string; readonly days?: readonly Weekday[] };

/** What an alarm silences while it is in alarm, because it is the cause. */
type Inhibition = {
  /** Alarms about whatever depends on what it is about, by the definition. */
  readonly dependents?: boolean;
  /** Suppress the alarms that a composite alarm consists of. */
  readonly children?: boolean;
  /** By name: patterns, in which `*` stands for anything. */
  readonly alarms?: readonly { readonly while: readonly string[]; readonly silences: readonly string[] }[];
};

/** What messages have in common that are said together: `tag:team`, `dimension:QueueName`, or one of these. */
export type GroupKey =
  | 'service'
  | 'cluster'
  | 'namespace'
  | 'source'
  | 'name'
  | 'account'
  | 'region'
  | `tag:${string}`
  | `dimension:${string}`;

/** What fits is as bad as that, whatever it says itself. */
type SeverityRule = { readonly when: RouteCondition; readonly severity: Severity };

/** Settings of its own go before those of the environment. */
export type NotificationRoute = Destinations & {
  readonly name: string;
  readonly when: RouteCondition;
  /** Later routes hear of it too. */
  readonly continue?: boolean;
  /** `4h`: an alarm that is still in alarm is said again. Both go before those of the environment. */
  readonly repeatAfter?: string;
  readonly groupBy?: readonly GroupKey[];
  /** How bad it is on this route. */
  readonly severity?: Severity;
  /** Where it goes; `targetsOf` says where if it does not. */
  readonly to?: readonly DestinationKind[];
  /** A Slack id, of a person (`U…`, `W…`) or a group (`S…`). */
  readonly mention?: string;
  /** An SNS topic by name, of the environment's account and region, whose e-mail subscribers get a copy. */
  readonly emailCopy?: string;
};

/** What to do about what is named like this. */
type Runbook = { readonly name: string; readonly url: string };

/** The log group of what is named like this. */
type LogsOf = { readonly name: string; readonly group: string };

export type Notifications = Destinations & {
  /** The default route. */
  readonly to?: readonly DestinationKind[];
  /** In order: the first one that fits takes the message. */
  readonly routes: readonly NotificationRoute[];
  /** SNS topics by name, of the environment's account and region, that `alarm-notify` listens to in addition to the operator topic. */
  readonly topics?: readonly string[];
  /** A CloudWatch dashboard by name, linked in messages. */
  readonly dashboard?: string;
  readonly runbooks: readonly Runbook[];
  /** What is said together when there is much at once. */
  readonly groupBy?: readonly GroupKey[];
  /** `4h`: an alarm that is still in alarm is said again. */
  readonly repeatAfter?: string;
  /** Which alarms silence which. */
  readonly inhibits?: Inhibition;
  /** How bad things are: the first that fits. */
  readonly rules?: readonly SeverityRule[];
  /** Linked in messages: the first that fits the name of the alarm or of a resource. */
  readonly logs?: readonly LogsOf[];
  /** What people call accounts, by their twelve digits. */
  readonly accounts?: Readonly<Record<string, string>>;
};

/** How far the rights of the functions reach, and how many policies a role may have for them. */
export type Access = { readonly services?: 'cluster'; readonly policiesPerRole?: number };

/** Which alarms AWS DevOps Agent investigates, and how many of them a local day. */
export type Investigations = {
  readonly agentSpace: string;
  readonly perDay: number;
  readonly when?: RouteCondition;
  /** Linked instead of the console. */
  readonly webApp?: string;
};

/** Where Cost Explorer shows the environment's costs, what they are planned to be, and whether each month is reported. */
type CostsToReport = {
  readonly tag: string;
  readonly value?: string;
  readonly monthlyUsd?: number;
  readonly monthlyMessage: boolean;
};

export type WorkingHours = { readonly days: readonly Weekday[]; readonly from: string; readonly to: string };

/** `hold`: down outside of the working hours, once the forecast of the month is above the budget, until it ends. */
export type BudgetGuard = {
  readonly monthlyUsd: number;
  readonly workingHours: WorkingHours;
  readonly hold: boolean;
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
  /** Absent: every thing by its name, and the quota of IAM as it is. */
  readonly access?: Access;
  /** Absent: Curfew asks nothing about costs by itself. */
  readonly costs?: CostsToReport;
  readonly budgetGuard?: BudgetGuard;
  /** Absent: no alarm is investigated. */
  readonly investigations?: Investigations;
  /** Absent: this environment has no Kafka topics of its own to clean up. */
  readonly cleanup?: CleanupDefinition;
};

export const hasInvestigations = (
  definition: Definition,
): definition is Definition & { readonly investigations: Investigations } => definition.investigations !== undefined;
