// Moments by the clocks of Paris, which change.
import { Temporal } from 'temporal-polyfill';

export const zone = 'Europe/Paris';

export const ms = (local: string): number => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;

/** To the minute, without its offset. */
export const localOf = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
