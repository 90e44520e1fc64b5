import type { CleanupDefinition } from './cleanup.ts';
import type { Resource } from './resource.ts';

export type Action = 'start' | 'stop';

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** A local time on some days of the week, in the environment's zone. */
export type WeeklySlot = { readonly days: readonly Weekday[]; readonly at: string };

export type Schedule = {
  readonly enabled: boolean;
  /** A delivery later than this is stale and changes nothing. */
  readonly toleranceMinutes: number;
  readonly start?: WeeklySlot;
  readonly stop?: WeeklySlot;
};

/** Days, by local date, on which nothing is started: `2026-12-25`, both ends included. */
export type ClosedDays = { readonly from: string; readonly to: string; readonly name: string };

export type Calendar = { readonly name: string; readonly closed: readonly ClosedDays[] };

/** Where messages go: a label for people, and the Secrets Manager name that holds the webhook's URL. */
export type SlackRoute = { readonly channel: string; readonly webhookSecret: string };

/** One environment: the validated content of `environments/<name>.yaml`. */
export type Definition = {
  readonly environment: string;
  readonly region: string;
  /** IANA name; every local time and date of the environment is judged in it. */
  readonly timeZone: string;
  readonly schedule: Schedule;
  readonly calendars: readonly Calendar[];
  /** What is done about a resource that somebody woke while the environment is down. */
  readonly whileDown: 'report' | 'enforce';
  readonly resources: readonly Resource[];
  readonly notifications: { readonly slack: SlackRoute };
  /** Absent: this environment has no Kafka topics of its own to clean up. */
  readonly cleanup?: CleanupDefinition;
};
