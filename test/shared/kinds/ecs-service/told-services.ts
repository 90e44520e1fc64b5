// Services as the adapter sees them, for the reasons that a decision tells.
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Scaling } from '#kinds/ecs-service/observation.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import { named, service } from '#test/support/definitions.ts';

export const none = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
export const all = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };

export const up = (facts: Partial<EcsObservation> = {}): EcsObservation => ({
  kind: 'ecs-service',
  status: 'ACTIVE',
  desired: 2,
  running: 2,
  rollout: 'settled',
  tasksLeft: 2,
  tasksHealthy: 2,
  ...facts,
});
export const down = (facts: Partial<EcsObservation> = {}) =>
  up({ desired: 0, running: 0, tasksLeft: 0, tasksHealthy: 0, ...facts });
export const memory = (more: Partial<ServiceMemory> = {}): ServiceMemory => ({
  kind: 'ecs-service',
  resource: named('app'),
  desired: 2,
  run: 'r',
  ...more,
});
export const scaling = (min: number, suspended: Scaling['suspended']) => ({ scaling: { min, max: 6, suspended } });

export const stop = (seen: EcsObservation, remembered?: ServiceMemory) =>
  towardsEcsService('stop', service('app'), seen, remembered);
