// What fires by itself in a simulation: the entries of the simulated scheduler, which `control` and reconcile keep.
import type { Action } from '#core/action.ts';
import { namesOf, scheduleNameOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { schedulesOf } from '#run/schedules/schedule.ts';
import { scheduleInput } from '#run/schedules/scheduler.ts';
import { firingsOf, type SimulatedSchedule, type SimulatedScheduler } from './aws/scheduler.ts';
import type { Clock } from './clock.ts';
import type { LambdaHost } from './lambda.ts';
import type { Chance } from './random/chance.ts';
import { targets } from './reconcile-host.ts';
import { isLostAt } from './scenario/losses.ts';
import type { Scenario, ScheduleEdit } from './scenario/scenario.ts';

type Firing = {
  readonly scenario: Pick<Scenario, 'timeline' | 'toMs'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly host: () => LambdaHost;
  readonly standing: SimulatedScheduler['standing'];
};

const actionOf = ({ Name }: SimulatedSchedule): Action => (Name.startsWith('start') ? 'start' : 'stop');

/** Fires an entry from now to the end of the scenario, as long as it stands as it is. */
export const firing =
  ({ scenario, clock, chance, host, standing }: Firing) =>
  (entry: SimulatedSchedule, fromMs = clock.nowMs()): void => {
    if (entry.State === 'DISABLED') return;
    const action = actionOf(entry);
    for (const { atMs, isSkipped } of firingsOf(entry, { afterMs: fromMs - 1, untilMs: scenario.toMs })) {
      // EventBridge Scheduler fires within the minute; a second or two is what is usually seen.
      const delayMs = chance.integer(`${action} delivery`, 0, 2_000);
      clock.at(atMs + delayMs, () => {
        if (isSkipped || standing(entry.GroupName, entry.Name) !== entry || isLostAt(scenario, action, atMs)) return;
        const input = entry.Target.Input.replace('<aws.scheduler.scheduled-time>', new Date(atMs).toISOString());
        host().invoke(action, JSON.parse(input));
      });
    }
  };

export type Schedules = {
  /** As `control` left them when it last applied the definition. */
  readonly install: (definition: Definition, nowMs: number) => void;
  /** Somebody's own change, by hand. */
  readonly edit: (environment: string, action: Action, change: ScheduleEdit) => void;
};

const edited = (entry: SimulatedSchedule, change: Exclude<ScheduleEdit, { deleted: true }>): SimulatedSchedule => {
  if ('enabled' in change) return { ...entry, State: change.enabled ? 'ENABLED' : 'DISABLED' };
  const [hour, minute] = change.at.split(':').map(Number);
  return { ...entry, ScheduleExpression: entry.ScheduleExpression.replace(/^cron\(\d+ \d+/, `cron(${minute} ${hour}`) };
};

export const schedulesIn = (scheduler: SimulatedScheduler): Schedules => ({
  install(definition, nowMs) {
    const { start, stop } = schedulesOf(definition, targets, nowMs);
    for (const schedule of [...start, ...stop]) scheduler.put(scheduleInput(definition.environment, schedule));
  },
  edit(environment, action, change) {
    const group = namesOf(environment).scheduleGroup;
    const entry = scheduler.standing(group, scheduleNameOf(action));
    if (!entry) return;
    if ('deleted' in change) scheduler.remove(group, entry.Name);
    else scheduler.put(edited(entry, change));
  },
});
