// What a scenario may say about a resource, by its kind.
import * as z from 'zod';
import type { Kind } from '#kinds/resource.ts';
import { count, flag, minutes, text, whole } from './fields.ts';
import { status } from './status.ts';

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

const kindWorlds = {
  'rds-instance': z.strictObject({
    status: status('rds-instance').optional(),
    startMinutes: minutes(25).optional(),
    stopMinutes: minutes(6).optional(),
    replicaOf: text('dashboard-db').optional(),
    readReplicas: z
      .array(text('reporting-db'))
      .meta({ examples: [['reporting-db']] })
      .optional(),
    cluster: text('atlas').optional(),
    engine: text('postgres').optional(),
  }),
  'aurora-cluster': z.strictObject({
    status: status('aurora-cluster').optional(),
    startMinutes: minutes(25).optional(),
    stopMinutes: minutes(6).optional(),
    members: whole(0, 16, 2).optional(),
    laggingMinutes: minutes(4).optional(),
    engine: text('aurora-postgresql').optional(),
    engineMode: text('provisioned').optional(),
    globalCluster: text('atlas-global').optional(),
    replicaOf: text('atlas-aurora-east').optional(),
    readReplicas: z
      .array(text('atlas-aurora-west'))
      .meta({ examples: [['atlas-aurora-west']] })
      .optional(),
  }),
  'ecs-service': z.strictObject({
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
  'elasticache-replication-group': z.strictObject({
    status: status('elasticache-replication-group').optional(),
    replicas: whole(0, 5, 1).optional(),
    multiAz: flag(true).optional(),
    automaticFailover: flag(true).optional(),
    clusterMode: flag(false).optional(),
    changeMinutes: minutes(5).optional(),
  }),
  'msk-cluster': z.strictObject({ status: status('msk-cluster').optional() }),
  'msk-connector': z.strictObject({
    status: status('msk-connector').optional(),
    startMinutes: minutes(2).optional(),
    stopMinutes: minutes(2).optional(),
  }),
} as const satisfies Record<Kind, z.ZodObject>;

export const worldOf = (kind: Kind) => kindWorlds[kind];

/** The kinds about which a key says something. */
export const kindsWith = (key: string): Kind[] =>
  (Object.keys(kindWorlds) as Kind[]).filter((kind) => key in kindWorlds[kind].shape);
