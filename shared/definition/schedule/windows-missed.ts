// Which of the windows that AWS keeps for backups and maintenance a schedule leaves to what is stopped. Pure.
import { weekdays } from '#kinds/fields.ts';
import type { Definition } from '../definition.ts';
import { lastSlot } from './wanted-state.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const daysAhead = 14;

type Span = { readonly fromMs: number; readonly toMs: number };

const daily = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/;
const weekly = /^([a-z]{3}):(\d\d):(\d\d)-([a-z]{3}):(\d\d):(\d\d)$/;

const minuteOfDay = (hours: string | undefined, minutes: string | undefined): number =>
  Number(hours) * 60 + Number(minutes);

/** 1970-01-01 was a Thursday; days of the week count from Monday. */
const weekdayOf = (day: number): number => (day + 3) % 7;

const dayIndex = (day = ''): number => (weekdays as readonly string[]).indexOf(day);

/** The coming occurrences of a window as AWS writes it, in UTC; none of one that cannot be read. */
export const occurrences = (text: string, nowMs: number): Span[] => {
  const today = Math.floor(nowMs / dayMs);
  const days = Array.from({ length: daysAhead }, (_, index) => today + 1 + index);
  const [, fromH, fromM, toH, toM] = daily.exec(text) ?? [];
  if (toM !== undefined) {
    const [from, to] = [minuteOfDay(fromH, fromM), minuteOfDay(toH, toM)];
    const length = (to - from + 24 * 60) % (24 * 60);
    return days.map((day) => {
      const fromMs = day * dayMs + from * minuteMs;
      return { fromMs, toMs: fromMs + length * minuteMs };
    });
  }
  const [, fromDay, hours, minutes, toDay, endH, endM] = weekly.exec(text.toLowerCase()) ?? [];
  const [first, last] = [dayIndex(fromDay), dayIndex(toDay)];
  if (first < 0 || last < 0) return [];
  const [from, to] = [minuteOfDay(hours, minutes), ((last - first + 7) % 7) * 24 * 60 + minuteOfDay(endH, endM)];
  return days
    .filter((day) => weekdayOf(day) === first)
    .map((day) => ({ fromMs: day * dayMs + from * minuteMs, toMs: day * dayMs + to * minuteMs }));
};

type Missed = { readonly missed: number; readonly of: number };

/** How many of the next two weeks' occurrences begin or end while it is down by schedule. */
export const missedBy = (definition: Definition, text: string, nowMs: number): Missed => {
  const isDown = (ms: number): boolean => lastSlot(definition, ms)?.action === 'stop';
  const all = occurrences(text, nowMs);
  return { missed: all.filter(({ fromMs, toMs }) => isDown(fromMs) || isDown(toMs - 1)).length, of: all.length };
};
