// Services as the adapter sees them, and what was remembered of them.
import type { ResourceName } from '#core/resource.ts';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Scaling, Suspended } from '#kinds/ecs-service/observation.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import type { ResourceOf } from '#kinds/resource.ts';

type EcsService = ResourceOf<'ecs-service'>;

export const none: Suspended = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
export const all: Suspended = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };
export const bounds = { min: 2, max: 6 };

export const service = (fallbackDesired?: number): EcsService => ({
  kind: 'ecs-service',
  name: 'scoring' as ResourceName,
  dependsOn: [],
  deadlineSeconds: { start: 60, stop: 60 },
  optional: false,
  cluster: 'c',
  service: 's',
  ...(fallbackDesired === undefined ? {} : { fallbackDesired }),
});

export const seen = (facts: Partial<EcsObservation> = {}): EcsObservation => ({
  kind: 'ecs-service',
  status: 'ACTIVE',
  desired: 2,
  running: 2,
  rollout: 'settled',
  tasksLeft: 2,
  tasksHealthy: 2,
  ...facts,
});

export const downWith = (facts: Partial<EcsObservation> = {}) =>
  seen({ desired: 0, running: 0, tasksLeft: 0, tasksHealthy: 0, ...facts });

export const memory = (desired: number, scaling?: Scaling): ServiceMemory => ({
  kind: 'ecs-service',
  resource: 'scoring' as ResourceName,
  desired,
  run: 'r',
  ...(scaling ? { scaling } : {}),
});

export const stop = (facts: EcsObservation, remembered?: ServiceMemory) =>
  towardsEcsService('stop', service(), facts, remembered);
export const start = (facts: EcsObservation, remembered?: ServiceMemory, fallback?: number) =>
  towardsEcsService('start', service(fallback), facts, remembered);
