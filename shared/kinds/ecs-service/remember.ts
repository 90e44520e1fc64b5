// What a stop remembers of an ECS service before it changes it: its count, how it scales, and what a rollout brought. Pure.
import type { Effect } from '../effect.ts';
import type { ServiceMemory } from '../memory.ts';
import type { EcsObservation, Suspended } from './definition.ts';
import { heldSince, sameBounds } from './scheduled.ts';

export const allSuspended: Suspended = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };

export const same = (a: Suspended, b: Suspended): boolean =>
  a.dynamicScalingIn === b.dynamicScalingIn &&
  a.dynamicScalingOut === b.dynamicScalingOut &&
  a.scheduledScaling === b.scheduledScaling;

/** With a minimum of zero its scaling may leave zero at any time, and may be suspended there without pulling the count up. */
export const canLeaveZero = ({ desired, scaling }: EcsObservation): boolean =>
  desired === 0 && scaling?.min === 0 && !same(scaling.suspended, allSuspended);

/**
 * A target that was registered since the count was remembered is about to be suspended: how it scaled is added to the
 * memory, or nothing would ever resume it.
 */
const newTarget = (seen: EcsObservation, { desired, scaling }: ServiceMemory): Effect[] =>
  scaling === undefined &&
  seen.scaling &&
  (seen.desired > 0 || canLeaveZero(seen)) &&
  !same(seen.scaling.suspended, allSuspended)
    ? [{ do: 'remember', kind: 'ecs-service', desired, scaling: seen.scaling }]
    : [];

/** Flag by flag: what is suspended now and was when it was remembered. */
export const both = (now: Suspended, remembered: Suspended): Suspended => ({
  dynamicScalingIn: now.dynamicScalingIn && remembered.dynamicScalingIn,
  dynamicScalingOut: now.dynamicScalingOut && remembered.dynamicScalingOut,
  scheduledScaling: now.scheduledScaling && remembered.scheduledScaling,
});

/**
 * What was restored is its owner's, who may have changed it since: the present value is remembered instead. But a start that did
 * not get to forgetting may not have lifted our suspensions either, so they do not become the owner's.
 */
const anew = (seen: EcsObservation, memory: ServiceMemory | undefined): Effect => {
  const { desired, scaling: now } = seen;
  const remembered = memory?.scaling;
  const suspended = now && (remembered ? both(now.suspended, remembered.suspended) : now.suspended);
  const scaling = now && suspended ? { scaling: { ...now, suspended } } : {};
  return { do: 'remember', kind: 'ecs-service', desired, ...scaling, ...cutOff(seen), ...stillHeld(seen, memory) };
};

/** What its owner scheduled is missed since the stop before, where no start has lifted that suspension and nobody set other bounds. */
const stillHeld = ({ scaling }: EcsObservation, memory: ServiceMemory | undefined): { heldSince?: number } => {
  const before = memory?.scaling;
  const isHeld = scaling?.suspended.scheduledScaling === true && before?.suspended.scheduledScaling === false;
  const since = memory && isHeld && sameBounds(scaling, before) ? heldSince(memory) : undefined;
  return since === undefined ? {} : { heldSince: since };
};

/** A count of zero ends a rollout in AWS: what it brought counts as deployed, and is what the next start begins with. */
export const cutOff = ({ desired, rollout, rollingOut }: EcsObservation): { readonly cutOff?: string } =>
  desired > 0 && rollout === 'in-progress' ? { cutOff: rollingOut ?? 'a new revision' } : {};

/** A zero says nothing of scaling, but where that could raise it and is suspended. */
const rememberZero = (seen: EcsObservation, memory: ServiceMemory | undefined): Effect[] => {
  if (!canLeaveZero(seen)) return memory ? [] : [{ do: 'remember', kind: 'ecs-service', desired: 0 }];
  if (memory && !memory.givenBack && memory.scaling) return [];
  return [anew(seen, memory)];
};

/**
 * A count is remembered once and never overwritten, unless it was restored. A zero is remembered, too, and stays from night to
 * night: a service that is at zero on purpose is not taken for one whose count was lost. It gives way to the first count above
 * it.
 */
export const toRemember = (seen: EcsObservation, memory: ServiceMemory | undefined): Effect[] => {
  if (memory?.givenBack && seen.desired > 0) return [anew(seen, memory)];
  if (memory && memory.desired > 0) return newTarget(seen, memory);
  if (seen.desired === 0) return rememberZero(seen, memory);
  const scaling = seen.scaling ? { scaling: seen.scaling } : {};
  return [{ do: 'remember', kind: 'ecs-service', desired: seen.desired, ...scaling, ...cutOff(seen) }];
};
