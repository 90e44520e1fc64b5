// The whole days of an iCalendar file (RFC 5545): what repeats, without what was left out, and moved where it was moved.
import { RRuleTemporal } from 'rrule-temporal';
import {
  convertIcsCalendar,
  generateIcsRecurrenceRule,
  type IcsDateObject,
  type IcsEvent,
  type IcsRecurrenceRule,
} from 'ts-ics';

export type Years = { readonly from: string; readonly to: string };
type Day = { readonly from: string; readonly to: string; readonly name: string };

const dayMs = 86_400_000;

/** What a clock shows there, as if it were UTC. */
const wallMs = ({ date, local }: IcsDateObject): number => (local?.date ?? date).getTime();

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Local midnight, too, as programs write it that know no whole days. */
const isMidnight = (ms: number): boolean => ms % dayMs === 0;

const lengths = { weeks: 7 * dayMs, days: dayMs, hours: 3_600_000, minutes: 60_000, seconds: 1_000 } as const;

const durationMs = (duration: Partial<Record<keyof typeof lengths, number>>): number =>
  Object.entries(lengths).reduce((sum, [unit, ms]) => sum + ms * (duration[unit as keyof typeof lengths] ?? 0), 0);

/** An event without an end is one day, or a moment. */
const lengthMs = (event: IcsEvent): number => {
  const alone = event.start.type === 'DATE' ? dayMs : 0;
  if (event.end) return wallMs(event.end) - wallMs(event.start);
  return event.duration ? durationMs(event.duration) : alone;
};

/** The end is the first day that is not meant. */
const dayFrom = (startMs: number, event: IcsEvent): Day => ({
  from: dateOf(startMs),
  to: dateOf(startMs + Math.max(lengthMs(event) - dayMs, 0)),
  name: event.summary?.trim().slice(0, 200) || 'closed',
});

/** `DTSTART` as a rule needs it: a day, or a time in its own zone. */
const startLine = ({ start }: IcsEvent): string => {
  const wall = new Date(wallMs(start)).toISOString().replace(/[-:]|\.\d+/g, '');
  if (start.type === 'DATE') return `DTSTART;VALUE=DATE:${wall.slice(0, 8)}`;
  return start.local ? `DTSTART;TZID=${start.local.timezone}:${wall.slice(0, -1)}` : `DTSTART:${wall}`;
};

/** A rule ends with a day or with a moment, as what repeats begins; programs write either. */
const endAs = (until: IcsDateObject, { start }: IcsEvent): IcsDateObject =>
  start.type === 'DATE' ? { date: new Date(Date.parse(dateOf(wallMs(until)))), type: 'DATE' } : until;

const namesDays = ({ byDay, byMonthday, byYearday, byWeekNo }: IcsRecurrenceRule): boolean =>
  [byDay, byMonthday, byYearday, byWeekNo].some((one) => one !== undefined);

/**
 * A rule without days repeats the day it begins with, and leaves out the months that have no such day (RFC 5545, 3.3.10): said in full,
 * so that no 29 February becomes a 28th.
 */
const inFull = (rule: IcsRecurrenceRule, event: IcsEvent): IcsRecurrenceRule => {
  const day = new Date(wallMs(event.start));
  const isMonthly = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY';
  return {
    ...rule,
    ...(rule.until ? { until: endAs(rule.until, event) } : {}),
    ...(isMonthly && !namesDays(rule) ? { byMonthday: [day.getUTCDate()] } : {}),
    ...(rule.frequency === 'YEARLY' && !namesDays(rule) && !rule.byMonth ? { byMonth: [day.getUTCMonth()] } : {}),
  };
};

type Occurrence = { readonly atMs: number; readonly wallMs: number };

/** Whole days repeat once a day at most. */
const repeatsByDays = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

