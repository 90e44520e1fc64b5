// Whoever has a file without AWS has not read its Change Calendars; what is deployed has their days.
import type { Calendar } from './definition.ts';

type WithCalendars = { readonly calendars: readonly Calendar[] };

const known = (one: Calendar, { calendars }: WithCalendars): Calendar | undefined =>
  calendars.find(({ changeCalendar, isUnread }) => changeCalendar === one.changeCalendar && !isUnread);

/** With the days of another definition, for the calendars that were not read; the others stay unread. */
export const withKnownCalendars = <D extends WithCalendars>(definition: D, other: WithCalendars): D => {
  if (!hasUnread(definition)) return definition;
  const calendars = definition.calendars.map((one): Calendar => {
    const found = one.isUnread ? known(one, other) : undefined;
    return found ? { ...found, name: one.name } : one;
  });
  return { ...definition, calendars };
};

export const hasUnread = ({ calendars }: WithCalendars): boolean => calendars.some(({ isUnread }) => isUnread);

/** For people, where their days count. */
export const unreadText = ({ calendars }: WithCalendars): string[] =>
  calendars.flatMap(({ name, changeCalendar, isUnread }) =>
    isUnread
      ? [`the Change Calendar ${changeCalendar} of calendars.${name} could not be read: its days are not known here`]
      : [],
  );
