// When schedules fire: days and local times in an IANA zone, correct through clock changes.
import { Temporal } from 'temporal-polyfill';
import type { Weekday } from '#kinds/fields.ts';
import type { MonthDay, Nth, OneOrMore, WeeklySlot } from '../definition.ts';
import { slotList } from './slot-list.ts';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A local time that a clock change skips moves forward by the change; one that occurs twice counts once, the first. */
export const instantOn = (date: Temporal.PlainDate, plainTime: Temporal.PlainTime, timeZone: string): number =>
  date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;

const isWeekday = (date: Temporal.PlainDate, day: Weekday): boolean => weekdays.indexOf(day) + 1 === date.dayOfWeek;

/** In the order in which they come in a month: the second Tuesday is one of its days 8 to 14. */
export const ordinals: readonly Nth[] = ['first', 'second', 'third', 'fourth'];

const isMonthDay = (date: Temporal.PlainDate, on: MonthDay): boolean => {
  if (typeof on === 'number') return date.day === on;
  if (on === 'last day') return date.day === date.daysInMonth;
  const [nth, day] = on.split(' ') as [Nth, Weekday];
  return isWeekday(date, day) && Math.ceil(date.day / 7) === ordinals.indexOf(nth) + 1;
};

const firesOn = (date: Temporal.PlainDate, { days, on = [], dates = [] }: WeeklySlot): boolean =>
  days.some((day) => isWeekday(date, day)) ||
  on.some((one) => isMonthDay(date, one)) ||
  (dates.length > 0 && dates.includes(date.toString()));

/** The date of an instant in a zone is the slowest to compute, and the same slots are needed all day. */
const dates = new Map<string, Temporal.PlainDate>();
const datesMax = 1_000;

export const dateAt = (ms: number, timeZone: string): Temporal.PlainDate => {
  const key = `${timeZone} ${ms}`;
  const known = dates.get(key);
  if (known) return known;
  const date = theOne(Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate());
  if (dates.size >= datesMax) dates.clear();
  dates.set(key, date);
  return date;
};

/** One object for each day, so that what is worked out of a day is worked out once. */
const days = new Map<string, Temporal.PlainDate>();

const theOne = (date: Temporal.PlainDate): Temporal.PlainDate => {
  const key = date.toString();
  const known = days.get(key);
  if (known) return known;
  if (days.size >= datesMax) days.clear();
  days.set(key, date);
  return date;
};

const following = new WeakMap<Temporal.PlainDate, Temporal.PlainDate>();

const dayAfter = (date: Temporal.PlainDate): Temporal.PlainDate => {
  const known = following.get(date);
  if (known) return known;
  const next = theOne(date.add({ days: 1 }));
  following.set(date, next);
  return next;
};

/** All slots of the days that an interval touches. */
const slotsOn = (slot: WeeklySlot, timeZone: string, fromMs: number, toMs: number): readonly number[] => {
  const last = dateAt(toMs, timeZone);
  const time = Temporal.PlainTime.from(slot.at);
  const found: number[] = [];
  for (let date = dateAt(fromMs, timeZone); Temporal.PlainDate.compare(date, last) <= 0; date = dayAfter(date))
    if (firesOn(date, slot)) found.push(instantOn(date, time, timeZone));
  return found;
};

/** Exact calendar arithmetic is slow, and the same weeks are needed all day: kept by the block. */
const blockMs = 16 * 24 * 3_600_000;
const known = new WeakMap<WeeklySlot, Map<string, readonly number[]>>();

const slotsInBlock = (slot: WeeklySlot, timeZone: string, block: number): readonly number[] => {
  const blocks = known.get(slot) ?? new Map<string, readonly number[]>();
  known.set(slot, blocks);
  const key = `${timeZone} ${block}`;
  const kept = blocks.get(key);
  if (kept) return kept;
  const [fromMs, toMs] = [block * blockMs, (block + 1) * blockMs];
  const found = slotsOn(slot, timeZone, fromMs, toMs).filter((at) => at >= fromMs && at < toMs);
  blocks.set(key, found);
  return found;
};

const blocksBetween = (fromMs: number, toMs: number): number[] => {
  const first = Math.floor(fromMs / blockMs);
  return Array.from({ length: Math.floor(toMs / blockMs) - first + 1 }, (_, index) => first + index);
};

type Slots = OneOrMore<WeeklySlot> | undefined;

/** In order, and each moment once, whichever slots fall on it. */
const merged = (all: readonly (readonly number[])[]): number[] =>
  all.length === 1 ? [...(all[0] ?? [])] : [...new Set(all.flat())].toSorted((a, b) => a - b);

/** The slots in [fromMs, toMs], as epoch milliseconds in order. */
export const slotsBetween = (slots: Slots, timeZone: string, fromMs: number, toMs: number): number[] =>
  merged(
    slotList(slots).map((slot) =>
      blocksBetween(fromMs, toMs)
        .flatMap((block) => slotsInBlock(slot, timeZone, block))
        .filter((at) => at >= fromMs && at <= toMs),
    ),
  );

type Search = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fits: (ms: number) => boolean;
};

type Searching = (slot: WeeklySlot, block: number) => number | undefined;

const searched = (slots: Slots, blocks: readonly number[], search: Searching, pick: typeof Math.min) => {
  for (const block of blocks) {
    const found = slotList(slots).flatMap((slot) => search(slot, block) ?? []);
    if (found.length > 0) return pick(...found);
  }
  return undefined;
};

/** The first slot in [fromMs, toMs] that fits; what lies behind it is not worked out. */
export const firstSlotThat = (slots: Slots, timeZone: string, { fromMs, toMs, fits }: Search): number | undefined =>
  searched(
    slots,
    blocksBetween(fromMs, toMs),
    (slot, block) => slotsInBlock(slot, timeZone, block).find((at) => at >= fromMs && at <= toMs && fits(at)),
    Math.min,
  );

/** The last slot in [fromMs, toMs] that fits; what lies before it is not worked out. */
export const lastSlotThat = (slots: Slots, timeZone: string, { fromMs, toMs, fits }: Search): number | undefined =>
  searched(
    slots,
    blocksBetween(fromMs, toMs).reverse(),
    (slot, block) => slotsInBlock(slot, timeZone, block).findLast((at) => at >= fromMs && at <= toMs && fits(at)),
    Math.max,
  );

const dayMs = 24 * 3_600_000;

/** Days of the month may be two months apart: no second month begins within one that has 31 days in it. */
const lookAheadMs = (slots: Slots): number => (slotList(slots).some(({ on }) => on) ? 63 : 8) * dayMs;

/** The first slot after an instant, looking as far ahead as a week or a month has days. */
export const nextSlot = (slots: Slots, timeZone: string, afterMs: number): number | undefined =>
  firstSlotThat(slots, timeZone, { fromMs: afterMs + 1, toMs: afterMs + lookAheadMs(slots), fits: () => true });

/** Which of them fires at an instant: of two at one moment the one that is later by the clock on the wall. */
export const slotAt = <S extends WeeklySlot>(slots: readonly S[], timeZone: string, ms: number): S | undefined =>
  slots.filter((slot) => slotsBetween(slot, timeZone, ms, ms).length > 0).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
