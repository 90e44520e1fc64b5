// The calls of shared/kinds/elasticache-replication-group/adapter.ts.
import type { ResourceOf } from '#kinds/resource.ts';
import { allow, type PermissionsOf } from './permissions.ts';

type ElastiCacheReplicationGroup = ResourceOf<'elasticache-replication-group'>;

const change = { start: 'elasticache:IncreaseReplicaCount', stop: 'elasticache:DecreaseReplicaCount' } as const;

/** Only a stop knows beforehand: a start restores what was shrunk, even if the definition says `keep` by now. */
const mayChange = {
  start: () => true,
  stop: ({ whenStopped }: ElastiCacheReplicationGroup) => whenStopped === 'shrink',
};

export const elastiCacheReplicationGroup: PermissionsOf<'elasticache-replication-group'> = {
  // One call reads all groups. AWS checks a call that names none against every group of account and region.
  observe: (_, arn) => [allow(['elasticache:DescribeReplicationGroups'], [arn('elasticache', 'replicationgroup:*')])],
  act: (groups, { action, arn }) => {
    const changed = groups.filter(mayChange[action]);
    if (changed.length === 0) return [];
    return [
      allow(
        [change[action], 'elasticache:ModifyReplicationGroup'],
        changed.map(({ replicationGroup }) => arn('elasticache', `replicationgroup:${replicationGroup}`)),
      ),
    ];
  },
};
