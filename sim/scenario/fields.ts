// The single values of a scenario file: what is allowed, its message, and an example for messages.
import * as z from 'zod';

/** Epoch milliseconds from a time that says its offset: a local time alone means another moment on every machine. */
export const time = z.iso
  .datetime({ offset: true, error: 'is not a time with a UTC offset' })
  .meta({ examples: ['2026-11-20T20:00:00-03:00'] })
  .transform((text) => Date.parse(text));

/** The same, kept as it was written. */
export const timeText = z.iso
  .datetime({ offset: true, error: 'is not a time with a UTC offset' })
  .meta({ examples: ['2026-11-20T20:00:00-03:00'] });

const longestMinutes = 7 * 24 * 60;

export const minutes = (example: number) => {
  const rule = `is not a number of minutes above 0 and up to ${longestMinutes}`;
  return z
    .number(rule)
    .positive(rule)
    .max(longestMinutes, rule)
    .meta({ examples: [example] });
};

export const whole = (min: number, max: number, example: number) => {
  const rule = `is not a whole number from ${min} to ${max}`;
  return z
    .int(rule)
    .min(min, rule)
    .max(max, rule)
    .meta({ examples: [example] });
};

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 24 * 3_600_000,
  week: 7 * 24 * 3_600_000,
};

/** `3 weeks`, as milliseconds. */
export const duration = z
  .string('is not a duration')
  .regex(/^\d{1,3} (minute|hour|day|week)s?$/, 'is not a number of minutes, hours, days or weeks')
  .meta({ examples: ['3 weeks'] })
  .transform((source) => {
    const [number, unit = ''] = source.split(' ');
    return Number(number) * (unitMs[unit.replace(/s$/, '')] ?? 0);
  });

export const count = (example: number) => whole(0, 1_000, example);

export const times = whole(1, 100_000, 3);

export const text = (example: string) =>
  z
    .string('is not text')
    .min(1, 'is empty text')
    .meta({ examples: [example] });

export const flag = (example: boolean) =>
  z.boolean('is neither `true` nor `false` (without quotes)').meta({ examples: [example] });
