// Months of the calendar in an environment's zone.
import { Temporal } from 'temporal-polyfill';
import { dateAt } from '#definition/schedule/slots.ts';
import type { Off } from './hours-off.ts';

/** `2026-11` at a time. */
export const monthAt = (ms: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toPlainYearMonth().toString();

/** A week is enough to find a moment in which AWS and the table can be reached; later it is no news any more. */
const newsDays = 7;

/** In the first days of a month, the one before it; undefined in the rest of it. */
export const monthJustEnded = (nowMs: number, timeZone: string): string | undefined => {
  const today = dateAt(nowMs, timeZone);
  return today.day > newsDays ? undefined : today.toPlainYearMonth().subtract({ months: 1 }).toString();
};

/** From its first moment to the first of the next one. Throws `RangeError` for what is no month. */
export const monthTimes = (month: string, timeZone: string): Off => {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const at = (date: Temporal.PlainDate): number => date.toZonedDateTime({ timeZone }).epochMilliseconds;
  return { from: at(first), to: at(first.add({ months: 1 })) };
};
