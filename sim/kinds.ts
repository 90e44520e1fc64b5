// Kind -> how it is rehearsed. In the order in which random environments are drawn.

import * as z from 'zod';
import type { Definition } from '#definition/definition.ts';
import { alwaysOnRehearsal } from '#kinds/always-on/simulated.ts';
import { auroraClusterRehearsal } from '#kinds/aurora-cluster/rehearsal.ts';
import { autoScalingGroupRehearsal } from '#kinds/auto-scaling-group/rehearsal.ts';
import { clickhouseCloudServiceRehearsal } from '#kinds/clickhouse-cloud-service/simulated.ts';
import { clickpipeRehearsal } from '#kinds/clickpipe/simulated.ts';
import { ecsServiceRehearsal } from '#kinds/ecs-service/rehearsal.ts';
import { eksNodeGroupRehearsal } from '#kinds/eks-node-group/rehearsal.ts';
import { elastiCacheReplicationGroupRehearsal } from '#kinds/elasticache-replication-group/rehearsal.ts';
import { httpRehearsal } from '#kinds/http/simulated.ts';
import { metricRehearsal } from '#kinds/metric/simulated.ts';
import { mongodbAtlasClusterRehearsal } from '#kinds/mongodb-atlas-cluster/simulated.ts';
import { mskClusterRehearsal } from '#kinds/msk-cluster/simulated.ts';
import { mskConnectorRehearsal } from '#kinds/msk-connector/simulated.ts';
import { rdsInstanceRehearsal } from '#kinds/rds-instance/rehearsal.ts';
import { awsNameOf, type Kind } from '#kinds/resource.ts';
import { sqsQueueRehearsal } from '#kinds/sqs-queue/simulated.ts';
import { statusAdapterOf } from '#kinds/status-adapters.ts';
import { callsOf } from '#kinds/status-columns.ts';
import { type Facts, nameFields, type StatusKind } from '#kinds/status-kind.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from '#kinds/status-kinds.ts';
import { clusterSnapshotCalls, randomSnapshots, snapshotsGoWrong, snapshotsWorld } from './aws/random-snapshots.ts';
import { type KindRehearsal, type Simulates, statuses } from './kind-rehearsal.ts';
import { pick } from './random/choice.ts';
import { flag, minutes, text } from './scenario/fields.ts';
import { status } from './scenario/status.ts';

/** Of a kind that is described as a value. */
const rehearsalOfStatusKind = (kind: StatusKind): KindRehearsal<StatusKindName> => {
  const { goes } = statusAdapterOf(kind.kind as StatusKindName);
  const { calls, rehearsal, statuses: statusGroups } = kind;
  const known = Object.values(statusGroups).flat();
  const [up = 'up'] = statusGroups.up;
  const [down = 'down'] = statusGroups.down;
  const { facts = {} } = rehearsal;
  const hasMembers = calls.reads.includes('DescribeDBInstances');
  const hasSnapshots = 'snapshotBeforeStop' in kind.fields;
  const memberTrouble = hasMembers
    ? [{ wrong: [{ memberStatus: 'storage-full' }], right: { memberStatus: up, status: up } }]
    : [];
  return {
    operations: { [calls.service]: [...callsOf(kind), ...(hasSnapshots ? clusterSnapshotCalls : [])] },
    standing: {
      up: [...statusGroups.up, ...(statusGroups.busy ?? [])],
      down: statusGroups.down,
      gone: kind.gone ?? [],
    },
    moves: { [calls.start]: goes ?? 'start', [calls.stop]: goes ?? 'stop' },
    protectedBecause: (world, resource) =>
      kind.cannotStop?.(world as unknown as Facts, resource as unknown as Facts)?.reason,
    world: z.strictObject({
      status: status(known).optional(),
      startMinutes: minutes(25).optional(),
      stopMinutes: minutes(6).optional(),
      ...(hasSnapshots ? { snapshots: snapshotsWorld } : {}),
      ...(hasMembers ? { memberStatus: text('storage-full').optional() } : {}),
      ...Object.fromEntries(
        Object.entries({ ...facts, ...rehearsal.otherFacts }).map(([key, example]) => [
          key,
          (typeof example === 'boolean' ? flag(example) : text(example)).optional(),
        ]),
      ),
    }),
    stack: 'data',
    host: ({ name }) => `${name}.simulated.${calls.service}.us-east-1.amazonaws.com`,
    variable: (host) => ({ suffix: 'HOST', value: host }),
    watched: (resource) => ({
      namespace: kind.metric.namespace,
      metric: kind.metric.name,
      dimensions: { [kind.metric.dimension]: awsNameOf(resource) },
    }),
    random: {
      weight: 1,
      prefix: rehearsal.prefix,
      fields: (id, chance) => ({
        [nameFields(kind).at(-1) ?? '']: rehearsal.randomName?.(() => chance.integer('hex digit', 0, 15)) ?? id,
        ...(hasSnapshots ? randomSnapshots(chance) : {}),
      }),
      world: (chance) => ({
        startMinutes: chance.between('up', 0.4, 3),
        stopMinutes: chance.between('down', 0.4, 2),
        ...(chance.happens('stopped before', 0.04) ? { status: down } : {}),
        ...(Object.keys(facts).length > 0 && chance.happens('unstoppable', 0.08)
          ? Object.fromEntries([pick(chance, 'cannot stop', Object.entries(facts))])
          : {}),
      }),
      disturbances: [
        statuses(up, ...(statusGroups.busy ?? []), ...statusGroups.moving, ...statusGroups.broken, 'resizing-the-moon'),
        ...memberTrouble,
        ...(hasSnapshots ? [snapshotsGoWrong] : []),
      ],
      byHand: { what: `${kind.kind} status`, statuses: [up, down] },
      hasAlarms: true,
    },
  };
};

