// What the calls of adapter.ts need.

import type { Arn } from '#core/aws/arn.ts';
import { type KindPermissions, type Permission, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

type Groups = readonly ResourceOf<'elasticache-replication-group'>[];

const change = (groups: Groups, arn: Arn, actions: Permission['actions']): Permission[] =>
  groups.length === 0
    ? []
    : [
        {
          actions: {
            ...actions,
            'elasticache:ModifyReplicationGroup': 'failover and Multi-AZ of a cache that is shrunk or restored',
          },
          on: groups.map(({ replicationGroup }) => arn('elasticache', `replicationgroup:${replicationGroup}`)),
        },
      ];

export const elastiCacheReplicationGroupPermissions: KindPermissions<'elasticache-replication-group'> = {
  // One call reads all groups. AWS checks a call that names none against every group of account and region.
  observe: (_, arn) => [
    { actions: { 'elasticache:DescribeReplicationGroups': seeState }, on: [arn('elasticache', 'replicationgroup:*')] },
  ],
  // Whatever the definition says by now: a start restores what was shrunk before it said `keep`.
  start: (groups, arn) =>
    change(groups, arn, { 'elasticache:IncreaseReplicaCount': 'bring back the replicas of a cache that was shrunk' }),
  stop: (groups, arn) =>
    change(
      groups.filter(({ whenStopped }) => whenStopped === 'shrink'),
      arn,
      { 'elasticache:DecreaseReplicaCount': 'shrink a cache' },
    ),
};
