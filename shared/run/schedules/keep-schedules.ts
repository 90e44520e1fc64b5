// Keeps the schedules of an environment as its definition says: `control` after a change, `reconcile` at each look.
import type { Action } from '#core/action.ts';
import { runs, scheduleNameOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { deviations, type ScheduleTargets, schedulesOf } from './schedule.ts';
import type { Scheduler } from './scheduler.ts';

export type SetSchedule = {
  readonly name: string;
  readonly did: 'created' | 'changed' | 'removed';
  /** What it had been: `cron(0 21 * * ? *) instead of cron(0 20 * * ? *)`. */
  readonly was: readonly string[];
};

const keepOne = async (
  action: Action,
  { environment, ...definition }: Definition,
  targets: ScheduleTargets,
  scheduler: Scheduler,
): Promise<SetSchedule[]> => {
  const name = scheduleNameOf(action);
  const wanted = schedulesOf({ environment, ...definition }, targets).get(action);
  const found = await scheduler.read(environment, name);
  if (!wanted) {
    if (!found) return [];
    await scheduler.remove(environment, name);
    return [{ name, did: 'removed', was: [found.expression] }];
  }
  if (!found) {
    await scheduler.create(environment, wanted);
    return [{ name, did: 'created', was: [] }];
  }
  const was = deviations(found, wanted);
  if (was.length === 0) return [];
  await scheduler.update(environment, wanted);
  return [{ name, did: 'changed', was }];
};

/** Answers with what it set; nothing where all is as it is to be. Throws the SDK's errors. */
export const keepSchedules = async (
  definition: Definition,
  targets: ScheduleTargets,
  scheduler: Scheduler,
): Promise<SetSchedule[]> => {
  const set = await Promise.all(runs.map((action) => keepOne(action, definition, targets, scheduler)));
  return set.flat();
};

/** Before the stack that made their group goes. */
export const removeSchedules = async (environment: string, scheduler: Scheduler): Promise<void> => {
  await Promise.all(runs.map((action) => scheduler.remove(environment, scheduleNameOf(action))));
};
