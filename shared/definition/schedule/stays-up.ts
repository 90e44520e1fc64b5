// How long a schedule leaves an environment up in an ordinary week. Pure, by the clock on the wall. Calendars need no look: a
// closed day removes starts and never a stop, so it makes no stay longer.
import type { Action } from '#core/action.ts';
import type { Weekday } from '#kinds/fields.ts';
import type { OneOrMore, WeeklySlot } from '../definition.ts';
import { slotList } from './slot-list.ts';
import { weekdays } from './slots.ts';

const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;

type Moment = { readonly action: Action; readonly at: number; readonly time: string };

export type StaysUp = {
  readonly from: { readonly day: Weekday; readonly at: string };
  readonly to: { readonly day: Weekday; readonly at: string };
  readonly hours: number;
  /** The day on which a stop at its usual time would have come within a day. */
  readonly missing: Weekday;
};

const minuteOf = (at: string): number => Number(at.slice(0, 2)) * 60 + Number(at.slice(3));

const momentsOf = (action: Action, slot: WeeklySlot): Moment[] =>
  slot.days.map((day) => ({ action, at: weekdays.indexOf(day) * dayMinutes + minuteOf(slot.at), time: slot.at }));

const dayAt = (minute: number): Weekday => weekdays[Math.floor((minute % weekMinutes) / dayMinutes)] ?? 'mon';

/** The next time that it is `at` o'clock after a moment of the week. */
const nextAt = (after: number, at: string): number => {
  const today = Math.floor(after / dayMinutes) * dayMinutes + minuteOf(at);
  return today > after ? today : today + dayMinutes;
};

/**
 * The times that it is up for more than a day, from the first start after a stop to the next stop: starts in a row are one
 * such time. A week follows the week before.
 */
export const staysUpFor = (starts: OneOrMore<WeeklySlot>, stops: OneOrMore<WeeklySlot>): StaysUp[] => {
  const of = (action: Action, slots: OneOrMore<WeeklySlot>) => slotList(slots).flatMap((one) => momentsOf(action, one));
  const week = [...of('start', starts), ...of('stop', stops)].toSorted((a, b) => a.at - b.at);
  return week.flatMap(({ action, at, time }, index) => {
    if (action !== 'start' || week.at(index - 1)?.action !== 'stop') return [];
    const later = [...week.slice(index + 1), ...week.map((one) => ({ ...one, at: one.at + weekMinutes }))];
    const end = later.find((one) => one.action === 'stop');
    if (!end || end.at - at <= dayMinutes) return [];
    const [from, to] = [
      { day: dayAt(at), at: time },
      { day: dayAt(end.at), at: end.time },
    ];
    return [{ from, to, hours: (end.at - at) / 60, missing: dayAt(nextAt(at, end.time)) }];
  });
};
