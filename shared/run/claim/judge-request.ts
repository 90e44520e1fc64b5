// Whether a request may proceed at all, before anything is read or changed.

import type { Action } from '#core/action.ts';
import { namesOf } from '#core/deployed.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import type { NotClaimed, RunRequest } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { closedReason } from '#definition/schedule/calendar.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import {
  actionTowards,
  lastSlot,
  newestWanted,
  overrideInForce,
  type WantedInputs,
} from '#definition/schedule/wanted-state.ts';

type RequestJudgement = { readonly admitted: true } | { admitted: false; outcome: NotClaimed; reason: string };

const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;

/** Whether another slot has come since, or on the same moment and counts as the newer of the two. */
const newerSlot = (definition: Definition, action: Action, scheduledMs: number, nowMs: number): boolean => {
  const last = lastSlot(definition, nowMs);
  if (!last) return false;
  return last.at > scheduledMs || (last.at === scheduledMs && last.action !== action);
};

export type Circumstances = {
  /** The switch in Parameter Store. */
  readonly enabled: boolean;
  readonly nowMs: number;
} & WantedInputs;

/** A schedule is an alarm clock: whoever edited it, or has not yet heard of a changed definition, wakes at a time that is no slot. */
const isSlot = (definition: Definition, action: Action, scheduledMs: number): boolean => {
  // A schedule knows no seconds, but the time that EventBridge says may have some.
  const minuteMs = scheduledMs - (scheduledMs % 60_000);
  return slotsBetween(slotsOf(definition, action), definition.timeZone, minuteMs, scheduledMs).length > 0;
};

const not = (outcome: NotClaimed, reason: string): RequestJudgement => ({ admitted: false, outcome, reason });

/** Whoever misses an environment in the morning wants to know when it will be there. */
const untilWhen = (action: Action, { until }: Override, { timeZone }: Definition): string =>
  action === 'start' ? `; until ${offsetTime(until, timeZone)}` : '';

/** What keeps scheduled work from being done at its time, if anything. */
const exception = (
  action: Action,
  definition: Definition,
  { scheduledMs, slotMs }: { readonly scheduledMs: number; readonly slotMs: number },
  circumstances: Circumstances,
): string | undefined => {
  const { environment } = definition;
  const { enabled, overrides, nowMs } = circumstances;
  if (!definition.schedule.enabled) return `the schedule of ${environment} is off in its definition`;
  if (!enabled) return `scheduled work of ${environment} is paused by ${namesOf(environment).switchParameter}`;
  const override = overrideInForce(overrides, nowMs);
  if (override && override.hold !== (action === 'start' ? 'up' : 'down'))
    return `${environment} is held ${override.hold} by ${override.by}: ${override.why}${untilWhen(action, override, definition)}`;
  const closed = override ? undefined : closedReason(definition, action, slotMs);
  if (closed !== undefined) return closed;
  // The same that reconcile goes by: what one of them does the other must not undo.
  const newest = newestWanted(definition, circumstances, nowMs);
  const isOverruled = newest && newest.since > scheduledMs && actionTowards(newest) !== action;
  return isOverruled ? `${newest.reason}, which is newer than this slot; nothing was changed` : undefined;
};

/**
 * Judges lateness, the runtime switch, overrides, the calendar and what people asked for since. All of them bind scheduled work only: a person may act by
 * hand, and reconcile has judged for itself.
 */
export const judgeRequest = (
  action: Action,
  request: RunRequest,
  definition: Definition,
  circumstances: Circumstances,
): RequestJudgement => {
  if (request.scheduledTime === undefined) return { admitted: true };
  const { nowMs } = circumstances;
  const scheduledMs = Date.parse(request.scheduledTime);
  // What begins early is judged by its slot, and by what is newer than its beginning.
  const slotMs = request.readyBy === undefined ? scheduledMs : Date.parse(request.readyBy);
  const lateMs = nowMs - slotMs;
  const toleranceMs = definition.schedule.toleranceMinutes * 60_000;
  if (lateMs > toleranceMs)
    return not('stale', `delivered ${minutes(lateMs)} late, tolerance is ${minutes(toleranceMs)}; nothing was changed`);
  if (request.requestedBy === 'schedule' && !isSlot(definition, action, slotMs))
    return not(
      'stale',
      `${offsetTime(slotMs, definition.timeZone)} is not a ${action} of this definition; nothing was changed`,
    );
  if (newerSlot(definition, action, scheduledMs, nowMs))
    return not('stale', 'a newer slot is due; nothing was changed');
  const reason = exception(action, definition, { scheduledMs, slotMs }, circumstances);
  return reason === undefined ? { admitted: true } : not('skipped', reason);
};
