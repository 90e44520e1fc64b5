// Once a day reconcile has `control` read the Change Calendars again, and tells people what has changed and what could not be read.
import type { Notice } from '#core/notice.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Log } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import type { StateStore } from '../state/state-store.ts';

/** As `control` answers it. */
export type CalendarRead = {
  readonly calendar: string;
  readonly changeCalendar: string;
  readonly changes: readonly string[];
  readonly unread?: string;
};

type RefreshCalendars = {
  /** Has `control` read them. Throws what cannot be reached. */
  readonly read: (environment: string) => Promise<readonly CalendarRead[]>;
  readonly state: Pick<StateStore, 'wasNoted' | 'notedAt' | 'note'>;
  readonly runtime: Pick<Runtime, 'now'>;
  readonly say: (notice: Notice) => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
};

const key = 'calendars';
/** Less than a day, so that it does not come a tick later each day. */
const everyMs = 24 * 3_600_000 - 10 * 60_000;
const namedMax = 10;

const changeText = ({ calendar, changeCalendar, changes }: CalendarRead) => {
  const more = changes.length > namedMax ? ` and ${changes.length - namedMax} more` : '';
  return { resource: calendar, reason: `${changeCalendar}: ${changes.slice(0, namedMax).join(', ')}${more}` };
};

/** A look is worth more than a calendar: never throws. What could not be asked is asked at the next tick. */
export const refreshCalendars =
  ({ read, state, runtime, say, log }: RefreshCalendars) =>
  async ({ environment, timeZone, calendars }: Definition): Promise<void> => {
    if (!calendars.some(({ changeCalendar }) => changeCalendar !== undefined)) return;
    const nowMs = runtime.now().getTime();
    const at = offsetTime(nowMs, timeZone);
    const notice = { kind: 'curfew-notice', version: 1, environment, at, notice: 'calendars' } as const;
    try {
      const lastMs = await state.notedAt(environment, key);
      if (lastMs !== undefined && nowMs - lastMs < everyMs) return;
      const found = await read(environment);
      const changed = found.filter(({ changes }) => changes.length > 0);
      if (changed.length > 0) {
        const names = changed.map(({ calendar }) => calendar).join(', ');
        await say({
          ...notice,
          text: `${environment}: the days of ${names} have changed`,
          resources: changed.map(changeText),
        });
      }
      for (const { calendar, unread } of found) {
        // Once a month: it may last, and what is known stays right for long.
        const unreadKey = `calendars@${calendar}@${at.slice(0, 7)}`;
        if (unread === undefined || (await state.wasNoted(environment, unreadKey))) continue;
        const text = `${environment}: the Change Calendar of ${calendar} cannot be read; the days that are known stay in force`;
        await say({ ...notice, text, resources: [{ resource: calendar, reason: unread }] });
        await state.note(environment, unreadKey, nowMs);
      }
      await state.note(environment, key, nowMs);
    } catch (error) {
      log.warn('the Change Calendars could not be refreshed', {
        environment,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  };
