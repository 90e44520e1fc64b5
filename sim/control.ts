// What the simulated `control` answers when reconcile has it read the Change Calendars: nothing has changed by itself. Where they do
// change in a night, somebody else has read them first, and that is a version of the definition.
import { invocableNameOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import type { CalendarRead } from '#run/schedules/refresh-calendars.ts';

/** Whether a function that is invoked is the `control` of this environment. */
export const isControl = (name: string, environment: string | undefined): environment is string =>
  environment !== undefined && name === invocableNameOf(environment, 'control');

type Answer = { readonly kind: 'calendars'; readonly version: number; readonly read: readonly CalendarRead[] };

export const readCalendars = ({ calendars }: Definition): Answer => ({
  kind: 'calendars',
  version: 1,
  read: calendars.flatMap(({ name: calendar, changeCalendar, isUnread }) =>
    changeCalendar === undefined
      ? []
      : [
          {
            ...{ calendar, changeCalendar, changes: [] },
            ...(isUnread ? { unread: `Document with name ${changeCalendar} does not exist.` } : {}),
          },
        ],
  ),
});
