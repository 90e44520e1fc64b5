// What a planned downtime will make AWS say: the alarms and events that a stop causes, until the environment is ready again.
// Times are instants in UTC as ISO 8601.

import { hasEnded } from './ended.ts';

/** CloudWatch mutes for 15 days, and a queue keeps earlier messages for as long. */
const expectationMsMax = 30 * 24 * 3_600_000;

/** Whether it covers a moment; one that would last longer than any does covers nothing. */
export const isExpectedAt = (
  { from, until }: { readonly from: string; readonly until: string },
  atMs: number,
): boolean => Date.parse(from) <= atMs && !hasEnded(Date.parse(until), atMs - 1, expectationMsMax);

export type Expectation = {
  /** The run that recorded it: the stop. */
  readonly run: string;
  readonly reason: string;
  /** From before the first change of the stop. */
  readonly from: string;
  /**
   * The end in every case: the planned start, the longest that a start may take, and grace; a day where no start is planned.
   * Ready earlier, or a start that failed, moves it nearer. Only a changed plan, such as a hold, moves it further away.
   */
  readonly until: string;
  /** Alarms by name, exactly as in CloudWatch. */
  readonly alarms: readonly string[];
  /** CloudWatch did not answer, so none of them is muted yet: reconcile tries again. */
  readonly unmuted?: true;
  /** Of some resources alone: `alarms` are those about them. */
  readonly ofSome?: true;
  /** The names that AWS gives to what is stopped: a database's identifier, `cluster/service`. Alarm dimensions and events name them. */
  readonly identities: readonly string[];
};

/** A notification that was expected: `id` is one delivery's, `what` names what it was about to people. */
export type ExpectedNotification = { readonly id: string; readonly what: string; readonly at: string };

/** What was counted for the report instead of posted, and how often. */
export type Expected = { readonly what: string; readonly times: number };
