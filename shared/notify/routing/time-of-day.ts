// Whether a moment is within hours of the day, in a time zone.
import type { TimeOfDay } from '#definition/definition.ts';
import type { Weekday } from '#kinds/fields.ts';

type Local = { readonly day: Weekday; readonly time: string };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes long, and there are few zones. */
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const options = { timeZone, hourCycle: 'h23', weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-GB', options);
  formats.set(timeZone, made);
  return made;
};

const localOf = (ms: number, timeZone: string): Local => {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: (parts.get('weekday') ?? '').toLowerCase() as Weekday,
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
  };
};

const week: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const dayBefore = (day: Weekday): Weekday => week[(week.indexOf(day) + 6) % 7] ?? day;

/** From the first minute up to the last, which is not part of it. */
export const isWithin = ({ from, to, days = week }: TimeOfDay, ms: number, timeZone: string): boolean => {
  const { day, time } = localOf(ms, timeZone);
  if (from < to) return days.includes(day) && from <= time && time < to;
  return (days.includes(day) && time >= from) || (days.includes(dayBefore(day)) && time < to);
};
