// What to do about an ECS service and its scalable target. Order of changes: facts/aws-semantics.md 2.7.
import type { Action } from '#domain/definition.ts';
import type { Effect } from '#domain/effect.ts';
import type { Memory } from '#domain/memory.ts';
import type { EcsObservation, Scaling, Suspended } from '#domain/observation.ts';
import type { Next } from '#domain/plan.ts';
import type { EcsService } from '#domain/resource.ts';

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

/** Remember first, suspend before lowering: registering a target pulls the count into its bounds at once. */
const stop = (seen: EcsObservation, memory: Memory | undefined): Next => {
  if (seen.status !== 'ACTIVE') return gone(seen);
  const effects: Effect[] = [];
  if (!memory)
    effects.push({ do: 'remember', desired: seen.desired, ...(seen.scaling ? { scaling: seen.scaling } : {}) });
  if (seen.scaling && !same(seen.scaling.suspended, allSuspended))
    effects.push({ do: 'set-scaling', suspended: allSuspended });
  if (seen.desired > 0) effects.push({ do: 'set-desired-count', desired: 0 });
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

/** What still differs from the memory once the tasks are steady: bounds, and only then the suspensions. */
const lift = (seen: Scaling | undefined, remembered: Scaling | undefined): Effect[] => {
  if (!seen || !remembered) return [];
  const bounds = { min: remembered.min, max: remembered.max };
  const differs = seen.min !== bounds.min || seen.max !== bounds.max || !same(seen.suspended, remembered.suspended);
  return differs ? [{ do: 'set-scaling', bounds, suspended: remembered.suspended }] : [];
};

/** Count before bounds, bounds before resuming; the memory is consumed last. */
const start = (service: EcsService, seen: EcsObservation, memory: Memory | undefined): Next => {
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
      effects: [{ do: 'set-desired-count', desired }],
      reason: memory ? `${tasks(desired)} remembered` : `nothing remembered, starting the configured ${tasks(desired)}`,
    };
  if (seen.rollout === 'failed')
    return {
      kind: 'fail',
      reason: 'its deployment failed and was rolled back or stands still',
      code: 'ROLLOUT_FAILED',
    };
  if (!isSteady(seen)) return { kind: 'wait', reason: `${seen.tasksHealthy} of ${tasks(seen.desired)} healthy` };
  if (memory)
    return {
      kind: 'act',
      effects: [...lift(seen.scaling, memory.scaling), { do: 'forget' }],
      reason: `steady with ${tasks(seen.desired)}; giving scaling back and forgetting the memory`,
    };
  return { kind: 'ready', reason: seen.desired === 0 ? 'at 0 on purpose' : `steady with ${tasks(seen.desired)}` };
};

export const towardsEcsService = (
  action: Action,
  service: EcsService,
  seen: EcsObservation,
  memory: Memory | undefined,
): Next => (action === 'start' ? start(service, seen, memory) : stop(seen, memory));
