// How the resources of a night stand in the evening, and how long everything takes. A kind that is not known here is left
// as the simulated AWS makes it.
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import type { ResourceWorld } from '../scenario/scenario.ts';
import type { Chance } from './chance.ts';
import { pick } from './choice.ts';

const suspendedNow = (chance: Chance) => {
  const some = chance.happens('suspended by its owner', 0.3);
  const flag = () => some && chance.happens('which is suspended', 0.5);
  return { dynamicScalingIn: flag(), dynamicScalingOut: flag(), scheduledScaling: flag() };
};

/** Bounds that let every count of a night through, down to zero for some. */
export const randomScaling = (chance: Chance, countMax: number) => ({
  min: chance.happens('least is zero', 0.4) ? 0 : 1,
  max: countMax + chance.integer('room above', 2, 6),
  suspended: suspendedNow(chance),
});

/** No service of a night has more tasks than this. */
export const tasksMax = 6;

/** Behind a load balancer the target group tells of the health of tasks that have no check of their own. */
const health = (chance: Chance): ResourceWorld => {
  const loadBalancer = chance.happens('load balancer', 0.4);
  return loadBalancer && chance.happens('without a health check', 0.3)
    ? { loadBalancer, healthCheck: false }
    : { loadBalancer };
};

const service = (chance: Chance): ResourceWorld => ({
  desired: chance.happens('zero on purpose', 0.15) ? 0 : chance.integer('tasks', 1, tasksMax),
  startMinutes: chance.between('tasks start', 0.2, 1.8),
  drainMinutes: chance.between('tasks drain', 0.2, 1.8),
  ...health(chance),
  healthy: true,
  scaling: chance.happens('scales', 0.6) ? randomScaling(chance, tasksMax) : null,
});

/** What RDS never stops by itself. */
const unstoppable = (chance: Chance): ResourceWorld =>
  pick<ResourceWorld>(chance, 'cannot stop', [
    { replicaOf: 'atlas-source' },
    { readReplicas: ['atlas-replica'] },
    { cluster: 'atlas-cluster', engine: 'aurora-postgresql' },
  ]);

const database = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.happens('slow start', 0.1) ? chance.between('minutes', 8, 14) : chance.between('up', 0.4, 3),
  stopMinutes: chance.happens('slow stop', 0.1) ? chance.between('minutes', 8, 14) : chance.between('down', 0.4, 2),
  ...(chance.happens('unstoppable', 0.08) ? unstoppable(chance) : {}),
  ...(chance.happens('stopped before', 0.04) ? { status: 'stopped' } : {}),
});

const cluster = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.between('cluster up', 0.4, 3),
  stopMinutes: chance.between('cluster down', 0.4, 2),
  members: chance.integer('members', 1, 3),
  laggingMinutes: chance.between('lags', 0.1, 1),
  ...(chance.happens('global', 0.06) ? { globalCluster: 'atlas-world' } : {}),
});

const cache = (chance: Chance): ResourceWorld => ({
  replicas: chance.integer('replicas', 0, 2),
  multiAz: chance.happens('multi-AZ', 0.7),
  changeMinutes: chance.between('cache changes', 0.5, 4),
});

const connector = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.between('resume', 0.3, 1.5),
  stopMinutes: chance.between('pause', 0.3, 1.5),
  ...(chance.happens('paused before', 0.05) ? { status: 'PAUSED' } : {}),
});

const worldOf = ({ kind }: Resource, chance: Chance): ResourceWorld | undefined => {
  switch (kind) {
    case 'ecs-service':
      return service(chance);
    case 'rds-instance':
      return database(chance);
    case 'aurora-cluster':
      return cluster(chance);
    case 'elasticache-replication-group':
      return cache(chance);
    case 'msk-connector':
      return connector(chance);
    default:
      return undefined;
  }
};

export const randomWorld = ({ resources }: Definition, chance: Chance): Record<string, ResourceWorld> =>
  Object.fromEntries(
    resources.flatMap((resource) => {
      const world = worldOf(resource, chance);
      return world === undefined ? [] : [[resource.name, world]];
    }),
  );
