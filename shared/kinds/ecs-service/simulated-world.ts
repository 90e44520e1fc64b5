// Simulated ECS services: what they want, their tasks, and the scheduler that brings the two together.

import { minutes, seconds, type World } from '#sim/aws/simulated-service.ts';
import type { ResourceOf } from '../resource.ts';
import type { Scaling } from './observation.ts';
import {
  launchTask,
  type SimTask,
  standingTask,
  stoppedTaskVisibleMs,
  stopTask,
  type TaskTimes,
  unhealthyGraceMs,
} from './simulated-task.ts';

type EcsService = ResourceOf<'ecs-service'>;

export type EcsWorld = {
  readonly desired?: number | undefined;
  readonly startMinutes?: number | undefined;
  readonly drainMinutes?: number | undefined;
  readonly healthy?: boolean | undefined;
  readonly loadBalancer?: boolean | undefined;
  /** Whether its task definition has one; ECS says UNKNOWN of every task that has none. */
  readonly healthCheck?: boolean | undefined;
  /** How the deployment of the service stands; none is going on unless told. */
  readonly rollout?: 'COMPLETED' | 'IN_PROGRESS' | 'FAILED' | undefined;
  readonly scaling?: Scaling | null | undefined;
};

export type SimService = {
  readonly name: string;
  readonly cluster: string;
  readonly service: string;
  readonly loadBalanced: boolean;
  desired: number;
  scaling: Scaling | undefined;
  facts: EcsWorld;
  tasks: SimTask[];
  launched: number;
  shown: string;
  told?: { readonly desired: number; readonly scaling: Scaling | undefined };
  /** What reads still show for a moment after a change. */
  stale?: { readonly desired: number; readonly untilMs: number };
};

const alive = (task: SimTask): boolean => task.desiredStatus === 'RUNNING';
const left = ({ tasks }: SimService): number => tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length;
const healthy = ({ tasks }: SimService): number =>
  tasks.filter((task) => alive(task) && task.healthStatus === 'HEALTHY').length;

/** The service in one word, as the trace tells it. */
export const standing = (service: SimService): string => {
  if (service.desired === 0) return left(service) === 0 ? 'stopped' : 'draining';
  // Tasks that are on their way out are no longer the service's: it has what it wants without them.
  const own = service.tasks.filter(alive).length;
  return healthy(service) >= service.desired && own === service.desired ? 'steady' : 'starting';
};

const times = (service: SimService, { chance }: World): TaskTimes => {
  const { name, facts, loadBalanced } = service;
  const drawn = (what: string, min: number, max: number) => seconds(chance.integer(`${name} ${what}`, min, max));
  return {
    upMs: facts.startMinutes === undefined ? drawn('start', 60, 240) : minutes(facts.startMinutes),
    // The default deregistration delay is 300 s; a worker without a load balancer is gone in under a minute or so.
    downMs:
      facts.drainMinutes === undefined
        ? loadBalanced
          ? drawn('drain', 305, 345)
          : drawn('drain', 20, 75)
        : minutes(facts.drainMinutes),
    healthy: facts.healthy ?? true,
    checked: facts.healthCheck ?? true,
  };
};

const tell = (service: SimService, world: World): void => {
  const now = standing(service);
  if (now === service.shown) return;
  const running = service.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  world.changed(service.name, service.shown, now, { desired: service.desired, running });
  service.shown = now;
};

const identityOf = (service: SimService): Pick<SimTask, 'arn' | 'service'> => ({
  arn: `arn:aws:ecs:task/${service.cluster}/${service.service}-${++service.launched}`,
  service: service.service,
});

/** The service scheduler: launches what is missing, stops what is too much, replaces what fails its health check. */
export const schedule = (service: SimService, world: World): void => {
  const changed = (task: SimTask): void => onTaskChange(service, task, world);
  const running = service.tasks.filter(alive);
  for (let missing = service.desired - running.length; missing > 0; missing--)
    service.tasks.push(launchTask(world, identityOf(service), service.loadBalanced, times(service, world), changed));
  for (const task of running.slice(service.desired)) stopTask(world, task, times(service, world), changed);
  tell(service, world);
};

const onTaskChange = (service: SimService, task: SimTask, world: World): void => {
  replaceUnhealthy(service, task, world);
  if (task.lastStatus === 'STOPPED') forget(service, task, world);
  tell(service, world);
};

/** Tasks begin to fail, or new ones to pass, their health check. */
export const setHealth = (service: SimService, isHealthy: boolean, world: World): void => {
  service.facts = { ...service.facts, healthy: isHealthy };
  if (isHealthy) return;
  for (const task of service.tasks.filter(alive)) {
    task.healthStatus = 'UNHEALTHY';
    if (task.target !== 'none') task.target = 'unhealthy';
    replaceUnhealthy(service, task, world);
  }
  tell(service, world);
};

const replaceUnhealthy = (service: SimService, task: SimTask, world: World): void => {
  if (!alive(task) || task.healthStatus !== 'UNHEALTHY' || task.doomed) return;
  task.doomed = true;
  world.clock.at(world.clock.nowMs() + unhealthyGraceMs, () => {
    if (!alive(task)) return;
    stopTask(world, task, times(service, world), () => onTaskChange(service, task, world));
    schedule(service, world);
  });
};

const forget = (service: SimService, task: SimTask, world: World): void => {
  world.clock.at(world.clock.nowMs() + stoppedTaskVisibleMs, () => {
    service.tasks = service.tasks.filter((other) => other !== task);
  });
};

export const setDesired = (service: SimService, desired: number, world: World): void => {
  const lagMs = world.chance.between(`${service.name} read lag`, 0, seconds(3));
  service.stale = { desired: service.desired, untilMs: world.clock.nowMs() + lagMs };
  service.desired = desired;
  tellCapacity(service, world);
  schedule(service, world);
};

/** To be called after every change of the count or the bounds; what is known already is not told again. */
export const tellCapacity = (service: SimService, world: World): void => {
  const { desired, scaling, told } = service;
  if (told && told.desired === desired && told.scaling === scaling) return;
  service.told = { desired, scaling };
  world.resized?.(service.name, desired, scaling);
};

/** Registering a target pulls the count into its bounds at once, even when the request does not name them. */
export const clamp = (service: SimService, world: World): void => {
  if (!service.scaling) return;
  const { min, max } = service.scaling;
  const pulled = Math.min(max, Math.max(min, service.desired));
  if (pulled !== service.desired) setDesired(service, pulled, world);
};

/** Draws a healthy service; about half of them stand behind a load balancer, and as many scale by themselves. */
export const standingService = (
  { name, cluster, service }: EcsService,
  facts: EcsWorld,
  { chance }: World,
): SimService => {
  const desired = facts.desired ?? chance.integer(`${name} desired`, 1, 3);
  const drawn: Scaling | undefined = chance.happens(`${name} scales`, 0.5)
    ? {
        min: chance.integer(`${name} min`, 1, Math.max(1, desired)),
        max: Math.max(1, desired) + chance.integer(`${name} max`, 1, 4),
        suspended: { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false },
      }
    : undefined;
  const made: SimService = {
    name,
    cluster,
    service,
    loadBalanced: facts.loadBalancer ?? chance.happens(`${name} load balancer`, 0.5),
    desired,
    scaling: facts.scaling === undefined ? drawn : (facts.scaling ?? undefined),
    facts,
    tasks: [],
    launched: 0,
    shown: desired === 0 ? 'stopped' : 'steady',
  };
  for (let index = 0; index < desired; index++) made.tasks.push(standingTask(identityOf(made), made.loadBalanced));
  return made;
};
