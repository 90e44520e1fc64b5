import { Temporal } from 'temporal-polyfill';

/** `20:04:31` in the environment's zone. */
export const clockTime = (epochMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'second' });

/** `Mon 16 Nov 20:00`. */
export const dayTime = (epochMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(epochMs)
    .replaceAll(',', '');
