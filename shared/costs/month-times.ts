// When costs are asked for: as seldom as $0.10 a month allows. Pure.
import { dateAt } from '#definition/schedule/slots.ts';

/** Of a month that has ended, by its local days in the next one: what AWS bills is complete about two days later. */
const reportWindows = [
  { from: 3, to: 4 },
  { from: 5, to: 7 },
] as const;

/** Of a month that goes on: a forecast needs some days, and each time takes two requests. */
const guardWindows = [
  { from: 8, to: 14 },
  { from: 15, to: 21 },
  { from: 22, to: 31 },
] as const;

const windowAt = (
  windows: readonly { readonly from: number; readonly to: number }[],
  day: number,
): number | undefined => windows.find(({ from, to }) => from <= day && day <= to)?.from;

type Asking = { readonly month: string; readonly window: number };

export const guardAsking = (nowMs: number, timeZone: string): Asking | undefined => {
  const today = dateAt(nowMs, timeZone);
  const window = windowAt(guardWindows, today.day);
  return window === undefined ? undefined : { month: today.toPlainYearMonth().toString(), window };
};

export const reportAsking = (nowMs: number, timeZone: string): Asking | undefined => {
  const today = dateAt(nowMs, timeZone);
  const window = windowAt(reportWindows, today.day);
  const month = today.toPlainYearMonth().subtract({ months: 1 }).toString();
  return window === undefined ? undefined : { month, window };
};

/** The first moment of the next month. */
export const monthEnd = (nowMs: number, timeZone: string): number =>
  dateAt(nowMs, timeZone).with({ day: 1 }).add({ months: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds;
