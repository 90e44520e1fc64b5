// The days of a Change Calendar of AWS Systems Manager: iCalendar with a type of its own. Pure.
import { Temporal } from 'temporal-polyfill';
import { daysInCalendar, type Years } from './calendar-days.ts';
import { type Day, daysMax } from './calendar-text.ts';

const typeIn = (text: string): string | undefined => /^X-CALENDAR-TYPE:\s*(\w+)\s*$/m.exec(text)?.[1];

/** The console lets a whole day end one minute before midnight, or one second. */
const untilMidnight = (text: string): string =>
  text.replaceAll(/^(DTEND[^:\r\n]*:)(\d{4})(\d\d)(\d\d)T2359(?:00|59)(Z?)(?=\r?$)/gm, (_, head, y, m, d, zone) => {
    const next = Temporal.PlainDate.from(`${y}-${m}-${d}`).add({ days: 1 }).toString().replaceAll('-', '');
    return `${head}${next}T000000${zone}`;
  });

const shifted = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** Of a calendar that is closed by default: what lies between its events. `open`: in order. */
const between = (open: readonly Day[], { from, to }: Years, name: string): Day[] => {
  const closed: Day[] = [];
  let next = from;
  for (const day of open) {
    if (day.from > next) closed.push({ from: next, to: shifted(day.from, -1), name });
    if (day.to >= next) next = shifted(day.to, 1);
  }
  return next <= to ? [...closed, { from: next, to, name }] : closed;
};

/**
 * Closed days: the events of a calendar that is open by default, and the days without an event of one that is closed by default. Events
 * that last a part of a day are left out. `name` is for days that no event names. Throws for what is no Change Calendar.
 */
export const closedInChangeCalendar = (text: string, years: Years, name: string): Day[] => {
  const type = typeIn(text);
  if (type !== 'DEFAULT_OPEN' && type !== 'DEFAULT_CLOSED')
    throw new Error(`its X-CALENDAR-TYPE is ${type ?? 'missing'}: neither DEFAULT_OPEN nor DEFAULT_CLOSED`);
  const events = daysInCalendar(untilMidnight(text), years);
  const days = type === 'DEFAULT_OPEN' ? events : between(events, years, `closed by default in ${name}`);
  if (days.length > daysMax) throw new Error(`it has more than ${daysMax} closed days`);
  return days;
};
