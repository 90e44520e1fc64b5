// The life of a simulated Fargate task: facts/aws-semantics.md 2.2 and 2.4.
import { minutes, seconds, type World } from '#sim/aws/simulated-service.ts';

export type SimTask = {
  readonly arn: string;
  readonly service: string;
  desiredStatus: 'RUNNING' | 'STOPPED';
  lastStatus: string;
  healthStatus: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
  target: 'none' | 'initial' | 'healthy' | 'unhealthy' | 'draining';
  pending?: () => void;
  readonly createdMs: number;
  ranMs?: number;
  stoppedMs?: number;
  /** Why it stopped, in ECS's words. */
  stopped?: { readonly code: string; readonly reason: string };
  /** Its replacement is on the way. */
  doomed?: true;
};

export type TaskTimes = {
  readonly upMs: number;
  readonly downMs: number;
  readonly healthy: boolean;
  /** Without a health check a task is as good as healthy when it runs; a target group still takes its time. */
  readonly checked: boolean;
  /** It never runs: ECS stops it, and says so. */
  readonly failsWith?: string | undefined;
};

type Step = readonly [shareOfTime: number, change: (task: SimTask) => void];

const status =
  (lastStatus: string): Step[1] =>
  (task) => {
    task.lastStatus = lastStatus;
  };

const goUp = ({ healthy, checked }: TaskTimes): readonly Step[] => [
  [0.15, status('PENDING')],
  [0.45, status('ACTIVATING')],
  [
    0.55,
    (task) => {
      task.lastStatus = 'RUNNING';
      if (task.target !== 'none') task.target = 'initial';
      else if (!checked) task.healthStatus = 'HEALTHY';
    },
  ],
  [
    1,
    (task) => {
      if (checked || task.target !== 'none') task.healthStatus = healthy ? 'HEALTHY' : 'UNHEALTHY';
      if (task.target !== 'none') task.target = healthy ? 'healthy' : 'unhealthy';
    },
  ],
];

/** What is stopped before it runs needs no draining. */
const failOnTheWay = (reason: string): readonly Step[] => [
  [0.15, status('PENDING')],
  [
    0.45,
    (task) => {
      task.desiredStatus = 'STOPPED';
      task.lastStatus = 'STOPPED';
      task.target = 'none';
      task.stopped = { code: 'TaskFailedToStart', reason };
    },
  ],
];

/** Deregistration from the load balancer takes most of the time, then SIGTERM, then the network interface. */
const goDown: readonly Step[] = [
  [0.8, status('STOPPING')],
  [0.95, status('DEPROVISIONING')],
  [
    1,
    (task) => {
      task.lastStatus = 'STOPPED';
      task.target = 'none';
    },
  ],
];

const live = (
  world: World,
  task: SimTask,
  totalMs: number,
  steps: readonly Step[],
  changed: (task: SimTask) => void,
): void => {
  task.pending?.();
  const begin = world.clock.nowMs();
  const next = (index: number): void => {
    const step = steps[index];
    if (!step) return;
    task.pending = world.clock.at(begin + Math.round(step[0] * totalMs), () => {
      step[1](task);
      next(index + 1);
      changed(task);
    });
  };
  next(0);
};

export const launchTask = (
  world: World,
  identity: Pick<SimTask, 'arn' | 'service'>,
  loadBalanced: boolean,
  times: TaskTimes,
  changed: (task: SimTask) => void,
): SimTask => {
  const task: SimTask = {
    ...identity,
    desiredStatus: 'RUNNING',
    lastStatus: 'PROVISIONING',
    healthStatus: 'UNKNOWN',
    target: loadBalanced ? 'initial' : 'none',
    createdMs: world.clock.nowMs(),
  };
  const { failsWith } = times;
  live(world, task, times.upMs, failsWith === undefined ? goUp(times) : failOnTheWay(failsWith), changed);
  return task;
};

export const stopTask = (world: World, task: SimTask, times: TaskTimes, changed: (task: SimTask) => void): void => {
  task.desiredStatus = 'STOPPED';
  task.lastStatus = 'DEACTIVATING';
  task.stopped ??= { code: 'ServiceSchedulerInitiated', reason: 'Scaling activity initiated by the service' };
  if (task.target !== 'none') task.target = 'draining';
  live(world, task, times.downMs, goDown, changed);
};

/** A task that has been up and well since before the simulation began. */
export const standingTask = (identity: Pick<SimTask, 'arn' | 'service'>, loadBalanced: boolean): SimTask => ({
  ...identity,
  desiredStatus: 'RUNNING',
  lastStatus: 'RUNNING',
  healthStatus: 'HEALTHY',
  target: loadBalanced ? 'healthy' : 'none',
  createdMs: 0,
});

/** How long AWS continues showing a stopped task, at least. */
export const stoppedTaskVisibleMs = minutes(60);
/** How long a task that fails its health check is left running before it is replaced. */
export const unhealthyGraceMs = seconds(30);
