// When schedules fire: days and local times in an IANA zone, correct through clock changes.
import { Temporal } from 'temporal-polyfill';
import type { Weekday, WeeklySlot } from '#domain/definition.ts';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A local time that a clock change skips moves forward by the change; one that occurs twice counts once, the first. */
const instantOn = (date: Temporal.PlainDate, slot: WeeklySlot, timeZone: string): number =>
  date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(slot.at) }).epochMilliseconds;

const firesOn = (date: Temporal.PlainDate, slot: WeeklySlot): boolean => {
  const day = weekdays[date.dayOfWeek - 1];
  return day !== undefined && slot.days.includes(day);
};

/** The slots in [fromMs, toMs], as epoch milliseconds in order. */
export const slotsBetween = (slot: WeeklySlot, timeZone: string, fromMs: number, toMs: number): number[] => {
  const dateAt = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = dateAt(toMs);
  const found: number[] = [];
  for (let date = dateAt(fromMs); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    if (!firesOn(date, slot)) continue;
    const at = instantOn(date, slot, timeZone);
    if (at >= fromMs && at <= toMs) found.push(at);
  }
  return found;
};

/** The first slot after an instant, looking at most eight days ahead. */
export const nextSlot = (slot: WeeklySlot, timeZone: string, afterMs: number): number | undefined =>
  slotsBetween(slot, timeZone, afterMs + 1, afterMs + 8 * 24 * 3_600_000)[0];
