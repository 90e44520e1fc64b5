// When reconcile looks at the schedules: once an hour, and at its last look before one of them fires, so that one that was changed by
// hand is set back before it would be missed. Nothing is kept of the last time: the hour of the day tells. Pure.
import { firings } from '#core/aws-schedule.ts';
import { runs } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { type ScheduleTargets, schedulesOf } from './schedule.ts';

const hourMs = 3_600_000;
/** Looks come every quarter of an hour, and each of them up to a minute late. */
const betweenLooksMs = 16 * 60_000;

export const isCheckDue = (definition: Definition, targets: ScheduleTargets, nowMs: number): boolean => {
  if (nowMs % hourMs < betweenLooksMs) return true;
  const untilNextLook = { afterMs: nowMs, untilMs: nowMs + betweenLooksMs };
  const wanted = schedulesOf(definition, targets, nowMs);
  return runs.some((action) =>
    // An expression that is not understood fires at any time.
    wanted[action].some(({ expression, timeZone }) => firings(expression, timeZone, untilNextLook)?.length !== 0),
  );
};
