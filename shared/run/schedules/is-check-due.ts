// When reconcile looks at the schedules: once an hour, and at its last look before one of them may fire, so that one that was changed by
// hand is set back before it would be missed. Nothing is kept of the last time: the hour of the day tells. Pure.
import { runs } from '#core/deployed.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { type ScheduleTargets, schedulesOf } from './schedule.ts';

const hourMs = 3_600_000;
const minutesOfDay = 24 * 60;
/** Looks come every quarter of an hour, and each of them up to a minute late. */
const minutesBetweenLooks = 16;

const minuteIn = (hour = '', minute = ''): number => Number(hour) * 60 + Number(minute);

/** The minute of the day, whatever the day: that costs a look too many, where finding the day costs more than the look. */
const minuteOf = (expression: string): number => {
  const [, minute, hour] = /^cron\((\d+) (\d+) /.exec(expression) ?? [];
  const [, hourOfDate, minuteOfDate] = /T(\d\d):(\d\d)/.exec(expression) ?? [];
  return minuteIn(hour ?? hourOfDate, minute ?? minuteOfDate);
};

export const isCheckDue = (definition: Definition, targets: ScheduleTargets, nowMs: number): boolean => {
  if (nowMs % hourMs < minutesBetweenLooks * 60_000) return true;
  const local = offsetTime(nowMs, definition.timeZone);
  const minuteNow = minuteIn(local.slice(11, 13), local.slice(14, 16));
  const wanted = schedulesOf(definition, targets, nowMs);
  return runs.some((action) =>
    wanted[action].some(({ expression }) => {
      const minutesLeft = (minuteOf(expression) - minuteNow + minutesOfDay) % minutesOfDay;
      return minutesLeft > 0 && minutesLeft <= minutesBetweenLooks;
    }),
  );
};
