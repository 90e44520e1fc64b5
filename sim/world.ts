// The resources of a definition in the simulated AWS: built from the scenario's world, changed by whoever acts on it.
import type { Definition } from '#definition/definition.ts';
import { simulatedAurora } from '#kinds/aurora-cluster/simulated.ts';
import type { Scaling } from '#kinds/ecs-service/observation.ts';
import { simulatedEcs } from '#kinds/ecs-service/simulated.ts';
import {
  clamp,
  type SimService,
  schedule,
  setDesired,
  setHealth,
  standing,
  standingService,
  tellCapacity,
} from '#kinds/ecs-service/simulated-world.ts';
import { simulatedElastiCache } from '#kinds/elasticache-replication-group/simulated.ts';
import { simulatedMsk } from '#kinds/msk-cluster/simulated.ts';
import { simulatedKafkaConnect } from '#kinds/msk-connector/simulated.ts';
import { simulatedRds } from '#kinds/rds-instance/simulated.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';
import { simulatedAutoScaling } from './aws/autoscaling.ts';
import { simulatedEc2 } from './aws/ec2.ts';
import { simulatedElbv2 } from './aws/elbv2.ts';
import type { World } from './aws/simulated-service.ts';
import { wiringOf } from './aws/wiring.ts';
import type { ResourceWorld } from './scenario/scenario.ts';

const suspendedWord = ({ suspended }: Scaling): unknown => {
  const flags = Object.values(suspended);
  if (flags.every((flag) => flag)) return 'all';
  return flags.some((flag) => flag) ? suspended : 'none';
};

const ecsState = (service: SimService) => ({
  status: standing(service),
  desired: service.desired,
  running: service.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
  ...(service.scaling
    ? { scaling: { min: service.scaling.min, max: service.scaling.max, suspended: suspendedWord(service.scaling) } }
    : {}),
});

const setEcs = (service: SimService, facts: ResourceWorld, world: World): void => {
  service.facts = { ...service.facts, ...facts };
  if (facts.scaling !== undefined) {
    service.scaling = facts.scaling ?? undefined;
    clamp(service, world);
    tellCapacity(service, world);
  }
  // What was in the way of new tasks may be gone.
  if (facts.noRoom !== undefined || facts.stoppedReason !== undefined) schedule(service, world);
  if (facts.healthy !== undefined) setHealth(service, facts.healthy, world);
  if (facts.desired !== undefined && facts.desired !== service.desired) setDesired(service, facts.desired, world);
};

export type SimulatedWorld = ReturnType<typeof simulatedWorld>;

export const simulatedWorld = (
  definition: Definition,
  facts: Readonly<Record<string, ResourceWorld>>,
  world: World,
) => {
  const of = <K extends Kind>(kind: K) =>
    definition.resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
  const ecsServices = of('ecs-service').map((resource) => standingService(resource, facts[resource.name] ?? {}, world));
  const wiring = wiringOf(definition);
  const aurora = simulatedAurora(of('aurora-cluster'), wiring, world);
  const rds = simulatedRds(of('rds-instance'), aurora, wiring, world);
  const elasticache = simulatedElastiCache(of('elasticache-replication-group'), wiring, world);
  const kafka = simulatedMsk(of('msk-cluster'), wiring, world);
  const kafkaconnect = simulatedKafkaConnect(of('msk-connector'), wiring, world);
  const byKind = {
    'rds-instance': rds,
    'aurora-cluster': aurora,
    'elasticache-replication-group': elasticache,
    'msk-cluster': kafka,
    'msk-connector': kafkaconnect,
  };

  const serviceNamed = (name: string) => ecsServices.find((service) => service.name === name);

  const set = (name: string, change: ResourceWorld): void => {
    const kind = definition.resources.find((resource) => resource.name === name)?.kind;
    const service = serviceNamed(name);
    if (service) setEcs(service, change, world);
    else if (kind !== undefined && kind !== 'ecs-service') byKind[kind].set(name, change);
  };
  for (const [name, change] of Object.entries(facts)) if (!serviceNamed(name)) set(name, change);

  return {
    services: {
      rds: rds.service,
      ecs: simulatedEcs(ecsServices, wiring, world),
      autoscaling: simulatedAutoScaling(ecsServices, world),
      elbv2: simulatedElbv2(ecsServices),
      ec2: simulatedEc2(wiring),
      elasticache: elasticache.service,
      kafka: kafka.service,
      kafkaconnect: kafkaconnect.service,
    },
    /** Someone else changes the world. */
    set,
    /** Application Auto Scaling acts, unless it is suspended; never beyond the bounds of its target. */
    scale(name: string, by: 'alarm' | 'schedule', to: number): void {
      const service = serviceNamed(name);
      const { scaling } = service ?? {};
      if (!service || !scaling) return;
      const { dynamicScalingIn, dynamicScalingOut, scheduledScaling } = scaling.suspended;
      const dynamic = to < service.desired ? dynamicScalingIn : dynamicScalingOut;
      if (by === 'schedule' ? scheduledScaling : dynamic) return;
      const wanted = Math.min(scaling.max, Math.max(scaling.min, to));
      if (wanted !== service.desired) setDesired(service, wanted, world);
    },
    /** Every resource as it stands, by the definition's names. */
    state: (): Record<string, { readonly status?: string | undefined; readonly [fact: string]: unknown }> =>
      Object.fromEntries(
        definition.resources.map(({ name, kind }) => {
          const service = serviceNamed(name);
          if (service) return [name, ecsState(service)];
          return [name, kind === 'ecs-service' ? {} : byKind[kind].state(name)];
        }),
      ),
  };
};
