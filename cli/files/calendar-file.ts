// An iCalendar file (RFC 5545) of when an environment is up, for calendar programs. Times are in UTC: every program shows them in its
// own zone, and no definition of a zone has to come along.
import { generateIcsCalendar, type IcsDateObject, type IcsEvent } from 'ts-ics';
import type { Coming, UpTime } from '#definition/schedule/coming.ts';

type Calendar = {
  readonly environment: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly up: readonly UpTime[];
  readonly coming: readonly Coming[];
};

const dayMs = 24 * 3_600_000;

const timeOf = (ms: number): IcsDateObject => ({ date: new Date(ms), type: 'DATE-TIME' });

/** What is said of a time that begins then: whoever sees an entry on a Saturday wants to know why. */
const noteOf = ({ fromMs, toMs }: UpTime, coming: readonly Coming[]): string[] =>
  coming.flatMap((one) => {
    // In the night before, or while it is up.
    const isOfClocks = one.kind === 'clocks' && one.at > fromMs - dayMs && one.at < toMs;
    const isOfIt = one.at === fromMs && (one.kind === 'hold' || one.kind === 'hold-ends');
    const isOfDay = one.kind === 'day' && one.at <= fromMs && fromMs - one.at < dayMs;
    return isOfIt || isOfDay || isOfClocks ? [one.reason] : [];
  });

/** The same time has the same name in every copy, so that a program that reads the file again adds nothing twice. */
const idOf = (time: UpTime, { environment, fromMs }: Calendar): string => {
  const isOngoing = time.fromMs === fromMs;
  const iso = new Date(isOngoing ? time.toMs : time.fromMs).toISOString();
  return `${environment}-${isOngoing ? 'until-' : ''}${iso}@curfew`;
};

const eventOf = (time: UpTime, calendar: Calendar): IcsEvent => {
  const notes = noteOf(time, calendar.coming);
  return {
    uid: idOf(time, calendar),
    stamp: timeOf(calendar.fromMs),
    summary: `${calendar.environment} is up`,
    start: timeOf(time.fromMs),
    end: timeOf(time.toMs),
    timeTransparent: 'TRANSPARENT',
    ...(notes.length > 0 ? { description: notes.join('\n') } : {}),
  };
};

/** Of a resource with a week of its own. */
const awakeEvents = ({ environment, coming, fromMs, toMs }: Calendar): IcsEvent[] =>
  coming.flatMap((one) =>
    one.kind === 'awake' && one.untilMs !== undefined && one.untilMs < toMs
      ? [
          {
            uid: `${environment}-${one.resource}-${new Date(one.at).toISOString()}@curfew`,
            stamp: timeOf(fromMs),
            summary: `${environment}: ${one.resource} is awake`,
            start: timeOf(one.at),
            end: timeOf(one.untilMs),
            timeTransparent: 'TRANSPARENT' as const,
            description: one.reason,
          },
        ]
      : [],
  );

/** With lines of at most 75 octets that end in CR LF, as the standard has it. */
export const calendarFile = (calendar: Calendar): string =>
  generateIcsCalendar({
    version: '2.0',
    prodId: '-//Curfew//curfew calendar//EN',
    method: 'PUBLISH',
    name: `${calendar.environment} (Curfew)`,
    // What goes on at the end of the weeks has no end that is known.
    events: [
      ...calendar.up.filter(({ toMs }) => toMs < calendar.toMs).map((time) => eventOf(time, calendar)),
      ...awakeEvents(calendar),
    ],
  });
