// Whether a request may proceed at all, before anything is read or changed.
import type { Definition } from '#domain/definition.ts';
import type { NotClaimed, RunRequest } from '#domain/run.ts';
import { slotsBetween } from './slots.ts';

export type Admission = { readonly admitted: true } | { admitted: false; outcome: NotClaimed; reason: string };

const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;

const newerSlot = ({ schedule, timeZone }: Definition, scheduledMs: number, nowMs: number): boolean =>
  [schedule.start, schedule.stop].some(
    (slot) => slot !== undefined && slotsBetween(slot, timeZone, scheduledMs + 1, nowMs).length > 0,
  );

/**
 * Judges lateness and the runtime switch. `enabled` is the switch in Parameter Store; it pauses scheduled work only,
 * a person may still act by hand.
 */
export const admit = (request: RunRequest, definition: Definition, enabled: boolean, nowMs: number): Admission => {
  const byHand = request.scheduledTime === undefined && request.requestedBy !== 'reconcile';
  if (!byHand && !enabled)
    return {
      admitted: false,
      outcome: 'skipped',
      reason: `scheduled work of ${definition.environment} is paused by /curfew/${definition.environment}/enabled`,
    };
  if (request.scheduledTime === undefined) return { admitted: true };
  const scheduledMs = Date.parse(request.scheduledTime);
  const lateMs = nowMs - scheduledMs;
  const toleranceMs = definition.schedule.toleranceMinutes * 60_000;
  if (lateMs > toleranceMs)
    return {
      admitted: false,
      outcome: 'stale',
      reason: `delivered ${minutes(lateMs)} late, tolerance is ${minutes(toleranceMs)}; nothing was changed`,
    };
  if (newerSlot(definition, scheduledMs, nowMs))
    return { admitted: false, outcome: 'stale', reason: 'a newer slot has come since; nothing was changed' };
  return { admitted: true };
};