const occurrencesOf = (event: IcsEvent, years: Years): Occurrence[] => {
  const { recurrenceRule, start } = event;
  if (!recurrenceRule) return [{ atMs: start.date.getTime(), wallMs: wallMs(start) }];
  if (!repeatsByDays.includes(recurrenceRule.frequency)) return [];
  const rule = new RRuleTemporal({
    rruleString: `${startLine(event)}\n${generateIcsRecurrenceRule(inFull(recurrenceRule, event)).trim()}`,
  });
  const from = new Date(Date.parse(years.from) - lengthMs(event) - dayMs);
  return rule.between(from, new Date(Date.parse(years.to) + 2 * dayMs), true).map((at) => ({
    atMs: at.epochMilliseconds,
    wallMs: Date.parse(`${at.toPlainDateTime().toString({ smallestUnit: 'second' })}Z`),
  }));
};

/** Whether `EXDATE` or `RECURRENCE-ID` means this one. */
const isMeant = (named: IcsDateObject, { atMs, wallMs: wall }: Occurrence): boolean =>
  named.type === 'DATE' ? dateOf(named.date.getTime()) === dateOf(wall) : named.date.getTime() === atMs;

const daysOf = (event: IcsEvent, moved: readonly IcsEvent[], years: Years): Day[] => {
  if (!isMidnight(wallMs(event.start)) || !isMidnight(lengthMs(event))) return [];
  const named = [
    ...(event.exceptionDates ?? []),
    ...moved.flatMap(({ uid, recurrenceId }) => (uid === event.uid && recurrenceId ? [recurrenceId.value] : [])),
  ];
  return occurrencesOf(event, years)
    .filter((one) => !named.some((other) => isMeant(other, one)))
    .map((one) => dayFrom(one.wallMs, event));
};

const isCancelled = ({ status }: IcsEvent): boolean => status?.toUpperCase() === 'CANCELLED';

/** A line that goes on in the next one begins with a blank there. */
const unfolded = (text: string): string => text.replaceAll(/\r?\n[ \t]/g, '');

/** The parser makes a 2 March of a 30 February. */
const checkDates = (text: string): void => {
  for (const [line] of text.matchAll(/^(?:DTSTART|DTEND|EXDATE|RECURRENCE-ID)[;:].*$/gm))
    for (const [, year, month, day] of line.matchAll(/[:,](\d{4})(\d\d)(\d\d)(?!\d)/g)) {
      const date = `${year}-${month}-${day}`;
      const ms = Date.parse(`${date}T00:00Z`);
      if (Number.isNaN(ms) || dateOf(ms) !== date) throw new Error(`${date} is not a date`);
    }
};

/** What would otherwise be left out in silence. */
const check = (text: string, events: readonly IcsEvent[]): void => {
  if (/^RDATE[;:]/m.test(text)) throw new Error('RDATE is not read; write these days as events of their own');
  if (/^EXRULE[;:]/m.test(text)) throw new Error('EXRULE is not read; leave days out with EXDATE');
  checkDates(text);
  for (const { uid, start, end, recurrenceId } of events) {
    if (!start || [start, end].some((time) => time && Number.isNaN(wallMs(time))))
      throw new Error(`the event ${uid ?? 'without UID'} has no valid DTSTART or DTEND`);
    if (recurrenceId?.range)
      throw new Error(`the event ${uid} has RANGE=THISANDFUTURE, which is not read; end its rule instead`);
  }
};

/** In order. Throws what the parser throws. */
export const daysInCalendar = (given: string, years: Years): Day[] => {
  const text = unfolded(given.replace(/^\uFEFF/, ''));
  const { version, events = [] } = convertIcsCalendar(undefined, text);
  if (!version) throw new Error('there is no VCALENDAR with a VERSION and an end');
  check(text, events);
  const cancelled = new Set(events.flatMap((one) => (!one.recurrenceId && isCancelled(one) ? [one.uid] : [])));
  const moved = events.filter(({ recurrenceId }) => recurrenceId);
  return events
    .filter((one) => !isCancelled(one) && !cancelled.has(one.uid))
    .flatMap((one) => daysOf(one, one.recurrenceId ? [] : moved, years))
    .filter(({ from, to }) => to >= years.from && from <= years.to)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
};
