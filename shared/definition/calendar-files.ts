// Calendars from iCalendar files beside a definition: their days are written into its text, so that whoever stores the definition
// needs no other file. Only commands read files; the functions have the days.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ICAL from 'ical.js';
import { isMap, isScalar, parseDocument } from 'yaml';
import { InputError } from '#core/errors.ts';

type Day = { readonly from: string; readonly to: string; readonly name: string };

/** This year and so many more. */
const yearsAhead = 2;
/** A rule may have no end, and may have begun long ago. */
const occurrencesMax = 5_000;
const daysMax = 2_000;

/** Local midnight, as programs write it that know no whole days. */
const isMidnight = ({ hour, minute, second }: ICAL.Time): boolean => hour + minute + second === 0;

const dateOf = ({ year, month, day }: ICAL.Time): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The end is the first day that is not meant; an event of one day may have none. */
const dayOf = (name: string, start: ICAL.Time, end: ICAL.Time): Day[] => {
  if (!isMidnight(start) || !isMidnight(end)) return [];
  const last = end.clone();
  if (end.compare(start) > 0) last.adjust(-1, 0, 0, 0);
  return [{ from: dateOf(start), to: dateOf(last), name }];
};

type Years = { readonly from: string; readonly to: string };

const isWithin = ({ from, to }: Day, years: Years): boolean => to >= years.from && from <= years.to;

const occurrencesOf = (event: ICAL.Event, years: Years): Day[] => {
  const nameOf = (one: ICAL.Event): string => one.summary?.trim().slice(0, 200) || 'closed';
  if (!event.isRecurring()) return dayOf(nameOf(event), event.startDate, event.endDate);
  const found: Day[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < occurrencesMax; count++) {
    const next = iterator.next();
    if (!next || dateOf(next) > years.to) break;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    found.push(...dayOf(nameOf(item), startDate, endDate));
  }
  return found;
};

const isCancelled = (component: ICAL.Component): boolean =>
  String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';

/** The days of a file, in order. Throws what the parser throws. */
export const daysInCalendar = (text: string, years: Years): Day[] => {
  const components = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  const main = components.filter((one) => !one.hasProperty('recurrence-id') && !isCancelled(one));
  const moved = components.filter((one) => one.hasProperty('recurrence-id'));
  const exceptionsOf = (one: ICAL.Component) =>
    moved.filter((other) => other.getFirstPropertyValue('uid') === one.getFirstPropertyValue('uid'));
  const days = main.flatMap((one) => occurrencesOf(new ICAL.Event(one, { exceptions: exceptionsOf(one) }), years));
  return days.filter((day) => isWithin(day, years)).toSorted((a, b) => (a.from < b.from ? -1 : 1));
};

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
