// Reconcile keeps the schedules as the current definition says, and says once what it found: they are alarm clocks, and whoever
// edits one by hand would otherwise wait for a stop that is refused.
import type { Notice } from '#core/notice.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import type { StateStore } from '../state/state-store.ts';
import { isCheckDue } from './is-check-due.ts';
import { keepSchedules, type SetSchedule } from './keep-schedules.ts';
import type { ScheduleTargets } from './schedule.ts';
import type { Scheduler } from './scheduler.ts';

type HealSchedules = {
  readonly scheduler: Scheduler;
  readonly targets: ScheduleTargets;
  readonly state: Pick<StateStore, 'wasNoted' | 'note'>;
  readonly runtime: Pick<Runtime, 'now'>;
  readonly say: (notice: Notice) => Promise<void>;
};

const reasonOf = ({ did, was }: SetSchedule): string => {
  switch (did) {
    case 'created':
      return 'was missing; created again';
    case 'removed':
      return `was there (${was.join(', ')}) and is not in the definition; removed`;
    case 'changed':
      return `had been changed: ${was.join(', ')}; set back`;
  }
};

const noticeOf = ({ environment, timeZone }: Definition, nowMs: number) => ({
  kind: 'curfew-notice' as const,
  version: 1 as const,
  environment,
  at: offsetTime(nowMs, timeZone),
  notice: 'schedules' as const,
});

/** What is set is right from then on, so it is said once by itself; that it cannot be set is noted. Never throws the scheduler's errors. */
export const healSchedules =
  ({ scheduler, targets, state, runtime, say }: HealSchedules) =>
  async (definition: Definition): Promise<readonly SetSchedule[]> => {
    const { environment } = definition;
    const nowMs = runtime.now().getTime();
    if (!isCheckDue(definition, targets, nowMs)) return [];
    // At most ticks there is nothing to say.
    const notice = () => noticeOf(definition, nowMs);
    try {
      const set = await keepSchedules(definition, targets, scheduler, nowMs);
      const changed = set.filter(({ byCalendar }) => !byCalendar);
      if (changed.length === 0) return set;
      const resources = changed.map((one) => ({ resource: one.name, reason: reasonOf(one) }));
      const names = changed.map(({ name }) => name).join(', ');
      const text = `${environment}: schedule ${names} was not as the definition says, and is again`;
      await say({ ...notice(), text, resources });
      return set;
    } catch (error) {
      const why = error instanceof Error ? error.name : String(error);
      const key = `schedules@${why}`;
      if (await state.wasNoted(environment, key)) return [];
      const text = `${environment}: its schedules cannot be checked or set (${why}). Until then reconcile acts for a start or a stop that does not come, within 15 minutes`;
      await say({ ...notice(), text, resources: [] });
      await state.note(environment, key, nowMs);
      return [];
    }
  };
