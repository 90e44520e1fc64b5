// The time axis: whole minutes or hours, as many as can be read. Pure.
import { Temporal } from 'temporal-polyfill';

const stepsMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080] as const;
const ticksMax = 8;

type Tick = { readonly at: number; readonly label: string };

const labelOf = (time: Temporal.ZonedDateTime, stepMinutes: number): string =>
  stepMinutes < 1440
    ? time.toPlainTime().toString({ smallestUnit: 'minute' })
    : time.toLocaleString('en-GB', { day: 'numeric', month: 'short' });

/** Ticks at round local times within [from, to]. */
export const ticks = (from: number, to: number, timeZone: string): Tick[] => {
  const minutes = (to - from) / 60_000;
  const step = stepsMinutes.find((one) => minutes / one <= ticksMax) ?? 10_080;
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  let time = first.startOfDay();
  const found: Tick[] = [];
  while (time.epochMilliseconds <= to) {
    if (time.epochMilliseconds >= from) found.push({ at: time.epochMilliseconds, label: labelOf(time, step) });
    time = time.add({ minutes: step });
  }
  return found;
};
