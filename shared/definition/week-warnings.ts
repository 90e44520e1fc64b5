// Slots of a week that stand in each other's way. Pure, by the clock on the wall, where nothing else is said.
import type { Definition, OneOrMore, StopSlot, WeeklySlot } from './definition.ts';
import type { Problem } from './problem.ts';
import { slotList } from './schedule/slot-list.ts';
import { slotsBetween } from './schedule/slots.ts';

const warning = (path: Problem['path'], what: string, remedy: string): Problem => ({ path, at: 'value', what, remedy });

const dayMs = 24 * 3_600_000;
/** Every day that a month may have: a year with a 29 February. */
const fromMs = Date.UTC(2028, 0, 1);
const toMs = fromMs + 366 * dayMs;

/** As if the zone had no clock changes. */
const datesOf = (slot: WeeklySlot): number[] =>
  slotsBetween(slot, 'UTC', fromMs, toMs).map((at) => Math.floor(at / dayMs));

/** Whether there is a date on which both are; days of the week need no look at a year. */
const meet = (one: WeeklySlot, other: WeeklySlot): boolean => {
  if (!one.on && !other.on) return one.days.some((day) => other.days.includes(day));
  const dates = new Set(datesOf(one));
  return datesOf(other).some((date) => dates.has(date));
};

type Pair = { readonly start: WeeklySlot; readonly stop: StopSlot };

const timeOf = ({ at, written }: WeeklySlot): string => (written === undefined ? at : `${written} (yours ${at})`);

const meeting = ({ start, stop }: Pair): Problem[] =>
  start.at === stop.at
    ? [
        warning(
          ['schedule', 'stop'],
          `on some days a start and a stop are at the same time, ${timeOf(stop)}: the stop counts`,
          'move one',
        ),
      ]
    : [];

/** The start has begun by then, or is about to begin. */
const between = ({ start: { at, notBefore }, stop }: Pair): Problem[] =>
  notBefore !== undefined && notBefore <= stop.at && stop.at < at
    ? [
        warning(
          ['schedule', 'start'],
          `the stop of ${timeOf(stop)} comes while a start prepares to be ready by ${at}, which may begin at ${notBefore}: what is started is stopped again`,
          'set `notBefore` after the stop, or stop earlier',
        ),
      ]
    : [];

/** What is ready by a time is not moved, and a stop before it is. */
const movedPast = ({ start: { at, notBefore }, stop: { at: to, written } }: Pair): Problem[] =>
  notBefore !== undefined && written !== undefined && written <= at && to > at
    ? [
        warning(
          ['schedule', 'spreadMinutes'],
          `moves the stop of ${written} to ${to}, after the start that is ready by ${at}: it ends what that start began`,
          'stop earlier, or spread by less',
        ),
      ]
    : [];

const pairs = (starts: OneOrMore<WeeklySlot>, stops: OneOrMore<StopSlot>): Pair[] =>
  slotList(starts).flatMap((start) => slotList(stops).map((stop) => ({ start, stop })));

/** Of the month; of the week they are refused. */
const listedTwice = ({ on = [] }: WeeklySlot): string[] => [
  ...new Set(on.filter((day, index) => on.indexOf(day) < index).map(String)),
];

const twice = (action: 'start' | 'stop', slots: OneOrMore<WeeklySlot> | undefined): Problem[] =>
  slotList(slots)
    .flatMap(listedTwice)
    .map((day) => warning(['schedule', action], `\`${day}\` is listed twice in \`on\``, 'remove one'));

/** Each is looked up in the calendar only where its times say something. */
const pairWarnings = ({ start, stop }: Definition['schedule']): Problem[] =>
  start === undefined || stop === undefined
    ? []
    : pairs(start, stop).flatMap((pair) => {
        const found = [...meeting(pair), ...between(pair), ...movedPast(pair)];
        return found.length > 0 && meet(pair.start, pair.stop) ? found : [];
      });

export const weekWarnings = ({ schedule }: Definition): Problem[] => [
  ...twice('start', schedule.start),
  ...twice('stop', schedule.stop),
  ...pairWarnings(schedule),
];

type Stay = { readonly fromMs: number; readonly toMs: number };

/** The longest time between a start and the next stop, of a schedule with days of the month. */
export const longestStay = (starts: OneOrMore<WeeklySlot>, stops: OneOrMore<WeeklySlot>): Stay | undefined => {
  const of = (slots: OneOrMore<WeeklySlot>, isStart: boolean) =>
    slotsBetween(slots, 'UTC', fromMs, toMs).map((at) => ({ at, isStart }));
  const all = [...of(starts, true), ...of(stops, false)].toSorted((a, b) => a.at - b.at || (a.isStart ? -1 : 1));
  let since: number | undefined;
  let longest: Stay | undefined;
  for (const { at, isStart } of all) {
    if (isStart) since ??= at;
    else if (since !== undefined) {
      if (longest === undefined || at - since > longest.toMs - longest.fromMs) longest = { fromMs: since, toMs: at };
      since = undefined;
    }
  }
  return longest;
};
