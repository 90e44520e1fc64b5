import { Temporal } from 'temporal-polyfill';

const at = (epochMs: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainTime();

/** `20:04:31` in the environment's zone. */
export const clockTime = (epochMs: number, timeZone: string): string =>
  at(epochMs, timeZone).toString({ smallestUnit: 'second' });

/** `20:04`. */
export const shortTime = (epochMs: number, timeZone: string): string =>
  at(epochMs, timeZone).toString({ smallestUnit: 'minute' });

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
