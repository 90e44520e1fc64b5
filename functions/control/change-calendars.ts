// The Change Calendars of a definition: read when it is applied and once a day, and stored with its version.
import type { ReadChangeCalendar } from '#core/aws/change-calendar.ts';
import { type Day, withDays, yearsFrom } from '#definition/calendar-text.ts';
import { closedInChangeCalendar } from '#definition/change-calendar.ts';
import type { Calendar, ClosedDays, Definition } from '#definition/definition.ts';

export type CalendarRead = {
  /** In the definition. */
  readonly calendar: string;
  readonly changeCalendar: string;
  /** What is different from what was known: `+ 2026-12-24 Christmas Eve`. */
  readonly changes: readonly string[];
  /** It could not be read; `days` are what was known. */
  readonly unread?: string;
};

type Filled = { readonly yaml: string; readonly read: readonly CalendarRead[] };

type Source = Calendar & { readonly changeCalendar: string };

const sourcesOf = ({ calendars }: Definition): Source[] =>
  calendars.flatMap((one) => (one.changeCalendar === undefined ? [] : [one as Source]));

const dayText = ({ from, to, name }: ClosedDays): string => `${from === to ? from : `${from} to ${to}`} ${name}`;

const changesBetween = (before: readonly ClosedDays[], after: readonly ClosedDays[]): string[] => {
  const [old, next] = [before.map(dayText), after.map(dayText)];
  return [
    ...next.filter((one) => !old.includes(one)).map((one) => `+ ${one}`),
    ...old.filter((one) => !next.includes(one)).map((one) => `− ${one}`),
  ];
};

type Known = { readonly days: readonly Day[] | undefined; readonly unread?: string };

const knownOf = (before: Definition | undefined, name: string): readonly Day[] | undefined => {
  const kept = before && sourcesOf(before).find(({ changeCalendar, isUnread }) => changeCalendar === name && !isUnread);
  return kept?.closed;
};

const readOne = async (name: string, before: Definition | undefined, read: ReadChangeCalendar, now: Date) => {
  try {
    return { days: closedInChangeCalendar(await read(name), yearsFrom(now), name) };
  } catch (error) {
    return { days: knownOf(before, name), unread: error instanceof Error ? error.message : String(error) };
  }
};

type Reading = {
  readonly definition: Definition;
  /** The version before, whose days stand in for what cannot be read. */
  readonly before: Definition | undefined;
  readonly read: ReadChangeCalendar;
  readonly now: Date;
};

/** The text of a definition with the days of its Change Calendars. What was never read and cannot be read now has none. */
export const withChangeCalendars = async (
  yaml: string,
  { definition, before, read, now }: Reading,
): Promise<Filled> => {
  const sources = sourcesOf(definition);
  if (sources.length === 0) return { yaml, read: [] };
  const names = [...new Set(sources.map(({ changeCalendar }) => changeCalendar))];
  const found = new Map<string, Known>(
    await Promise.all(names.map(async (name) => [name, await readOne(name, before, read, now)] as const)),
  );
  return {
    yaml: withDays(yaml, 'changeCalendar', (name) => found.get(name)?.days),
    read: sources.map(({ name: calendar, changeCalendar }) => {
      const { days = [], unread } = found.get(changeCalendar) ?? { days: undefined };
      return {
        ...{ calendar, changeCalendar, changes: changesBetween(knownOf(before, changeCalendar) ?? [], days) },
        ...(unread === undefined ? {} : { unread }),
      };
    }),
  };
};
