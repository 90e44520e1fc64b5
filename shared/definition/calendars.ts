// Calendars: the days on which an environment is not started.
import * as z from 'zod';
import { name, timeOfDay, weekdays } from '#kinds/fields.ts';
import type { HalfDays, OpenDay } from './definition.ts';

const date = z.iso
  .date('is not a date: YYYY-MM-DD')
  .meta({ description: "A local date in the environment's time zone.", examples: ['2026-12-25'] });

const label = z
  .string()
  .min(1, 'is empty')
  .meta({ description: 'Name of these days, shown in reports.', examples: ['Christmas'] });

const until = timeOfDay.exactOptional().meta({
  description: 'A half day: the environment starts as usual and stops at this local time.',
  examples: ['13:00'],
});

const open = z
  .union([z.literal(true), z.enum(weekdays)], 'is neither `true` nor a day of the week such as `mon`')
  .exactOptional()
  .meta({
    description:
      'A working day: starts and stops are those of this day of the week. `true`: of the last day before it that has a start. It takes precedence over closed days.',
    examples: [true],
  });

const oneDay = z.strictObject({ date, name: label, until, open });

const manyDays = z
  .strictObject({ from: date, to: date, name: label, until })
  .refine(({ from, to }) => from <= to, { message: 'ends before it begins', path: ['to'] });

type Entry = z.output<typeof oneDay> | z.output<typeof manyDays>;

const daysOf = (entry: Entry) => {
  const { from, to } = 'date' in entry ? { from: entry.date, to: entry.date } : entry;
  return { from, to, name: entry.name };
};

const openOf = (entry: Entry): OpenDay[] => {
  if (!('open' in entry) || entry.open === undefined) return [];
  const { date: day, name: what, open: like } = entry;
  return [{ date: day, name: what, ...(like === true ? {} : { like }) }];
};

const halfOf = (entry: Entry): HalfDays[] =>
  entry.until === undefined ? [] : [{ ...daysOf(entry), until: entry.until }];

const isClosed = (entry: Entry): boolean => openOf(entry).length + halfOf(entry).length === 0;

/** What a calendar has none of is left out: it stays as it was before there was such a thing. */
const toCalendar = (calendar: string, entries: readonly Entry[]) => {
  const [half, opening] = [entries.flatMap(halfOf), entries.flatMap(openOf)];
  return {
    name: calendar,
    closed: entries.filter(isClosed).map(daysOf),
    ...(half.length > 0 ? { half } : {}),
    ...(opening.length > 0 ? { open: opening } : {}),
  };
};

const entries = z.array(z.union([oneDay, manyDays]));

const ofFile = z.strictObject({
  ical: z
    .string()
    .regex(/^[\w. -][\w./ -]*\.ics$/, 'is not a file: a path from this one, ending in .ics')
    .meta({
      description:
        'iCalendar file (RFC 5545) beside this one. Its events that last whole days are closed days, of this year and the next two; events with times are left out, and a file with `RDATE` is refused. The command reads it when it reads this file, so changes of it take effect when you apply.',
      examples: ['holidays.ics'],
    }),
  days: entries
    .exactOptional()
    .meta({ description: 'Filled in by the command: the days of the file.', examples: [[]] }),
});

const documentName = /^(?:arn:[\w-]+:ssm:[\w-]+:\d{12}:document\/)?[\w.-]{3,128}$/;

const ofChangeCalendar = z.strictObject({
  changeCalendar: z
    .string()
    .regex(documentName, 'is neither the name nor the ARN of an SSM Change Calendar')
    .meta({
      description:
        'SSM Change Calendar of the same account and region, by name, or by ARN where another account shares it. Open by default: its events that last whole days are closed days. Closed by default: days without such an event are closed. Events with times are left out. It is read when you apply, and once a day by `reconcile`.',
      examples: ['company-holidays'],
    }),
  days: entries
    .exactOptional()
    .meta({ description: 'Filled in when it is applied: the closed days of the calendar.', examples: [[]] }),
});

type Written = z.output<typeof entries> | z.output<typeof ofFile> | z.output<typeof ofChangeCalendar>;

const calendarOf = (calendar: string, written: Written) => {
  if (Array.isArray(written)) return toCalendar(calendar, written);
  const made = toCalendar(calendar, written.days ?? []);
  if (!('changeCalendar' in written)) return made;
  const unread = written.days === undefined ? { isUnread: true as const } : {};
  return { ...made, changeCalendar: written.changeCalendar, ...unread };
};

/** Several calendars may apply, say one per country; a day that any of them closes is closed. */
export const calendars = z
  .record(
    name('brazil', 'Calendar name.'),
    z.union(
      [entries, ofFile, ofChangeCalendar],
      'is neither a list of days nor `{ ical: holidays.ics }` nor `{ changeCalendar: company-holidays }`',
    ),
  )
  .default({})
  .transform((all) => Object.entries(all).map(([calendar, written]) => calendarOf(calendar, written)))
  .meta({
    description:
      'Days on which the week goes otherwise, by calendar: without a start (stops still run), ending earlier, or working days.',
    examples: [{ brazil: [{ date: '2026-12-25', name: 'Christmas' }] }],
  });
