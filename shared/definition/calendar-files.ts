// Calendars from iCalendar files beside a definition: their days are written into its text, so that whoever stores the definition
// needs no other file. Only commands read files; the functions have the days.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '#core/errors.ts';
import { daysInCalendar, type Years } from './calendar-days.ts';
import { type Day, daysMax, withDays, yearsFrom } from './calendar-text.ts';

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

/** The text of a definition with the days of the calendar files that it names. Throws `InputError`. */
export const withCalendarFiles = (text: string, definition: string, now: Date): string => {
  if (!/\bical\s*:/.test(text)) return text;
  const years = yearsFrom(now);
  return withDays(text, 'ical', (file) => readDays(join(dirname(definition), file), years));
};
