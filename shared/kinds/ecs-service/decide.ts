// What to do about an ECS service and its scalable target. Order of changes: facts/aws-semantics.md 2.7.
import type { Action } from '#core/action.ts';
import type { Effect } from '../effect.ts';
import type { ServiceMemory } from '../memory.ts';
import type { Next } from '../next.ts';
import type { ResourceOf } from '../resource.ts';
import type { EcsObservation, Scaling, Suspended } from './observation.ts';

type EcsService = ResourceOf<'ecs-service'>;

const allSuspended: Suspended = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };

const same = (a: Suspended, b: Suspended): boolean =>
  a.dynamicScalingIn === b.dynamicScalingIn &&
  a.dynamicScalingOut === b.dynamicScalingOut &&
  a.scheduledScaling === b.scheduledScaling;

const tasks = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`);

const gone = (seen: EcsObservation): Next => ({
  kind: 'fail',
  reason: `the service is ${seen.status}, not ACTIVE; it was deleted or is being deleted`,
  code: seen.status,
});

/**
 * A target that was registered since the count was remembered is about to be suspended: how it scaled is added to the
 * memory, or nothing would ever resume it.
 */
const newTarget = (seen: EcsObservation, { desired, scaling }: ServiceMemory): Effect[] =>
  scaling === undefined && seen.scaling && seen.desired > 0 && !same(seen.scaling.suspended, allSuspended)
    ? [{ do: 'remember', kind: 'ecs-service', desired, scaling: seen.scaling }]
    : [];

/** Flag by flag: what is suspended now and was when it was remembered. */
const both = (now: Suspended, remembered: Suspended): Suspended => ({
  dynamicScalingIn: now.dynamicScalingIn && remembered.dynamicScalingIn,
  dynamicScalingOut: now.dynamicScalingOut && remembered.dynamicScalingOut,
  scheduledScaling: now.scheduledScaling && remembered.scheduledScaling,
});

/**
 * What was given back is its owner's, who may have changed it since: what there is now is remembered instead. But a start
 * that did not get to forgetting may not have lifted our suspensions either, so they do not become the owner's.
 */
const anew = ({ desired, scaling: now }: EcsObservation, { scaling: remembered }: ServiceMemory): Effect => {
  const suspended = now && (remembered ? both(now.suspended, remembered.suspended) : now.suspended);
  const scaling = now && suspended ? { scaling: { ...now, suspended } } : {};
  return { do: 'remember', kind: 'ecs-service', desired, ...scaling };
};

/**
 * A count is remembered once and never overwritten, unless it was given back. A zero is remembered, too, and stays from night to night: a service that
 * is at zero on purpose is not taken for one whose count was lost. It gives way to the first count above it.
 */
const toRemember = (seen: EcsObservation, memory: ServiceMemory | undefined): Effect[] => {
  if (memory?.givenBack && seen.desired > 0) return [anew(seen, memory)];
  if (memory && memory.desired > 0) return newTarget(seen, memory);
  if (memory && seen.desired === 0) return [];
  const scaling = seen.desired > 0 && seen.scaling ? { scaling: seen.scaling } : {};
  return [{ do: 'remember', kind: 'ecs-service', desired: seen.desired, ...scaling }];
};

/**
 * Suspend before lowering, and in a step of its own: registering a target pulls the count into its bounds at once, even out
 * of zero, so a suspension that is repeated after a crash must not come after the count is at zero.
 */
const toLower = (seen: EcsObservation): Effect[] => {
  if (seen.desired === 0) return [];
  const isSuspended = !seen.scaling || same(seen.scaling.suspended, allSuspended);
  return isSuspended ? [{ do: 'set-desired-count', desired: 0 }] : [{ do: 'set-scaling', suspended: allSuspended }];
};

const stop = (seen: EcsObservation, memory: ServiceMemory | undefined): Next => {
  if (seen.status !== 'ACTIVE') return gone(seen);
  const effects = [...toRemember(seen, memory), ...toLower(seen)];
  if (effects.length > 0)
    return {
      kind: 'act',
      effects,
      reason: seen.desired > 0 ? `${tasks(seen.desired)} wanted, should be 0` : 'at 0; keeping that in memory',
    };
  return seen.tasksLeft > 0
    ? { kind: 'wait', reason: `draining, ${tasks(seen.tasksLeft)} left` }
    : { kind: 'ready', reason: 'no task left' };
};

const isSteady = (seen: EcsObservation): boolean =>
  seen.running === seen.desired && seen.tasksHealthy >= seen.desired && seen.rollout === 'settled';

/**
 * Ends the suspensions that are our own. A stop changes nothing else about scaling, so whatever else is not as it was
 * somebody has set since: bounds stay as they are, and what was resumed is not suspended again.
 */
const lift = (seen: Scaling | undefined, remembered: Scaling | undefined): Effect[] => {
  if (!seen || !remembered) return [];
  const suspended = both(seen.suspended, remembered.suspended);
  return same(seen.suspended, suspended) ? [] : [{ do: 'set-scaling', suspended }];
};

/** Made with the count, so that a start that gets no further leaves no memory behind that beats what its owner sets next. */
const giveBack = (memory: ServiceMemory | undefined): Effect[] =>
  memory && !memory.givenBack ? [{ do: 'give-back', capturedBy: memory.run }] : [];

/** Count before resuming; the memory is consumed last. */
const start = (service: EcsService, seen: EcsObservation, memory: ServiceMemory | undefined): Next => {
  if (seen.status !== 'ACTIVE') return gone(seen);
  const desired = memory?.desired ?? service.fallbackDesired;
  if (seen.desired === 0 && desired === undefined)
    return {
      kind: 'refuse',
      reason: 'at 0 and no task count is remembered; set the count by hand or configure fallbackDesired',
      code: 'NO_MEMORY',
    };
  if (seen.desired === 0 && desired !== undefined && desired > 0)
    return {
      kind: 'act',
      effects: [{ do: 'set-desired-count', desired }, ...giveBack(memory)],
      reason: memory ? `${tasks(desired)} remembered` : `nothing remembered, starting the configured ${tasks(desired)}`,
    };
  if (seen.rollout === 'failed')
    return {
      kind: 'fail',
      reason: 'its deployment failed and was rolled back or stands still',
      code: 'ROLLOUT_FAILED',
    };
  if (!isSteady(seen)) return { kind: 'wait', reason: `${seen.tasksHealthy} of ${tasks(seen.desired)} healthy` };
  if (seen.desired === 0) return { kind: 'ready', reason: 'at 0 on purpose' };
  const reason = `steady with ${tasks(seen.desired)}`;
  if (!memory) return { kind: 'ready', reason };
  const lifted = lift(seen.scaling, memory.scaling);
  const givenBack = lifted.length > 0 ? giveBack(memory) : [];
  return {
    kind: 'act',
    effects: [...givenBack, ...lifted, { do: 'forget', capturedBy: memory.run }],
    reason,
    final: true,
  };
};

export const towardsEcsService = (
  action: Action,
  service: EcsService,
  seen: EcsObservation,
  memory: ServiceMemory | undefined,
): Next => (action === 'start' ? start(service, seen, memory) : stop(seen, memory));
