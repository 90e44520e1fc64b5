// Durations as people write them: `90m`, `3h`, `1h30m`, `2 days`, `1 week`.
import type { Temporal } from 'temporal-polyfill';

/** Days are those of the calendar: two days from 20:00 on it is 20:00, also if the clocks change. */
type Lasting = { readonly days: number; readonly minutes: number };

const unitOf = {
  w: { days: 7, minutes: 0 },
  d: { days: 1, minutes: 0 },
  h: { days: 0, minutes: 60 },
  m: { days: 0, minutes: 1 },
} as const satisfies Readonly<Record<string, Lasting>>;

const part = /(\d{1,4})\s*(?:(w)(?:eeks?)?|(d)(?:ays?)?|(h)(?:ours?|rs?)?|(m)(?:in(?:ute)?s?)?)(?![a-z])\s*/gy;

/** Nothing where it is no duration. */
export const durationOf = (text: string): Lasting | undefined => {
  const trimmed = text.trim().toLowerCase();
  let [days, minutes, end] = [0, 0, 0];
  part.lastIndex = 0;
  for (const [whole, count, ...units] of trimmed.matchAll(part)) {
    const unit = unitOf[(units.find((one) => one) ?? 'm') as keyof typeof unitOf];
    days += Number(count) * unit.days;
    minutes += Number(count) * unit.minutes;
    end += whole.length;
  }
  return trimmed !== '' && end === trimmed.length && days + minutes > 0 ? { days, minutes } : undefined;
};

/** Epoch milliseconds so long after a moment. */
export const after = (begin: Temporal.ZonedDateTime, { days, minutes }: Lasting): number =>
  begin.add({ days }).add({ minutes }).epochMilliseconds;
