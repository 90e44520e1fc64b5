// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import * as z from 'zod';
import type { KindRehearsal } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { pick } from '#sim/random/choice.ts';
import { count, flag, minutes } from '#sim/scenario/fields.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';

const flagsOf = (value: boolean) => ({ dynamicScalingIn: value, dynamicScalingOut: value, scheduledScaling: value });

const suspended = z
  .union([
    z.enum(['none', 'all']).transform((word) => flagsOf(word === 'all')),
    z.strictObject({ dynamicScalingIn: flag(true), dynamicScalingOut: flag(true), scheduledScaling: flag(false) }),
  ])
  .meta({ examples: ['none', flagsOf(true)] })
  .default(flagsOf(false));

const scaling = z
  .strictObject({ min: count(2), max: count(6), suspended })
  .refine(({ min, max }) => min <= max, {
    error: ({ input }) => `has a \`min\` of ${(input as { min: number }).min}, which is more than its \`max\``,
    params: { remedy: 'swap the two' },
  })
  .meta({ examples: [{ min: 2, max: 6, suspended: 'none' }] })
  .nullable();

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

const fields = (service: string, chance: Chance): Readonly<Record<string, unknown>> => {
  const fallback = chance.happens('fallback', 0.4) ? { fallbackDesired: chance.integer('fallback count', 1, 3) } : {};
  return { cluster: pick(chance, 'cluster', ['atlas', 'atlas', 'atlas-batch']), service, ...fallback };
};

export const ecsServiceRehearsal: KindRehearsal<'ecs-service'> = {
  operations: {
    ecs: ['DescribeServices', 'DescribeTaskDefinition', 'DescribeTasks', 'ListTasks', 'UpdateService'],
    autoscaling: ['DescribeScalableTargets', 'RegisterScalableTarget'],
    elbv2: ['DescribeTargetHealth'],
  },
  inventoryOperations: { ecs: ['ListClusters', 'ListServices'] },
  standing: { up: ['steady'], down: ['stopped'] },
  moves: {},
  world: z.strictObject({
    desired: count(2).optional(),
    startMinutes: minutes(2).optional(),
    drainMinutes: minutes(6).optional(),
    healthy: flag(true).optional(),
    loadBalancer: flag(true).optional(),
    healthCheck: flag(false).optional(),
    rollout: z
      .enum(['COMPLETED', 'IN_PROGRESS', 'FAILED'])
      .meta({ examples: ['IN_PROGRESS'] })
      .optional(),
    scaling: scaling.optional(),
  }),
  stack: 'workloads',
  host: ({ name }) => name,
  variable: (host) => ({ suffix: 'URL', value: `http://${host}:8080` }),
  watched: ({ service, cluster }) => ({
    metric: 'RunningTaskCount',
    namespace: 'ECS/ContainerInsights',
    dimensions: { ServiceName: service, ClusterName: cluster },
  }),
  random: {
    weight: 5,
    prefix: 'svc',
    fields,
    world: service,
    hasAlarms: true,
    disturbances: [{ wrong: [{ healthy: false }], right: { healthy: true } }],
  },
};
