// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import type { KindRehearsal } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { pick } from '#sim/random/choice.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { ecsWorld } from './rehearsal-facts.ts';

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

/** Behind a load balancer the target group reports the health of tasks that have no check of their own. */
const healthOf = (chance: Chance): ResourceWorld => {
  const loadBalancer = chance.happens('load balancer', 0.4);
  return loadBalancer && chance.happens('without a health check', 0.3)
    ? { loadBalancer, healthCheck: false }
    : { loadBalancer };
};

/** How services are run today: with groups that take turns, with an agent beside the app, with tasks that finish first. */
const asRunToday = (chance: Chance, { loadBalancer }: ResourceWorld): ResourceWorld => ({
  ...(loadBalancer && chance.happens('blue/green', 0.4)
    ? {
        blueGreen: chance.happens('has switched', 0.5) ? 'alternate' : 'primary',
        network: chance.happens('network', 0.3),
      }
    : {}),
  ...(loadBalancer && chance.happens('unused group', 0.2) ? { unusedGroup: true } : {}),
  ...(loadBalancer && chance.happens('second group', 0.1) ? { secondGroup: 'healthy' } : {}),
  ...(chance.happens('agent', 0.2) ? { sidecar: true } : {}),
  ...(chance.happens('protected', 0.06) ? { protectedMinutes: chance.between('for minutes', 0.3, 3) } : {}),
});

const planned = (chance: Chance, why: string) => ({
  name: why,
  schedule: `cron(${chance.integer(`${why} minute`, 0, 59)} ${chance.integer(`${why} hour`, 0, 23)} ? * * *)`,
  timeZone: pick(chance, 'zone of a plan', ['UTC', 'America/New_York', 'Europe/Paris']),
  min: chance.integer(`${why} least`, 0, 3),
  max: tasksMax + chance.integer(`${why} most`, 1, 6),
});

/** Its owner's own evening and morning. */
const plans = (chance: Chance): ResourceWorld =>
  chance.happens('plans its scaling', 0.15)
    ? { scheduledActions: [planned(chance, 'evening plan'), planned(chance, 'morning plan')] }
    : {};

/** What has no task count of its own, and what is gone but for its name. */
const unusual = (chance: Chance): ResourceWorld => {
  const drawn = chance.number('unusual');
  if (drawn < 0.015) return { strategy: 'DAEMON' };
  if (drawn < 0.03) return { controller: 'EXTERNAL' };
  return drawn < 0.05 ? { desired: 0, scaling: null, deleted: 'INACTIVE' } : {};
};

const service = (chance: Chance): ResourceWorld => {
  const health = healthOf(chance);
  return {
    desired: chance.happens('zero on purpose', 0.15) ? 0 : chance.integer('tasks', 1, tasksMax),
    startMinutes: chance.between('tasks start', 0.2, 1.8),
    drainMinutes: chance.between('tasks drain', 0.2, 1.8),
    ...health,
    ...asRunToday(chance, health),
    healthy: true,
    scaling: chance.happens('scales', 0.6) ? randomScaling(chance, tasksMax) : null,
    ...plans(chance),
    ...unusual(chance),
  };
};

const fields = (service: string, chance: Chance): Readonly<Record<string, unknown>> => {
  const fallback = chance.happens('fallback', 0.4) ? { fallbackDesired: chance.integer('fallback count', 1, 3) } : {};
  return { cluster: pick(chance, 'cluster', ['atlas', 'atlas', 'atlas-batch']), service, ...fallback };
};

export const ecsServiceRehearsal: KindRehearsal<'ecs-service'> = {
  operations: {
    ecs: [
      'DescribeServiceRevisions',
      'DescribeServices',
      'DescribeTaskDefinition',
      'DescribeTasks',
      'GetTaskProtection',
      'ListTasks',
      'UpdateService',
    ],
    autoscaling: ['DescribeScalableTargets', 'DescribeScheduledActions', 'RegisterScalableTarget'],
    elbv2: ['DescribeListeners', 'DescribeRules', 'DescribeTargetHealth'],
  },
  inventoryOperations: { ecs: ['ListClusters', 'ListServices'] },
  standing: { up: ['steady'], down: ['stopped'] },
  moves: {},
  world: ecsWorld,
  stack: 'workloads',
  host: ({ name }) => name,
  variable: (host) => ({ suffix: 'URL', value: `http://${host}:8080` }),
  watched: ({ service, cluster }) => ({
    metric: 'RunningTaskCount',
    namespace: 'ECS/ContainerInsights',
    dimensions: { ServiceName: service, ClusterName: cluster },
  }),
  random: {
    weight: 15,
    prefix: 'svc',
    fields,
    world: service,
    hasAlarms: true,
    disturbances: [
      { wrong: [{ healthy: false }], right: { healthy: true } },
      {
        wrong: [
          { stoppedReason: 'CannotPullContainerError: pull image manifest: manifest unknown' },
          { stoppedReason: 'ResourceInitializationError: unable to pull secrets: context deadline exceeded' },
        ],
        right: { stoppedReason: null },
      },
      { wrong: [{ noRoom: true }], right: { noRoom: false } },
      { wrong: [{ rollout: 'IN_PROGRESS' }], right: { rollout: 'COMPLETED' } },
      // Deleted, and made again by the same name.
      { wrong: [{ deleted: 'DRAINING' }, { deleted: 'INACTIVE' }], right: { missing: false } },
      { wrong: [{ secondGroup: 'unhealthy' }], right: { secondGroup: 'healthy' } },
    ],
  },
};
