// What a decision says is to be done next.
import type { Effect } from './effect.ts';
import type { AtDeadline } from './gates/drain-fields.ts';

/** It serves its clients while it is brought to its goal: what depends on it need not wait for that. */
type MayServe = MayTell & { readonly serves?: true };

/** Of a stop: it does not run, so that what it depends on need not stay up for it. */
type MayBeGone = { readonly isGone?: true };
type MayBeFailing = MayBeGone & MayTell;

/** Of a start: how long its first task took until it ran, when the tasks began that have failed, and how long the first of them lived. */
type MayTell = {
  readonly ranAfterSeconds?: number;
  readonly tasksFailedAt?: readonly number[];
  readonly livedSeconds?: number;
  /** Tasks failed that began before all that it depends on was ready, in this look or an earlier one. */
  readonly tooEarly?: true;
};

/** What to do next about one resource, and why. The reason reaches the operator unchanged. */
export type Next =
  | (MayServe & {
      readonly kind: 'act';
      readonly effects: readonly Effect[];
      readonly reason: string;
      /** Once these are made the resource is at its goal: there is nothing left to look for. */
      readonly final?: true;
      /** Nothing of the resource is changed, only of what is remembered of it. */
      readonly untouched?: true;
      /** What its owner should know when these are made. */
      readonly warning?: string;
    })
  | (MayServe & {
      readonly kind: 'wait';
      readonly reason: string;
      readonly until?: number;
      /** Less than all of it is up, and that is no outage: a scale-out, a rolling release. What depends on it waits anyway. */
      readonly partlyUp?: true;
      /** It is up before what it depends on is: it began early. */
      readonly upEarly?: true;
      readonly atDeadline?: AtDeadline;
    })
  /**
   * `warning`: what its owner should know although it is at its goal. `staysDown`: nothing is to be done about it although it is
   * not up, so what depends on it cannot start. `until`: AWS has said when it will not be at its goal any more, in epoch milliseconds.
   * `asOf`: when that was measured. What was measured before its turn proves nothing, and is waited for as `atDeadline` says.
   */
  | (MayTell & {
      readonly kind: 'ready';
      readonly reason: string;
      readonly warning?: string;
      readonly staysDown?: true;
      readonly until?: number;
      readonly asOf?: number;
      readonly atDeadline?: AtDeadline;
    })
  /** Must not or cannot be done at all; nothing of it was changed. */
  | (MayBeGone & { readonly kind: 'refuse'; readonly reason: string; readonly code: string })
  /**
   * Blocked by its state until a person fixes it. `since`: what proves it happened from then on, so that to a run that began
   * later it proves nothing yet: somebody may have put it right.
   */
  | (MayBeFailing & { readonly kind: 'fail'; readonly reason: string; readonly code: string; readonly since?: number });

/** What AWS is about to undo is waited for, so that one run sees to all of it; and after a while no longer. */
const soonMs = 30 * 60_000;
const overdueMs = 5 * 60_000;

/** `before`: what the look before decided, which may have seen what a read does not show any more. */
type Looking = {
  readonly startedAt: number;
  readonly nowMs: number;
  readonly before?: Next | undefined;
  /** When its turn came. */
  readonly since?: number | undefined;
};

const untilOf = (next: Next | undefined): number | undefined => (next && 'until' in next ? next.until : undefined);

const awaited = (next: Extract<Next, { kind: 'ready' }>, { startedAt, nowMs, before, since = 0 }: Looking): Next => {
  const { asOf, atDeadline } = next;
  if (asOf !== undefined && asOf < since)
    return {
      kind: 'wait',
      reason: `${next.reason} before its turn, not known since`,
      ...(atDeadline ? { atDeadline } : {}),
    };
  const until = next.until ?? untilOf(before);
  if (until === undefined || until > startedAt + soonMs || nowMs >= until + overdueMs) return next;
  return { kind: 'wait', reason: `${next.reason}; AWS is about to start it, then Curfew stops it again`, until };
};

/** To a run that began at that time. */
export const withinRun = (next: Next, looking: Looking): Next => {
  if (next.kind === 'ready') return awaited(next, looking);
  const isOld = next.kind === 'fail' && next.since !== undefined && next.since < looking.startedAt;
  return isOld ? { kind: 'wait', reason: next.reason } : next;
};
