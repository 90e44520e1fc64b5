// When a schedule of AWS fires: `cron(…)` with its six fields, and `at(…)` (facts/field.md, ECS). Pure.
import { Temporal } from 'temporal-polyfill';

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** AWS counts from Sunday, which is 1. */
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const numberOf = (word: string, names: readonly string[]): number => {
  const index = names.indexOf(word.toUpperCase());
  return index < 0 ? Number(word) : index + 1;
};

type Field = { readonly min: number; readonly max: number; readonly names?: readonly string[] };

/** The numbers that a field lets through; nothing for what is not understood (`W`, and `L` or `#` beside others). */
const valuesOf = (text: string, { min, max, names = [] }: Field): ReadonlySet<number> | undefined => {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range === '*' || range === '?' ? [String(min), String(max)] : range.split('-');
    const first = numberOf(from, names);
    const last = to === undefined ? (step === undefined ? first : max) : numberOf(to, names);
    const by = Number(step ?? 1);
    if (![first, last, by].every(Number.isInteger) || by < 1) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
};

const fields: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 1, max: 7, names: days },
  { min: 1970, max: 2199 },
];

type OnDay = (date: Temporal.PlainDate) => boolean;

/** The last day of a month, or a weekday by its number in it: `L ?`, `? 2#1`. */
const onDay = (day = '', weekday = ''): OnDay | undefined => {
  if (day === 'L' && weekday === '?') return (date) => date.day === date.daysInMonth;
  const [, which = '', nth] = /^(\w+)#([1-5])$/.exec(weekday) ?? [];
  if (nth === undefined || day !== '?') return undefined;
  const number = numberOf(which, days);
  return (date) => (date.dayOfWeek % 7) + 1 === number && Math.ceil(date.day / 7) === Number(nth);
};

/** A longer downtime than a year is not looked through. */
const daysMax = 400;

type Between = { readonly afterMs: number; readonly untilMs: number };

const cronFirings = (text: string, timeZone: string, { afterMs, untilMs }: Between): number[] | undefined => {
  const texts = text.trim().split(/\s+/);
  const isOnDay = onDay(texts[2], texts[4]);
  const sets = fields.map((field, index) =>
    valuesOf(isOnDay && (index === 2 || index === 4) ? '*' : (texts[index] ?? ''), field),
  );
  const [minute, hour, day, month, weekday, year] = sets;
  if (texts.length !== fields.length || !minute || !hour || !day || !month || !weekday || !year) return undefined;
  const localDate = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
  const found: number[] = [];
  let date = localDate(afterMs);
  for (let count = 0; count < daysMax && Temporal.PlainDate.compare(date, localDate(untilMs)) <= 0; count++) {
    const isDue =
      (isOnDay?.(date) ?? true) &&
      day.has(date.day) &&
      month.has(date.month) &&
      weekday.has((date.dayOfWeek % 7) + 1) &&
      year.has(date.year);
    for (const h of isDue ? hour : [])
      for (const m of minute) {
        const plainTime = new Temporal.PlainTime(h, m);
        found.push(date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
      }
    date = date.add({ days: 1 });
  }
  return found.filter((ms) => ms > afterMs && ms <= untilMs).toSorted((a, b) => a - b);
};

/** The dates of a calendar are asked for at every look, and exact calendar arithmetic is slow. */
const instants = new Map<string, number>();
const instantsMax = 1_000;

const instantOf = (text: string, timeZone: string): number => {
  const key = `${timeZone} ${text}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const at = Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  if (instants.size >= instantsMax) instants.clear();
  instants.set(key, at);
  return at;
};

/** In the order in which they come; nothing for a schedule that is not understood, as a rate, which begins nobody knows when. */
export const firings = (expression: string, timeZone: string, between: Between): number[] | undefined => {
  const [, kind, text = ''] = /^(cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  try {
    if (kind === 'cron') return cronFirings(text, timeZone, between);
    if (kind !== 'at') return undefined;
    const at = instantOf(text, timeZone);
    return at > between.afterMs && at <= between.untilMs ? [at] : [];
  } catch (error) {
    // A time zone or a date that Temporal does not know.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
