// Calendars: which slots of the week count on a date. Pure.
import type { Action } from '#core/action.ts';
import type { ClosedDays, Definition } from '../definition.ts';
import { dateAt } from './slots.ts';
import { specialDays } from './special-days.ts';

type Zoned = Pick<Definition, 'calendars' | 'timeZone' | 'schedule'>;

/** The closed days an instant falls in, judged by the date in the environment's zone; nothing on an open day. */
const closedAt = (definition: Zoned, ms: number): ClosedDays | undefined => {
  const { calendars, timeZone } = definition;
  if (calendars.length === 0) return undefined;
  const date = dateAt(ms, timeZone).toString();
  if (specialDays(definition).open.has(date)) return undefined;
  return calendars.flatMap(({ closed }) => closed).find(({ from, to }) => date >= from && date <= to);
};

const startRefused = (definition: Zoned, ms: number): string | undefined => {
  const closed = closedAt(definition, ms);
  if (closed) return `${closed.name}: no starts on this day`;
  const { open, half, openTimes } = specialDays(definition);
  if (open.size + half.size === 0) return undefined;
  const date = dateAt(ms, definition.timeZone).toString();
  const [opening, early] = [open.get(date), half.get(date)];
  if (early && ms >= early.untilMs) return `${early.name}: until ${early.until}, no starts afterwards`;
  if (!opening || openTimes.some(({ fromMs }) => fromMs === ms)) return undefined;
  return `${opening.name}: goes like ${opening.like ?? 'no day of the week'}, which has no start then`;
};

/** A stop of the week's own does not end an opening day before its time; a half day does. */
const stopRefused = (definition: Zoned, ms: number): string | undefined => {
  const { half, openTimes } = specialDays(definition);
  const time = openTimes.find(({ fromMs, toMs }) => toMs !== undefined && ms > fromMs && ms < toMs);
  if (!time || half.get(dateAt(ms, definition.timeZone).toString())?.untilMs === ms) return undefined;
  return `${time.name}: open until ${time.to}`;
};

/** Whether a calendar says that no resource's own week begins at a moment: as with starts, but a day that goes like another counts. */
export const closedForAwake = (definition: Zoned, ms: number): boolean => {
  if (definition.calendars.length === 0) return false;
  const early = specialDays(definition).half.get(dateAt(ms, definition.timeZone).toString());
  return closedAt(definition, ms) !== undefined || (early !== undefined && ms >= early.untilMs);
};

/** Why a slot of the week does not count on its date, if a calendar says so. */
export const closedReason = (definition: Zoned, action: Action, ms: number): string | undefined => {
  if (definition.calendars.length === 0) return undefined;
  const minuteMs = ms - (ms % 60_000);
  return action === 'start' ? startRefused(definition, minuteMs) : stopRefused(definition, minuteMs);
};

/** The half or opening day that a slot is for, if it is not one of the usual week. */
export const specialReason = (definition: Zoned, action: Action, ms: number): string | undefined => {
  if (definition.calendars.length === 0) return undefined;
  const { open, half, openTimes } = specialDays(definition);
  const early = half.get(dateAt(ms, definition.timeZone).toString());
  if (action === 'stop' && early?.untilMs === ms) return `${early.name}: until ${early.until}`;
  const time = openTimes.find(({ fromMs, toMs }) => ms === (action === 'start' ? fromMs : toMs));
  if (!time) return undefined;
  const like = open.get(dateAt(time.fromMs, definition.timeZone).toString())?.like;
  return `${time.name}: open${like === undefined ? '' : `, like ${like}`}`;
};
