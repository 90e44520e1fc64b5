// Simulated tasks that need something else: what is not there when they need it ends them, as an application ends that finds no
// database when it boots.
import { seconds, type World } from '#sim/aws/simulated-service.ts';
import type { SimTask } from './simulated-task.ts';

/** Seconds after a task was started, or as soon as it runs. */
export type SimNeeds = Readonly<Record<string, number | 'running'>>;

type Needing = { readonly name: string; readonly facts: { readonly needs?: SimNeeds | undefined } };

/** It exits, and ECS says so. */
const end = (task: SimTask): void => {
  task.pending?.();
  task.desiredStatus = 'STOPPED';
  task.lastStatus = 'STOPPED';
  task.target = 'none';
  task.stopped = { code: 'EssentialContainerExited', reason: 'Essential container in task exited' };
};

const lacks = (needed: string, { serves }: World): boolean => serves?.(needed) === false;

const check = ({ name }: Needing, task: SimTask, needed: string, world: World): boolean => {
  if (task.desiredStatus !== 'RUNNING' || !lacks(needed, world)) return false;
  end(task);
  world.startedInVain?.(name, needed);
  return true;
};

/** `ended`: called when it ends for want of something. */
export const watchNeeds = (service: Needing, task: SimTask, world: World, ended: () => void): void => {
  for (const [needed, after] of Object.entries(service.facts.needs ?? {}))
    if (after !== 'running')
      world.clock.at(world.clock.nowMs() + seconds(after), () => {
        if (check(service, task, needed, world)) ended();
      });
};

/** What it needs as soon as it runs. */
export const endsForWant = (service: Needing, task: SimTask, world: World): void => {
  if (task.ranMs !== undefined) return;
  task.ranMs = world.clock.nowMs();
  for (const [needed, after] of Object.entries(service.facts.needs ?? {}))
    if (after === 'running' && check(service, task, needed, world)) return;
};

export const hasFailed = ({ stopped }: SimTask): boolean =>
  stopped?.code === 'TaskFailedToStart' || stopped?.code === 'EssentialContainerExited';
