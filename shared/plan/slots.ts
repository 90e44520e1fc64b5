// When schedules fire: days and local times in an IANA zone, correct through clock changes.
import { Temporal } from 'temporal-polyfill';
import type { Weekday, WeeklySlot } from '#domain/definition.ts';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A local time that a clock change skips moves forward by the change; one that occurs twice counts once, the first. */
const instantOn = (date: Temporal.PlainDate, { at }: WeeklySlot, timeZone: string): number =>
  date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds;

const firesOn = (date: Temporal.PlainDate, { days }: WeeklySlot): boolean => {
  const day = weekdays[date.dayOfWeek - 1];
  return day !== undefined && days.includes(day);
};

const dateAt = (ms: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();

/** All slots from one day to another, both included. */
const slotsOn = (
  slot: WeeklySlot,
  timeZone: string,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): readonly number[] => {
  const found: number[] = [];
  for (let date = first; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
    if (firesOn(date, slot)) found.push(instantOn(date, slot, timeZone));
  return found;
};

/** Exact calendar arithmetic is slow, and all day long the same few stretches of weeks are asked for again and again. */
const known = new WeakMap<WeeklySlot, Map<string, readonly number[]>>();
const knownMax = 8;

const remembered = (slot: WeeklySlot, key: string, make: () => readonly number[]): readonly number[] => {
  const ofSlot = known.get(slot) ?? new Map<string, readonly number[]>();
  known.set(slot, ofSlot);
  const slots = ofSlot.get(key) ?? make();
  if (!ofSlot.has(key) && ofSlot.size >= knownMax) ofSlot.clear();
  ofSlot.set(key, slots);
  return slots;
};

/** The slots in [fromMs, toMs], as epoch milliseconds in order. */
export const slotsBetween = (slot: WeeklySlot, timeZone: string, fromMs: number, toMs: number): number[] => {
  const first = dateAt(fromMs, timeZone);
  const last = dateAt(toMs, timeZone);
  const slots = remembered(slot, `${timeZone} ${first} ${last}`, () => slotsOn(slot, timeZone, first, last));
  return slots.filter((at) => at >= fromMs && at <= toMs);
};

/** The first slot after an instant, looking at most eight days ahead. */
export const nextSlot = (slot: WeeklySlot, timeZone: string, afterMs: number): number | undefined =>
  slotsBetween(slot, timeZone, afterMs + 1, afterMs + 8 * 24 * 3_600_000)[0];
