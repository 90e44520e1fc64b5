// Calendars from iCalendar files beside a definition: their days are written into its text, so that whoever stores the definition
// needs no other file. Only commands read files; the functions have the days.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, isScalar, parseDocument } from 'yaml';
import { InputError } from '#core/errors.ts';
import { daysInCalendar, type Years } from './calendar-days.ts';

type Day = ReturnType<typeof daysInCalendar>[number];

/** This year and so many more. */
const yearsAhead = 2;
const daysMax = 2_000;

const readDays = (file: string, years: Years): Day[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new InputError(`the calendar ${file} cannot be read: ${code}; write its path from the definition`);
  }
  let days: Day[];
  try {
    days = daysInCalendar(text, years);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(`the calendar ${file} is not a valid iCalendar file: ${why}`);
  }
  const span = `${years.from.slice(0, 4)} to ${years.to.slice(0, 4)}`;
  if (days.length === 0) throw new InputError(`the calendar ${file} has no whole day in ${span}; get a newer one`);
  if (days.length > daysMax) throw new InputError(`the calendar ${file} has more than ${daysMax} days in ${span}`);
  return days;
};

type Insertion = { readonly start: number; readonly end: number; readonly text: string };

/** Each of the calendars that names a file, in place of what stands there: lines keep their numbers where it is one line. */
const insertions = (text: string, definition: string, years: Years): Insertion[] => {
  const calendars = parseDocument(text).get('calendars');
  if (!isMap(calendars)) return [];
  return calendars.items.flatMap(({ value }) => {
    const ical = isMap(value) ? value.get('ical', true) : undefined;
    if (!isMap(value) || !value.range || !isScalar(ical) || typeof ical.value !== 'string') return [];
    const days = readDays(join(dirname(definition), ical.value), years);
    return [{ start: value.range[0], end: value.range[1], text: JSON.stringify({ ical: ical.value, days }) }];
  });
};

/** The text of a definition with the days of the calendar files that it names. Throws `InputError`. */
export const withCalendarFiles = (text: string, definition: string, now: Date): string => {
  if (!/\bical\s*:/.test(text)) return text;
  const year = now.getUTCFullYear();
  const years = { from: `${year}-01-01`, to: `${year + yearsAhead}-12-31` };
  return insertions(text, definition, years).reduceRight(
    (before, { start, end, text: inserted }) => before.slice(0, start) + inserted + before.slice(end),
    text,
  );
};
