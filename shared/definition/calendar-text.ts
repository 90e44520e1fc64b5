// Days that are written into the text of a definition, so that whoever stores it needs nothing else.
import { isMap, isScalar, parseDocument } from 'yaml';
import type { daysInCalendar, Years } from './calendar-days.ts';

export type Day = ReturnType<typeof daysInCalendar>[number];

/** This year and so many more. */
const yearsAhead = 2;

export const yearsFrom = (now: Date): Years => {
  const year = now.getUTCFullYear();
  return { from: `${year}-01-01`, to: `${year + yearsAhead}-12-31` };
};

export const daysMax = 2_000;

type Insertion = { readonly start: number; readonly end: number; readonly text: string };

const insertions = (text: string, key: string, daysOf: (source: string) => readonly Day[] | undefined): Insertion[] => {
  const calendars = parseDocument(text).get('calendars');
  if (!isMap(calendars)) return [];
  return calendars.items.flatMap(({ value }) => {
    const source = isMap(value) ? value.get(key, true) : undefined;
    if (!isMap(value) || !value.range || !isScalar(source) || typeof source.value !== 'string') return [];
    const days = daysOf(source.value);
    if (days === undefined) return [];
    const entry = { [key]: source.value, days };
    return [
      { start: value.range[0], end: value.range[1], text: `${JSON.stringify(entry)}${ending(text, value.range)}` },
    ];
  });
};

/** A mapping in block style ends with its line. */
const ending = (text: string, [from, to]: readonly number[]): string =>
  text.slice(from, to).endsWith('\n') ? '\n' : '';

/** The text with the days of each calendar that has `key`, in place of what stands there: lines keep their numbers where it is one line. */
export const withDays = (
  text: string,
  key: 'ical' | 'changeCalendar',
  daysOf: (source: string) => readonly Day[] | undefined,
): string =>
  insertions(text, key, daysOf).reduceRight(
    (before, { start, end, text: inserted }) => before.slice(0, start) + inserted + before.slice(end),
    text,
  );
