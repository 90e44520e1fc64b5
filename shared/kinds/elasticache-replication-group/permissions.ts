// What the calls of adapter.ts need.

import type { Arn } from '#core/aws/arn.ts';
import { type KindPermissions, type Permission, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

type Groups = readonly ResourceOf<'elasticache-replication-group'>[];

/** What a request to modify a group must not carry: everything but the failover that the run changes. */
const nothingElse = (failover: 'true' | 'false'): NonNullable<Permission['conditions']> => ({
  Bool: { 'elasticache:AutomaticFailoverEnabled': failover },
  BoolIfExists: { 'elasticache:AuthTokenEnabled': 'false' },
  Null: Object.fromEntries(
    [
      'CacheNodeType',
      'CacheParameterGroupName',
      'ClusterModeEnabled',
      'Durability',
      'EngineVersion',
      'SnapshotRetentionLimit',
      'TransitEncryptionEnabled',
    ].map((key) => [`elasticache:${key}`, 'true']),
  ),
});

/** A group of its own ARN: user groups, security groups and parameter groups have others, so they cannot be given to it. */
const named = (groups: Groups, arn: Arn): string[] =>
  groups.map(({ replicationGroup }) => arn('elasticache', `replicationgroup:${replicationGroup}`));

type Change = { readonly replicas: Permission['actions']; readonly failover: 'true' | 'false' };

const change = (groups: Groups, arn: Arn, { replicas, failover }: Change): Permission[] =>
  groups.length === 0
    ? []
    : [
        { actions: replicas, on: named(groups, arn) },
        {
          actions: {
            'elasticache:ModifyReplicationGroup': 'change failover and Multi-AZ of a cache that is shrunk or restored',
          },
          on: named(groups, arn),
          conditions: nothingElse(failover),
        },
      ];

export const elastiCacheReplicationGroupPermissions: KindPermissions<'elasticache-replication-group'> = {
  // One call reads all groups. AWS checks a call that names none against every group of account and region.
  observe: (_, arn) => [
    { actions: { 'elasticache:DescribeReplicationGroups': seeState }, on: [arn('elasticache', 'replicationgroup:*')] },
  ],
  // Independent of the definition of now: a start restores what was shrunk before it said `keep`.
  start: (groups, arn) =>
    change(groups, arn, {
      replicas: { 'elasticache:IncreaseReplicaCount': 'restore the replicas of a cache' },
      failover: 'true',
    }),
  stop: (groups, arn) =>
    change(
      groups.filter(({ whenStopped }) => whenStopped === 'shrink'),
      arn,
      { replicas: { 'elasticache:DecreaseReplicaCount': 'shrink a cache' }, failover: 'false' },
    ),
};
