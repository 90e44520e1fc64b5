import type { Definition } from '#definition/definition.ts';
import type { ScaledService } from './aws/cloudwatch.ts';
import type { SimulatedWorld } from './world.ts';

/** Those with a scalable target: each of them has alarms of its own. */
export const scaledServices = ({ resources }: Definition, world: SimulatedWorld): ScaledService[] => {
  const state = world.state();
  return resources.flatMap((resource) =>
    resource.kind === 'ecs-service' && state[resource.name]?.scaling !== undefined ? [resource] : [],
  );
};
