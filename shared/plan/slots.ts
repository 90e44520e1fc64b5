// When schedules fire: days and local times in an IANA zone, correct through clock changes.
import { Temporal } from 'temporal-polyfill';
import type { Weekday, WeeklySlot } from '#domain/definition.ts';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const dayMs = 24 * 3_600_000;

/** Days since 1970-01-01, of the local date at an instant. */
const dayAt = (ms: number, timeZone: string): number => {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return Date.UTC(year, month - 1, day) / dayMs;
};

/** Exact calendar arithmetic is slow, and the same few weeks are asked for again and again. */
const instants = new Map<string, number>();
const instantsMax = 10_000;

/** A local time that a clock change skips moves forward by the change; one that occurs twice counts once, the first. */
const instantOn = (day: number, { at }: WeeklySlot, timeZone: string): number => {
  const key = `${timeZone} ${at} ${day}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const date = Temporal.PlainDate.from(new Date(day * dayMs).toISOString().slice(0, 10));
  const instant = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds;
  if (instants.size >= instantsMax) instants.clear();
  instants.set(key, instant);
  return instant;
};

/** 1970-01-01 was a Thursday. */
const firesOn = (day: number, { days }: WeeklySlot): boolean => {
  const weekday = weekdays[(((day + 3) % 7) + 7) % 7];
  return weekday !== undefined && days.includes(weekday);
};

/** The slots in [fromMs, toMs], as epoch milliseconds in order. */
export const slotsBetween = (slot: WeeklySlot, timeZone: string, fromMs: number, toMs: number): number[] => {
  const last = dayAt(toMs, timeZone);
  const found: number[] = [];
  for (let day = dayAt(fromMs, timeZone); day <= last; day++) {
    if (!firesOn(day, slot)) continue;
    const at = instantOn(day, slot, timeZone);
    if (at >= fromMs && at <= toMs) found.push(at);
  }
  return found;
};

/** The first slot after an instant, looking at most eight days ahead. */
export const nextSlot = (slot: WeeklySlot, timeZone: string, afterMs: number): number | undefined =>
  slotsBetween(slot, timeZone, afterMs + 1, afterMs + 8 * 24 * 3_600_000)[0];
