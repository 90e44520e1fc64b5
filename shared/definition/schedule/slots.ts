// When schedules fire: days and local times in an IANA zone, correct through clock changes.
import { Temporal } from 'temporal-polyfill';
import type { Weekday } from '#kinds/fields.ts';
import type { WeeklySlot } from '../definition.ts';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A local time that a clock change skips moves forward by the change; one that occurs twice counts once, the first. */
const instantOn = (date: Temporal.PlainDate, plainTime: Temporal.PlainTime, timeZone: string): number =>
  date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;

const firesOn = (date: Temporal.PlainDate, { days }: WeeklySlot): boolean =>
  days.some((day) => weekdays.indexOf(day) + 1 === date.dayOfWeek);

/** The date of an instant in a zone is the slowest to compute, and the same slots are needed all day. */
const dates = new Map<string, Temporal.PlainDate>();
const datesMax = 1_000;

export const dateAt = (ms: number, timeZone: string): Temporal.PlainDate => {
  const key = `${timeZone} ${ms}`;
  const date = dates.get(key) ?? Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
  if (dates.size >= datesMax) dates.clear();
  dates.set(key, date);
  return date;
};

/** All slots of the days that an interval touches. */
const slotsOn = (slot: WeeklySlot, timeZone: string, fromMs: number, toMs: number): readonly number[] => {
  const last = dateAt(toMs, timeZone);
  const time = Temporal.PlainTime.from(slot.at);
  const found: number[] = [];
  for (let date = dateAt(fromMs, timeZone); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
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

/** The slots in [fromMs, toMs], as epoch milliseconds in order. */
export const slotsBetween = (slot: WeeklySlot, timeZone: string, fromMs: number, toMs: number): number[] =>
  blocksBetween(fromMs, toMs)
    .flatMap((block) => slotsInBlock(slot, timeZone, block))
    .filter((at) => at >= fromMs && at <= toMs);

type Search = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fits: (ms: number) => boolean;
};

/** The first slot in [fromMs, toMs] that fits; what lies behind it is not worked out. */
export const firstSlotThat = (
  slot: WeeklySlot,
  timeZone: string,
  { fromMs, toMs, fits }: Search,
): number | undefined => {
  for (const block of blocksBetween(fromMs, toMs)) {
    const found = slotsInBlock(slot, timeZone, block).find((at) => at >= fromMs && at <= toMs && fits(at));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The last slot in [fromMs, toMs] that fits; what lies before it is not worked out. */
export const lastSlotThat = (
  slot: WeeklySlot,
  timeZone: string,
  { fromMs, toMs, fits }: Search,
): number | undefined => {
  for (const block of blocksBetween(fromMs, toMs).reverse()) {
    const found = slotsInBlock(slot, timeZone, block).findLast((at) => at >= fromMs && at <= toMs && fits(at));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The first slot after an instant, looking at most eight days ahead. */
export const nextSlot = (slot: WeeklySlot, timeZone: string, afterMs: number): number | undefined =>
  firstSlotThat(slot, timeZone, { fromMs: afterMs + 1, toMs: afterMs + 8 * 24 * 3_600_000, fits: () => true });
