// Times and spans in the sentences of a diff, in the environment's zone.
import { Temporal } from 'temporal-polyfill';

const minuteMs = 60_000;

/** `2 h 10 min` */
export const spanText = (ms: number): string => {
  const minutes = Math.max(0, Math.round(ms / minuteMs));
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60];
  if (days > 0) return `${days} d${hours > 0 ? ` ${hours} h` : ''}`;
  if (hours === 0) return rest === 1 ? '1 minute' : `${rest} minutes`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
};

export const zoned = (ms: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);

export const clock = (ms: number, timeZone: string): string =>
  zoned(ms, timeZone).toPlainTime().toString({ smallestUnit: 'minute' });

/** With its day where that is another one. */
export const fullClock = (ms: number, nowMs: number, timeZone: string): string => {
  const [at, now] = [zoned(ms, timeZone), zoned(nowMs, timeZone)];
  const isToday = at.toPlainDate().equals(now.toPlainDate());
  return isToday ? clock(ms, timeZone) : `${at.toPlainDate()} ${clock(ms, timeZone)}`;
};
