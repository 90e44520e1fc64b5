// An iCalendar file (RFC 5545) of when an environment is up, for calendar programs. Times are in UTC: every program shows them in its
// own zone, and no definition of a zone has to come along.
import ICAL from 'ical.js';
import type { Coming, UpTime } from '#definition/schedule/coming.ts';

type Calendar = {
  readonly environment: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly up: readonly UpTime[];
  readonly coming: readonly Coming[];
};

const timeOf = (ms: number): ICAL.Time => ICAL.Time.fromJSDate(new Date(ms), true);

/** What is said of a time that begins then: whoever sees an entry on a Saturday wants to know why. */
const noteOf = ({ fromMs }: UpTime, coming: readonly Coming[]): string[] =>
  coming.flatMap((one) => {
    const isOfIt = one.at === fromMs && (one.kind === 'hold' || one.kind === 'hold-ends');
    const isOfDay = one.kind === 'day' && one.at <= fromMs && fromMs - one.at < 24 * 3_600_000;
    return isOfIt || isOfDay ? [one.reason] : [];
  });

/** The same time has the same name in every copy, so that a program that reads the file again adds nothing twice. */
const idOf = (time: UpTime, { environment, fromMs }: Calendar): string => {
  const isOngoing = time.fromMs === fromMs;
  const iso = new Date(isOngoing ? time.toMs : time.fromMs).toISOString();
  return `${environment}-${isOngoing ? 'until-' : ''}${iso}@curfew`;
};

const eventOf = (time: UpTime, calendar: Calendar): ICAL.Component => {
  const component = new ICAL.Component('vevent');
  const event = new ICAL.Event(component);
  event.uid = idOf(time, calendar);
  event.summary = `${calendar.environment} is up`;
  event.startDate = timeOf(time.fromMs);
  event.endDate = timeOf(time.toMs);
  const notes = noteOf(time, calendar.coming);
  if (notes.length > 0) event.description = notes.join('\n');
  component.addPropertyWithValue('dtstamp', timeOf(calendar.fromMs));
  component.addPropertyWithValue('transp', 'TRANSPARENT');
  return component;
};

/** With lines of at most 75 octets that end in CR LF, as the standard has it. */
export const calendarFile = (calendar: Calendar): string => {
  const component = new ICAL.Component('vcalendar');
  component.addPropertyWithValue('version', '2.0');
  component.addPropertyWithValue('prodid', '-//Curfew//curfew calendar//EN');
  component.addPropertyWithValue('method', 'PUBLISH');
  component.addPropertyWithValue('x-wr-calname', `${calendar.environment} (Curfew)`);
  // What goes on at the end of the weeks has no end that is known.
  for (const time of calendar.up) if (time.toMs < calendar.toMs) component.addSubcomponent(eventOf(time, calendar));
  return `${component.toString()}\r\n`;
};
