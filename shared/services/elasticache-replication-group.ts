// ElastiCache replication groups: a gate, read only (facts/aws-semantics.md 3).
import {
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import type { CacheObservation, Reading } from '#domain/observation.ts';
import type { ResourceName } from '#domain/resource.ts';
import { calling, readBatch } from './aws-errors.ts';
import { allPages } from './paging.ts';
import type { Sends, Service } from './service.ts';
import { unexpected } from './unexpected.ts';

const describe = (client: Sends<ElastiCacheClient>): Promise<ReplicationGroup[]> =>
  calling('describe replication groups', () =>
    allPages(
      (Marker) => client.send(new DescribeReplicationGroupsCommand({ MaxRecords: 100, ...(Marker ? { Marker } : {}) })),
      (page) => page.ReplicationGroups,
      (page) => page.Marker,
    ),
  );

const observationOf = (group: ReplicationGroup): CacheObservation => ({
  kind: 'elasticache-replication-group',
  // Compared case-insensitively: node groups and serverless caches spell their states differently.
  status: (group.Status ?? 'unknown').toLowerCase(),
  replicas: Math.max(0, (group.MemberClusters?.length ?? 1) - 1),
  multiAz: group.MultiAZ === 'enabled',
});

export const elastiCacheReplicationGroup = (
  client: Sends<ElastiCacheClient>,
): Service<'elasticache-replication-group'> => ({
  observe: (resources) =>
    readBatch(resources, async () => {
      const groups = new Map((await describe(client)).map((group) => [group.ReplicationGroupId, group]));
      return new Map(
        resources.map(({ name, replicationGroup }): [ResourceName, Reading<CacheObservation>] => {
          const seen = groups.get(replicationGroup);
          return [name, seen ? { state: 'seen', observation: observationOf(seen) } : { state: 'absent' }];
        }),
      );
    }),
  act: async (_resource, effect) => unexpected('elasticache-replication-group', effect),
});
