// A month day by day: what the resources that Curfew stops did cost by list prices, and what they did not. Pure.
import { Temporal } from 'temporal-polyfill';
import { monthTimes } from './month.ts';
import { type SavingsInput, savedIn } from './savings.ts';

type Day = { readonly date: string; readonly spent: number; readonly saved: number };

const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** Up to now. Resources without a price, or with one that is not certain, are in neither figure. */
export const savedByDay = (input: SavingsInput): Day[] => {
  const { definition, month, nowMs } = input;
  const { timeZone } = definition;
  const whole = monthTimes(month, timeZone);
  const end = Math.min(whole.to, nowMs);
  const days: Day[] = [];
  let day = Temporal.Instant.fromEpochMilliseconds(whole.from).toZonedDateTimeISO(timeZone);
  while (day.epochMilliseconds < end) {
    const next = day.add({ days: 1 });
    const off = { from: day.epochMilliseconds, to: Math.min(next.epochMilliseconds, end) };
    const { resources, usd } = savedIn(off, input);
    const perHour = resources.reduce((sum, one) => sum + (one.confidence === 'C' ? 0 : (one.usdPerHour ?? 0)), 0);
    const hours = (off.to - off.from) / 3_600_000;
    days.push({ date: day.toPlainDate().toString(), spent: cents(Math.max(0, perHour * hours - usd)), saved: usd });
    day = next;
  }
  return days;
};
