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
  description:
    'A half day: the environment starts as usual and stops at this local time, if it is not stopped before. Of two on one date the earlier counts.',
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

const source = (form: RegExp, rule: string, example: string, description: string) => ({
  text: z
    .string()
    .regex(form, rule)
    .meta({ description, examples: [example] }),
  days: entries
    .exactOptional()
    .meta({ description: 'Filled in by the command or `control`: its days.', examples: [[]] }),
});

const file = source(
  /^[\w. -][\w./ -]*\.ics$/,
  'is not a file: a path from this one, ending in .ics',
  'holidays.ics',
  'iCalendar file (RFC 5545) beside this one. Its events that last whole days are closed days, of this year and the next two; events with times are left out, and a file with `RDATE` is refused. The command reads it when it reads this file, so changes of it take effect when you apply.',
);
const ssm = source(
  /^(?:arn:[\w-]+:ssm:[\w-]+:\d{12}:document\/)?[\w.-]{3,128}$/,
  'is neither the name nor the ARN of an SSM Change Calendar',
  'company-holidays',
  'SSM Change Calendar of the same account and region, by name, or by ARN where another account shares it. Open by default: its events that last whole days are closed days. Closed by default: days without such an event are closed. Events with times are left out. It is read when you apply, and once a day by `reconcile`.',
);
const ofFile = z.strictObject({ ical: file.text, days: file.days });
const ofChangeCalendar = z.strictObject({ changeCalendar: ssm.text, days: ssm.days });

type Written = readonly Entry[] | z.output<typeof ofFile> | z.output<typeof ofChangeCalendar>;

const calendarOf = ([calendar, written]: readonly [string, Written]) => ({
  ...toCalendar(calendar, 'length' in written ? written : (written.days ?? [])),
  ...('changeCalendar' in written ? { changeCalendar: written.changeCalendar } : {}),
  ...('changeCalendar' in written && !written.days ? { isUnread: true as const } : {}),
});

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
  .transform((all) => Object.entries(all).map(calendarOf))
  .meta({
    description:
      'Days on which the week goes otherwise, by calendar: without a start (stops still run), ending earlier, or working days.',
    examples: [{ brazil: [{ date: '2026-12-25', name: 'Christmas' }] }],
  });
