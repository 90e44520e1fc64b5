// ElastiCache replication groups: checked, and where the definition says so shrunk and restored (facts/aws-semantics.md 3).
import {
  DecreaseReplicaCountCommand,
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  IncreaseReplicaCountCommand,
  ModifyReplicationGroupCommand,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import { OperationError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends, Service } from '../adapter.ts';
import type { AwsEffect } from '../effect.ts';
import type { Reading } from '../observation.ts';
import { unexpected } from '../unexpected.ts';
import type { CacheObservation } from './definition.ts';

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
  automaticFailover: group.AutomaticFailover ?? 'disabled',
  // `compatible` is on its way to cluster mode; it is treated like it.
  clusterMode: group.ClusterEnabled === true || (group.ClusterMode ?? 'disabled') !== 'disabled',
});

/** ElastiCache says so when the count is already the requested one. */
const alreadySo = (error: unknown): boolean => error instanceof OperationError && error.awsCode === 'NoOperationFault';

const change = async (doing: string, call: () => Promise<unknown>): Promise<void> => {
  try {
    await calling(doing, call);
  } catch (error) {
    if (!alreadySo(error)) throw error;
  }
};

const act = (client: Sends<ElastiCacheClient>, ReplicationGroupId: string, effect: AwsEffect): Promise<void> => {
  // Without it the change waits for the maintenance window, or is refused (facts/aws-semantics.md 3.1).
  const group = { ReplicationGroupId, ApplyImmediately: true };
  switch (effect.do) {
    case 'set-failover':
      return change(`set the failover of cache ${ReplicationGroupId}`, () =>
        client.send(
          new ModifyReplicationGroupCommand({
            ...group,
            MultiAZEnabled: effect.multiAz,
            AutomaticFailoverEnabled: effect.automaticFailover,
          }),
        ),
      );
    case 'add-replicas':
      return change(`raise cache ${ReplicationGroupId} to ${effect.replicas} replicas`, () =>
        client.send(new IncreaseReplicaCountCommand({ ...group, NewReplicaCount: effect.replicas })),
      );
    case 'remove-replicas':
      return change(`lower cache ${ReplicationGroupId} to ${effect.replicas} replicas`, () =>
        client.send(new DecreaseReplicaCountCommand({ ...group, NewReplicaCount: effect.replicas })),
      );
    default:
      return unexpected('elasticache-replication-group', effect);
  }
};

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
  async act({ replicationGroup }, effect) {
    await act(client, replicationGroup, effect);
  },
});
