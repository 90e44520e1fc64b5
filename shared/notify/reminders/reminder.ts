// What `alarm-notify` sends to its own queue, to come back when it is due: the queue keeps it through every crash.
import type { SlackRoute, Target } from '#definition/destinations.ts';

export type Reminder = {
  readonly kind: 'curfew-reminder';
  readonly version: 1;
  /**
   * `digest`: say what was folded. `settled`: see whether an alarm that flapped is quiet. `downtime-over`: see which alarms
   * of a planned downtime are still in alarm. `quiet-over`: say what was silenced. `repeat`: say that an alarm is still in alarm.
   */
  readonly of: 'digest' | 'settled' | 'downtime-over' | 'quiet-over' | 'repeat';
  /** Of the digest, the alarm, the run. */
  readonly key: string;
  /** For people: of the alarm, the environment. */
  readonly name: string;
  /** Where it is posted; an earlier version wrote a route of Slack. */
  readonly route: Target | SlackRoute;
  readonly alsoTo?: readonly Target[];
  /** Who is called by it: a Slack id. */
  readonly mention?: string;
  /** Of `repeat`: how long until it is posted the next time. */
  readonly everyMs?: number;
  /** When that began which it reminds of. */
  readonly sinceMs: number;
  readonly dueMs: number;
  /** How often it came back because it was not due. Missing before the first time. */
  readonly hops?: number;
};

/** A hold lasts 31 days at most, and the queue shows a reminder every 15 minutes. */
export const reminderLimits = { aheadMs: 32 * 24 * 3_600_000, hopsMax: 32 * 24 * 4 } as const;

export const mentioning = (mention: string | undefined): { mention?: string } =>
  mention === undefined ? {} : { mention };
