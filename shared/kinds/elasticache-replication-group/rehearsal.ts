// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import * as z from 'zod';
import { type KindRehearsal, type Simulates, statuses } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { flag, minutes, whole } from '#sim/scenario/fields.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { status } from '#sim/scenario/status.ts';
import { simulatedElastiCache } from './simulated.ts';

/** What AWS is known to answer, to distinguish a typing mistake from a status that Curfew does not know. */
const known = ['available', 'creating', 'modifying', 'deleting', 'create-failed', 'snapshotting'];

const cache = (chance: Chance): ResourceWorld => ({
  replicas: chance.integer('replicas', 0, 2),
  multiAz: chance.happens('multi-AZ', 0.7),
  changeMinutes: chance.between('cache changes', 0.5, 4),
});

export const elastiCacheReplicationGroupRehearsal: KindRehearsal<'elasticache-replication-group'> &
  Simulates<'elasticache-replication-group'> = {
  simulate: simulatedElastiCache,
  operations: {
    elasticache: [
      'DecreaseReplicaCount',
      'DescribeReplicationGroups',
      'IncreaseReplicaCount',
      'ModifyReplicationGroup',
    ],
  },
  inventoryOperations: { elasticache: ['DescribeCacheClusters', 'ListTagsForResource'] },
  standing: {
    up: ['available', 'modifying', 'snapshotting'],
    // A cache that is shrunk says so; one without replicas is as it is, up and down alike.
    down: ['shrunk', 'unreplicated'],
    gone: ['create-failed', 'deleting'],
  },
  moves: { IncreaseReplicaCount: 'start', DecreaseReplicaCount: 'stop' },
  world: z.strictObject({
    status: status(known).optional(),
    replicas: whole(0, 5, 1).optional(),
    multiAz: flag(true).optional(),
    automaticFailover: flag(true).optional(),
    clusterMode: flag(false).optional(),
    changeMinutes: minutes(5).optional(),
  }),
  stack: 'data',
  host: ({ replicationGroup }) => `master.${replicationGroup}.simulated.use1.cache.amazonaws.com`,
  variable: (host) => ({ suffix: 'HOST', value: host }),
  watched: ({ replicationGroup }) => ({
    metric: 'CurrConnections',
    namespace: 'AWS/ElastiCache',
    dimensions: { ReplicationGroupId: replicationGroup },
  }),
  random: {
    weight: 3,
    prefix: 'cache',
    fields: (replicationGroup, chance) => ({
      replicationGroup,
      whenStopped: chance.happens('shrinks', 0.5) ? 'shrink' : 'keep',
    }),
    world: cache,
    disturbances: [statuses('available', 'modifying', 'snapshotting', 'creating', 'create-failed')],
  },
};
