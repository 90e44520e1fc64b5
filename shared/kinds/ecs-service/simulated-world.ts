// Simulated ECS services: what they want, their tasks, and the scheduler that brings the two together.

import { firings } from '#core/aws-schedule.ts';
import { minutes, seconds, type World } from '#sim/aws/simulated-service.ts';
import type { ResourceOf } from '../resource.ts';
import type { Scaling } from './definition.ts';
import type { EcsWorld } from './simulated-facts.ts';
import { endsForWant, hasFailed, watchNeeds } from './simulated-needs.ts';
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

type SimEvent = { readonly atMs: number; readonly message: string };

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
  /** The newest first. */
  events: SimEvent[];
  /** Tasks that failed one after the other; AWS waits longer after each. */
  failed: number;
  protectedUntilMs?: number | undefined;
  /** The capacity that the trace last had of it. */
  reportedCapacity?: { readonly desired: number; readonly scaling: Scaling | undefined };
  /** What reads still show for a moment after a change. */
  stale?: { readonly desired: number; readonly untilMs: number };
};

const alive = (task: SimTask): boolean => task.desiredStatus === 'RUNNING';
const left = ({ tasks }: SimService): number => tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length;
const healthy = ({ tasks }: SimService): number =>
  tasks.filter((task) => alive(task) && task.healthStatus === 'HEALTHY').length;

/** The service in one word, for the trace. */
export const standing = (service: SimService): string => {
  if (service.facts.missing) return 'missing';
  if (service.desired === 0) return left(service) === 0 ? 'stopped' : 'draining';
  // Tasks that are on their way out are no longer the service's: it has what it wants without them.
  const own = service.tasks.filter(alive).length;
  return healthy(service) >= service.desired && own === service.desired ? 'steady' : 'starting';
};

const times = (service: SimService, { chance }: World): TaskTimes => {
  const { name, facts, loadBalanced } = service;
  const checks = (facts.containers ?? []).flatMap(({ essential, health }) => (essential && health ? [health] : []));
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
    healthy: (facts.healthy ?? true) && !checks.includes('UNHEALTHY'),
    checked: facts.containers ? checks.length > 0 : (facts.healthCheck ?? true),
    failsWith: facts.stoppedReason ?? undefined,
  };
};

const eventsMax = 100;

/** What ECS says of the service now. */
export const addEvent = (service: SimService, message: string, { clock }: World): void => {
  service.events.unshift({ atMs: clock.nowMs(), message: `(service ${service.service}) ${message}` });
  service.events.length = Math.min(eventsMax, service.events.length);
};

const reportStatus = (service: SimService, world: World): void => {
  const now = standing(service);
  if (now === service.shown) return;
  const running = service.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  world.changed(service.name, service.shown, now, { desired: service.desired, running });
  service.shown = now;
  if (now === 'steady' || now === 'stopped') addEvent(service, 'has reached a steady state.', world);
};

const arnAndServiceOf = (service: SimService): Pick<SimTask, 'arn' | 'service'> => ({
  arn: `arn:aws:ecs:task/${service.cluster}/${service.service}-${++service.launched}`,
  service: service.service,
});

/** AWS tries a place again after a while. */
const placeAgainMs = seconds(60);

const place = (service: SimService, missing: number, world: World): void => {
  if (missing <= 0) return;
  if (service.facts.noRoom) {
    const where = 'Please try again later or in a different availability zone.';
    addEvent(service, `was unable to place a task. Reason: Capacity is unavailable at this time. ${where}`, world);
    world.clock.at(world.clock.nowMs() + placeAgainMs, () => schedule(service, world));
    return;
  }
  const changed = (task: SimTask): void => onTaskChange(service, task, world);
  for (let index = 0; index < missing; index++) {
    const task = launchTask(world, arnAndServiceOf(service), service.loadBalanced, times(service, world), changed);
    service.tasks.push(task);
    watchNeeds(service, task, world, () => changed(task));
  }
  addEvent(service, `has started ${missing} tasks.`, world);
};

/** Tasks that protect themselves stay until they no longer do. */
const isProtected = (service: SimService, surplus: number, world: World): boolean => {
  const { protectedMinutes = 0 } = service.facts;
  if (protectedMinutes === 0) return false;
  const nowMs = world.clock.nowMs();
  if (service.protectedUntilMs === undefined) {
    service.protectedUntilMs = nowMs + minutes(protectedMinutes);
    world.clock.at(service.protectedUntilMs, () => schedule(service, world));
  }
  if (nowMs >= service.protectedUntilMs) return false;
  addEvent(service, `was unable to scale in due to (reason ${surplus} tasks under protection)`, world);
  return true;
};

/** The service scheduler: launches what is missing, stops what is too much, replaces what fails its health check. */
export const schedule = (service: SimService, world: World): void => {
  const changed = (task: SimTask): void => onTaskChange(service, task, world);
  const running = service.tasks.filter(alive);
  place(service, service.desired - running.length, world);
  const surplus = running.slice(service.desired);
  if (surplus.length > 0 && !isProtected(service, surplus.length, world)) {
    service.protectedUntilMs = undefined;
    addEvent(service, `has stopped ${surplus.length} running tasks.`, world);
    for (const task of surplus) stopTask(world, task, times(service, world), changed);
  }
  reportStatus(service, world);
};

