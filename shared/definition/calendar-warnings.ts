// Days of calendars that say nothing, or say two things. Pure; what has passed by `nowMs` needs no warning.
import type { Calendar, Definition } from './definition.ts';
import type { Problem } from './problem.ts';
import { comingUp } from './schedule/coming.ts';
import { nextSlotThatCounts } from './schedule/next-slot.ts';
import { slotList } from './schedule/slot-list.ts';
import { dateAt, nextSlot } from './schedule/slots.ts';
import { slotsOf } from './schedule/slots-of.ts';
import { specialDays } from './schedule/special-days.ts';

const warning = ({ name }: Calendar, what: string, remedy: string): Problem => ({
  ...{ path: ['calendars', name], at: 'value', what, remedy },
});

/** A working day that goes like one without a start changes nothing. */
export const openingWarnings = (definition: Definition): Problem[] => {
  const { start } = definition.schedule;
  const special = specialDays(definition);
  return definition.calendars.flatMap((calendar) =>
    (calendar.open ?? []).flatMap(({ date, name: what }) => {
      const like = special.open.get(date)?.like;
      if (start === undefined || (like !== undefined && slotList(start).some(({ days }) => days.includes(like))))
        return [];
      const goes = like === undefined ? 'no day of the week has a start' : `\`${like}\` has no start`;
      return [
        warning(
          calendar,
          `${what} (${date}) is open, but ${goes}: nothing is started`,
          'name a day that has one: `open: mon`',
        ),
      ];
    }),
  );
};

/** In one list a date is either; that one calendar opens what another one closes is what they are for. */
const closedAndOpen = (calendar: Calendar): Problem[] =>
  (calendar.open ?? []).flatMap(({ date, name }) => {
    const closed = calendar.closed.find(({ from, to }) => from === date && to === date);
    if (!closed) return [];
    return [
      warning(calendar, `${date} is closed (${closed.name}) and open (${name}): it is open`, 'remove one of the two'),
    ];
  });

/** Both days' slots would come. */
const openTwice = (calendars: readonly Calendar[]): Problem[] => {
  const seen = new Map<string, string | undefined>();
  return calendars.flatMap((calendar) =>
    (calendar.open ?? []).flatMap(({ date, name, like }) => {
      const before = seen.has(date) ? [seen.get(date)] : [];
      seen.set(date, like);
      if (before.length === 0 || before[0] === like) return [];
      return [warning(calendar, `${name} (${date}) is open twice, like two days: the slots of both come`, 'keep one')];
    }),
  );
};

const lastDateOf = ({ closed, half = [], open = [] }: Calendar): string | undefined =>
  [...closed.map(({ to }) => to), ...half.map(({ to }) => to), ...open.map(({ date }) => date)].toSorted().at(-1);

/** Nobody misses a holiday before it is too late. */
const allPast = (calendar: Calendar, today: string): Problem[] => {
  const last = lastDateOf(calendar);
  if (last === undefined || last >= today) return [];
  return [warning(calendar, `its last day was ${last}: it says nothing any more`, 'add the days to come')];
};

const closesAll = (definition: Definition, nowMs: number): Problem[] => {
  const { calendars, timeZone, schedule } = definition;
  const [calendar] = calendars;
  const next = nextSlot(slotsOf(definition, 'start'), timeZone, nowMs);
  if (!calendar || !schedule.start || next === undefined) return [];
  if (nextSlotThatCounts(definition, 'start', nowMs) !== undefined) return [];
  return [
    {
      ...{ path: ['calendars'], at: 'key' },
      what: 'they close every day in sight that has a start: nothing is started',
      remedy: 'check the years of their days',
    },
  ];
};

type HalfDay = { readonly date: string; readonly name: string; readonly until: string; readonly untilMs: number };

const dayMs = 24 * 3_600_000;
/** A list of more is generated; the first ones tell what is wrong with it. */
const halfDaysMax = 40;

/** Nothing is told of a day without a start, on which a half day may fall in one year and not in another. */
const saidOfHalf = (definition: Definition, day: HalfDay): Pick<Problem, 'what' | 'remedy'> | undefined => {
  const { timeZone } = definition;
  const fromMs = dateAt(day.untilMs, timeZone).toZonedDateTime({ timeZone }).epochMilliseconds - 1;
  const coming = comingUp({ definition, overrides: [], fromMs, toMs: fromMs + dayMs });
  const starts = coming.flatMap((one) => (one.kind === 'start' ? [one] : []));
  const refused = starts.filter(({ reason }) => reason?.startsWith(`${day.name}: until`));
  const ends = coming.find((one) => one.kind === 'stop' && one.at === day.untilMs);
  const isIdle = ends?.kind === 'stop' && ends.becomes === 'already';
  const what = `${day.name} (${day.date}): \`until: "${day.until}"\``;
  if (!isIdle || starts.length === 0) return undefined;
  if (refused.length === starts.length)
    return {
      what: `${what} is not after a start of that day: it goes like a closed day`,
      remedy: 'leave `until` out if that is meant, or write a later time',
    };
  if (refused.length > 0 || starts.every(({ becomes }) => becomes === 'skipped')) return undefined;
  return {
    what: `${what} changes nothing: it is stopped before`,
    remedy: 'write an earlier time; a half day makes no day longer',
  };
};

const idleHalfDays = (definition: Definition, nowMs: number): Problem[] => {
  const { half } = specialDays(definition);
  const toCome = [...half].filter(([, { untilMs }]) => untilMs > nowMs).slice(0, halfDaysMax);
  return toCome.flatMap(([date, day]) => {
    const calendar = definition.calendars.find((one) => one.half?.some(({ from, to }) => date >= from && date <= to));
    const said = saidOfHalf(definition, { date, ...day });
    return calendar && said ? [warning(calendar, said.what, said.remedy)] : [];
  });
};

/** Of days to come. */
export const calendarWarnings = (definition: Definition, nowMs: number): Problem[] => {
  const { calendars, timeZone } = definition;
  if (calendars.length === 0) return [];
  const today = dateAt(nowMs, timeZone).toString();
  return [
    ...calendars.flatMap((one) => [...closedAndOpen(one), ...allPast(one, today)]),
    ...openTwice(calendars),
    ...closesAll(definition, nowMs),
    ...idleHalfDays(definition, nowMs),
  ];
};
