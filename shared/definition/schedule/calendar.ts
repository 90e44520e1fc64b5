// Calendars: local dates on which an environment is not started.
import { Temporal } from 'temporal-polyfill';
import type { ClosedDays, Definition } from '../definition.ts';

type Zoned = Pick<Definition, 'calendars' | 'timeZone'>;

/** The closed days an instant falls in, judged by the date in the environment's zone; nothing on an open day. */
export const closedAt = ({ calendars, timeZone }: Zoned, ms: number): ClosedDays | undefined => {
  // Of all that is asked, the date of an instant in a zone is the slowest to find out.
  if (calendars.length === 0) return undefined;
  const date = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return calendars.flatMap(({ closed }) => closed).find(({ from, to }) => date >= from && date <= to);
};