/** The longest that AWS waits before it starts the next task of a service whose tasks fail. */
const pauseMaxMs = minutes(15);
const failuresToMention = 3;

const onFailure = (service: SimService, world: World): void => {
  service.failed++;
  if (service.failed === failuresToMention)
    addEvent(service, 'is unable to consistently start tasks successfully.', world);
  const pauseMs = Math.min(pauseMaxMs, seconds(10) * 2 ** Math.min(10, service.failed));
  world.clock.at(world.clock.nowMs() + pauseMs, () => schedule(service, world));
};

const onTaskChange = (service: SimService, task: SimTask, world: World): void => {
  if (task.lastStatus === 'RUNNING') service.failed = 0;
  if (task.lastStatus === 'RUNNING') endsForWant(service, task, world);
  replaceUnhealthy(service, task, world);
  if (task.lastStatus === 'STOPPED') {
    task.stoppedMs = world.clock.nowMs();
    if (hasFailed(task)) onFailure(service, world);
    forget(service, task, world);
  }
  reportStatus(service, world);
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
  reportStatus(service, world);
};

const replaceUnhealthy = (service: SimService, task: SimTask, world: World): void => {
  if (!alive(task) || task.healthStatus !== 'UNHEALTHY' || task.doomed) return;
  task.doomed = true;
  world.clock.at(world.clock.nowMs() + unhealthyGraceMs, () => {
    if (!alive(task)) return;
    const where = task.target === 'none' ? 'container' : 'ELB';
    task.stopped = { code: 'ServiceSchedulerInitiated', reason: `Task failed ${where} health checks` };
    addEvent(service, `(task ${task.arn.split('/').at(-1)}) failed ${where} health checks.`, world);
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
  // A count of zero ends a rollout: what it brought counts as deployed.
  if (desired === 0 && service.facts.rollout === 'IN_PROGRESS')
    service.facts = { ...service.facts, rollout: 'COMPLETED' };
  reportCapacity(service, world);
  schedule(service, world);
};

/** To be called after every change of the count or the bounds; what is known already is not reported again. */
export const reportCapacity = (service: SimService, world: World): void => {
  const { desired, scaling, reportedCapacity: last } = service;
  if (last && last.desired === desired && last.scaling === scaling) return;
  service.reportedCapacity = { desired, scaling };
  world.resized?.(service.name, desired, scaling);
};

/** Registering a target pulls the count into its bounds at once, even when the request does not name them. */
export const clamp = (service: SimService, world: World): void => {
  if (!service.scaling) return;
  const { min, max } = service.scaling;
  const pulled = Math.min(max, Math.max(min, service.desired));
  if (pulled !== service.desired) setDesired(service, pulled, world);
};

/** It is deleted with its tasks; its scaling goes with it. */
export const removeService = (service: SimService, world: World): void => {
  for (const { pending } of service.tasks) pending?.();
  service.tasks = [];
  service.scaling = undefined;
  service.desired = 0;
  reportCapacity(service, world);
  reportStatus(service, world);
};

/** Another one by the same name: only the name is what it was. */
export const recreateService = (service: SimService, { desired = 1, scaling }: EcsWorld, world: World): void => {
  service.scaling = scaling ?? undefined;
  service.failed = 0;
  delete service.stale;
  service.events = [];
  setDesired(service, desired, world);
};

const planAheadMs = minutes(10 * 24 * 60);

/** A scheduled action that fires during a suspension is not carried out, and not made up for. */
export const planActions = (service: SimService, world: World): void => {
  const afterMs = world.clock.nowMs();
  const { scheduledActions: planned = [] } = service.facts;
  for (const { schedule: expression, timeZone, min, max } of planned)
    for (const at of firings(expression, timeZone, { afterMs, untilMs: afterMs + planAheadMs }) ?? [])
      world.clock.at(at, () => {
        // Its owner plans otherwise by now.
        if (service.facts.scheduledActions !== planned) return;
        if (!service.scaling || service.scaling.suspended.scheduledScaling) return;
        const byOwner = world.byOwner ?? ((change: () => void) => change());
        service.scaling = { ...service.scaling, min, max };
        byOwner(() => {
          clamp(service, world);
          reportCapacity(service, world);
        });
      });
};

/** Draws a healthy service; about half of them stand behind a load balancer, and as many scale by themselves. */
export const standingService = ({ name, cluster, service }: EcsService, facts: EcsWorld, world: World): SimService => {
  const { chance } = world;
  const drawnCount = facts.desired ?? chance.integer(`${name} desired`, 1, 3);
  const desired = facts.missing ? 0 : drawnCount;
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
    loadBalanced: facts.loadBalancer ?? (facts.blueGreen !== undefined || chance.happens(`${name} load balancer`, 0.5)),
    desired,
    scaling: facts.scaling === undefined && !facts.missing ? drawn : (facts.scaling ?? undefined),
    facts,
    tasks: [],
    launched: 0,
    shown: facts.missing ? 'missing' : desired === 0 ? 'stopped' : 'steady',
    events: [{ atMs: 0, message: `(service ${service}) has reached a steady state.` }],
    failed: 0,
  };
  planActions(made, world);
  for (let index = 0; index < desired; index++) made.tasks.push(standingTask(arnAndServiceOf(made), made.loadBalanced));
  return made;
};