const described = Object.fromEntries(
  statusKindNames.map((name) => [name, rehearsalOfStatusKind(statusKindOf(name))]),
) as unknown as { readonly [K in StatusKindName]: KindRehearsal<K> };

/** Their machines are made of one another, or of a description: `world.ts` puts them together. */
type Intertwined =
  | 'ecs-service'
  | 'rds-instance'
  | 'aurora-cluster'
  | 'auto-scaling-group'
  | 'eks-node-group'
  | StatusKindName;

export type Rehearsals = {
  readonly [K in Kind]: K extends Intertwined ? KindRehearsal<K> : KindRehearsal<K> & Simulates<K>;
};

export const rehearsals: Rehearsals = {
  'ecs-service': ecsServiceRehearsal,
  'rds-instance': rdsInstanceRehearsal,
  'aurora-cluster': auroraClusterRehearsal,
  'msk-connector': mskConnectorRehearsal,
  'elasticache-replication-group': elastiCacheReplicationGroupRehearsal,
  'msk-cluster': mskClusterRehearsal,
  'auto-scaling-group': autoScalingGroupRehearsal,
  'eks-node-group': eksNodeGroupRehearsal,
  http: httpRehearsal,
  'sqs-queue': sqsQueueRehearsal,
  metric: metricRehearsal,
  'always-on': alwaysOnRehearsal,
  'mongodb-atlas-cluster': mongodbAtlasClusterRehearsal,
  'clickhouse-cloud-service': clickhouseCloudServiceRehearsal,
  clickpipe: clickpipeRehearsal,
  ...described,
};

const makers: readonly (readonly [Kind, unknown])[] = Object.entries(rehearsals) as [Kind, unknown][];

/** Kinds whose machines need no others, with what makes them. */
export const simulatedKinds = makers.flatMap(([kind, rehearsal]) => {
  const { simulate, ...of } = rehearsal as KindRehearsal<Kind> & Partial<Simulates<Kind>>;
  const [service = ''] = Object.keys(of.operations);
  const operations = new Set([...(of.operations[service] ?? []), ...(of.inventoryOperations?.[service] ?? [])]);
  return simulate ? [{ kind, service, operations, simulate }] : [];
});

export const rehearsedKinds = Object.keys(rehearsals) as readonly Kind[];

/** Typed so that callers need not know which kind it is. */
export const rehearsalOf = (kind: Kind): KindRehearsal<Kind> => rehearsals[kind] as unknown as KindRehearsal<Kind>;

/** Of the metrics that an alarm on a resource watches. */
export const dimensionsIn =
  ({ resources }: Pick<Definition, 'resources'>) =>
  (name: string): Readonly<Record<string, string>> => {
    const watched = resources.find((one) => one.name === name);
    return watched ? rehearsalOf(watched.kind).watched(watched).dimensions : {};
  };
