// Days on which the week does not go by: a working Saturday, which goes like another day, and a day that ends earlier. Pure.
import { Temporal } from 'temporal-polyfill';
import type { Weekday } from '#kinds/fields.ts';
import type { Definition, OpenDay, StopSlot, WeeklySlot } from '../definition.ts';
import { slotList } from './slot-list.ts';
import { instantOn, weekdays } from './slots.ts';

type Scheduled = Pick<Definition, 'schedule' | 'calendars' | 'timeZone'>;

/** Between a start of an opening day and its stop. */
type OpenTime = {
  readonly name: string;
  readonly fromMs: number;
  /** Nothing where the week has no stop. */
  readonly toMs?: number;
  readonly to?: string;
};

export type Special = {
  readonly starts: readonly WeeklySlot[];
  readonly stops: readonly StopSlot[];
  readonly openTimes: readonly OpenTime[];
  /** By date. */
  readonly open: ReadonlyMap<string, { readonly name: string; readonly like: Weekday | undefined }>;
  readonly half: ReadonlyMap<string, { readonly name: string; readonly until: string; readonly untilMs: number }>;
};

const dayOf = (date: Temporal.PlainDate): Weekday => weekdays[date.dayOfWeek - 1] ?? 'mon';

/** The last day before it on which the week has a start. */
const dayBefore = (date: Temporal.PlainDate, starts: readonly WeeklySlot[]): Weekday | undefined =>
  weekdays
    .map((_, index) => dayOf(date.subtract({ days: index + 1 })))
    .find((day) => starts.some(({ days }) => days.includes(day)));

type Found = { readonly after: number; readonly stop: StopSlot };

/** The first stop of the week after a time of one of its days, and so many days later. */
const stopAfter = (day: Weekday, at: string, stops: readonly StopSlot[]): Found | undefined => {
  for (let after = 0; after <= weekdays.length; after++) {
    const on = weekdays[(weekdays.indexOf(day) + after) % weekdays.length] ?? day;
    const [stop] = stops
      .filter((one) => one.days.includes(on) && (after > 0 || one.at > at))
      .toSorted((a, b) => (a.at < b.at ? -1 : 1));
    if (stop) return { after, stop };
  }
  return undefined;
};

/** As another slot of the same kind, on a date alone. */
const onDates = <S extends WeeklySlot>({ on: _on, ...slot }: S, dates: readonly string[]): S =>
  ({ ...slot, days: [], dates }) as unknown as S;

const msOf = (date: Temporal.PlainDate, at: string, timeZone: string): number =>
  instantOn(date, Temporal.PlainTime.from(at), timeZone);

const openDay = ({ date, name, like }: OpenDay, { schedule, timeZone }: Scheduled) => {
  const [starts, stops] = [slotList(schedule.start), slotList(schedule.stop)];
  const day = Temporal.PlainDate.from(date);
  const as = like ?? dayBefore(day, starts);
  const own = as === undefined ? [] : starts.filter(({ days }) => days.includes(as));
  const times = own.map((start) => {
    const found = as && stopAfter(as, start.at, stops);
    const last = found && day.add({ days: found.after });
    const fromMs = msOf(day, start.at, timeZone);
    const to = found && last ? { toMs: msOf(last, found.stop.at, timeZone), to: found.stop.at } : {};
    return { start, stop: found && last ? onDates(found.stop, [last.toString()]) : undefined, name, fromMs, ...to };
  });
  return { date, name, like: as, starts: own.map((start) => onDates(start, [date])), times };
};

/** More days than a year are a mistake. */
const daysMax = 366;

const datesBetween = (from: string, to: string): string[] => {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const count = Math.min(daysMax, first.until(last, { largestUnit: 'days' }).days + 1);
  return Array.from({ length: count }, (_, index) => first.add({ days: index }).toString());
};

type Half = { readonly name: string; readonly until: string };

/** Of two that are for one date the earlier one ends it, whichever calendar it is in. */
const halfDays = (calendars: Definition['calendars']): Map<string, Half> => {
  const found = new Map<string, Half>();
  for (const { from, to, name, until } of calendars.flatMap(({ half = [] }) => half))
    for (const date of datesBetween(from, to)) {
      const before = found.get(date);
      if (before === undefined || until < before.until) found.set(date, { name, until });
    }
  return found;
};

/** One stop for all dates that end at the same time. */
const halfStops = (halves: ReadonlyMap<string, Half>, usual: Omit<StopSlot, 'at'>): StopSlot[] =>
  [...Map.groupBy(halves, ([, { until }]) => until)].map(([until, days]) =>
    onDates<StopSlot>(
      { ...usual, at: until },
      days.map(([date]) => date),
    ),
  );

const work = (definition: Scheduled): Special => {
  const { calendars, schedule, timeZone } = definition;
  const opens = calendars.flatMap(({ open = [] }) => open).map((one) => openDay(one, definition));
  const halves = halfDays(calendars);
  const { written: _written, ...usual } = slotList(schedule.stop)[0] ?? { days: [] };
  return {
    starts: opens.flatMap(({ starts }) => starts),
    stops: [...opens.flatMap(({ times }) => times.flatMap(({ stop }) => stop ?? [])), ...halfStops(halves, usual)],
    openTimes: opens.flatMap(({ times }) => times.map(({ start: _start, stop: _stop, ...time }) => time)),
    open: new Map(opens.map(({ date, name, like }) => [date, { name, like }])),
    half: new Map(
      [...halves].map(([date, half]) => [
        date,
        { ...half, untilMs: msOf(Temporal.PlainDate.from(date), half.until, timeZone) },
      ]),
    ),
  };
};

const none: Special = { starts: [], stops: [], openTimes: [], open: new Map(), half: new Map() };

/** The same parts of a definition are asked for all day. */
const known = new WeakMap<
  Definition['schedule'],
  { calendars: Definition['calendars']; zone: string; special: Special }
>();

export const specialDays = (definition: Scheduled): Special => {
  const { schedule, calendars, timeZone: zone } = definition;
  const found = known.get(schedule);
  if (found?.calendars === calendars && found.zone === zone) return found.special;
  const isSpecial = calendars.some(({ open = [], half = [] }) => open.length + half.length > 0);
  const special = isSpecial ? work(definition) : { ...none };
  known.set(schedule, { calendars, zone, special });
  return special;
};
