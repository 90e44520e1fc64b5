// Calendars: local dates on which an environment is not started.
import type { ClosedDays, Definition } from '../definition.ts';
import { dateAt } from './slots.ts';

type Zoned = Pick<Definition, 'calendars' | 'timeZone'>;

/** The closed days an instant falls in, judged by the date in the environment's zone; nothing on an open day. */
export const closedAt = ({ calendars, timeZone }: Zoned, ms: number): ClosedDays | undefined => {
  if (calendars.length === 0) return undefined;
  const date = dateAt(ms, timeZone).toString();
  return calendars.flatMap(({ closed }) => closed).find(({ from, to }) => date >= from && date <= to);
};
