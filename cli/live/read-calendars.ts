// The Change Calendars of a file, for commands that ask AWS: as the functions know them, or else as they are now.
import type { ReadChangeCalendar } from '#core/aws/change-calendar.ts';
import { yearsFrom } from '#definition/calendar-text.ts';
import { closedInChangeCalendar } from '#definition/change-calendar.ts';
import type { Calendar, Definition } from '#definition/definition.ts';
import { hasUnread, withKnownCalendars } from '#definition/known-calendars.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import type { ReadVersions } from '#definition/versions/version.ts';

type Sources = {
  readonly versions: Pick<ReadVersions, 'current' | 'read'>;
  readonly readChangeCalendar: ReadChangeCalendar;
  readonly now: Date;
};

const deployed = async ({ environment }: Definition, { versions }: Sources): Promise<Definition | undefined> => {
  const current = await versions.current(environment);
  return current && definitionIn(await versions.read(environment, current));
};

const asItIs = async (one: Calendar, { readChangeCalendar, now }: Sources): Promise<Calendar> => {
  const { name, changeCalendar, isUnread } = one;
  if (!isUnread || changeCalendar === undefined) return one;
  try {
    const closed = closedInChangeCalendar(await readChangeCalendar(changeCalendar), yearsFrom(now), changeCalendar);
    return { name, changeCalendar, closed };
  } catch {
    // The command says that it was not read.
    return one;
  }
};

export const withReadCalendars = async (definition: Definition, sources: Sources): Promise<Definition> => {
  if (!hasUnread(definition)) return definition;
  const before = await deployed(definition, sources).catch(() => undefined);
  const known = before ? withKnownCalendars(definition, before) : definition;
  return { ...known, calendars: await Promise.all(known.calendars.map((one) => asItIs(one, sources))) };
};
