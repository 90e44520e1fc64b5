// Calendars: the days on which an environment is not started.
import * as z from 'zod';
import { name } from '#kinds/fields.ts';

const date = z.iso
  .date('is not a date: YYYY-MM-DD')
  .meta({ description: "A local date in the environment's time zone.", examples: ['2026-12-25'] });

const label = z
  .string()
  .min(1, 'is empty')
  .meta({ description: 'Name of these days, shown in reports.', examples: ['Christmas'] });

const oneDay = z
  .strictObject({ date, name: label })
  .transform(({ date: day, name: what }) => ({ from: day, to: day, name: what }));

const manyDays = z
  .strictObject({ from: date, to: date, name: label })
  .refine(({ from, to }) => from <= to, { message: 'ends before it begins', path: ['to'] });

/** Several calendars may apply, say one per country; a day that any of them closes is closed. */
export const calendars = z
  .record(name('brazil', 'Calendar name.'), z.array(z.union([oneDay, manyDays])))
  .default({})
  .transform((entries) => Object.entries(entries).map(([calendar, closed]) => ({ name: calendar, closed })))
  .meta({
    description: 'Days without a start, by calendar. Stops still run.',
    examples: [{ brazil: [{ date: '2026-12-25', name: 'Christmas' }] }],
  });
