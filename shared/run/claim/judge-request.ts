// Whether a request may proceed at all, before anything is read or changed.

import type { Action } from '#core/action.ts';
import { namesOf } from '#core/deployed.ts';
import type { Override } from '#core/override.ts';
import type { NotClaimed, RunRequest } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { closedAt } from '#definition/schedule/calendar.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { overrideInForce } from '#definition/schedule/wanted-state.ts';

type RequestJudgement = { readonly admitted: true } | { admitted: false; outcome: NotClaimed; reason: string };

const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;

const newerSlot = ({ schedule, timeZone }: Definition, scheduledMs: number, nowMs: number): boolean =>
  [schedule.start, schedule.stop].some(
    (slot) => slot !== undefined && slotsBetween(slot, timeZone, scheduledMs + 1, nowMs).length > 0,
  );

export type Circumstances = {
  /** The switch in Parameter Store. */
  readonly enabled: boolean;
  readonly overrides: readonly Override[];
  readonly nowMs: number;
};

const not = (outcome: NotClaimed, reason: string): RequestJudgement => ({ admitted: false, outcome, reason });

/** What keeps scheduled work from being done at its time, if anything. */
const exception = (
  action: Action,
  definition: Definition,
  scheduledMs: number,
  { enabled, overrides, nowMs }: Circumstances,
): string | undefined => {
  const { environment } = definition;
  if (!enabled) return `scheduled work of ${environment} is paused by ${namesOf(environment).switchParameter}`;
  const override = overrideInForce(overrides, nowMs);
  if (override && override.hold !== (action === 'start' ? 'up' : 'down'))
    return `${environment} is held ${override.hold} by ${override.by}: ${override.why}`;
  const closed = action === 'start' && !override ? closedAt(definition, scheduledMs) : undefined;
  return closed && `${closed.name}: nothing is started on this day`;
};

/**
 * Judges lateness, the runtime switch, overrides and the calendar. All of them bind scheduled work only: a person may act by
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
  const lateMs = nowMs - scheduledMs;
  const toleranceMs = definition.schedule.toleranceMinutes * 60_000;
  if (lateMs > toleranceMs)
    return not('stale', `delivered ${minutes(lateMs)} late, tolerance is ${minutes(toleranceMs)}; nothing was changed`);
  if (newerSlot(definition, scheduledMs, nowMs))
    return not('stale', 'a newer slot has come since; nothing was changed');
  const reason = exception(action, definition, scheduledMs, circumstances);
  return reason === undefined ? { admitted: true } : not('skipped', reason);
};
