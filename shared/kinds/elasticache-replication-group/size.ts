// What caches use: their nodes. A group that shrinks continues using its primaries.
import {
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import { calling } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { Size } from '#core/cost.ts';
import type { Sends } from '../adapter.ts';

const sizeOf = (group: ReplicationGroup, replicas: number | undefined, shrinks: boolean): Size => {
  const { CacheNodeType, Engine, NodeGroups = [], MemberClusters = [] } = group;
  const price = `elasticache/${Engine ?? 'redis'}/${CacheNodeType}`;
  const shards = Math.max(1, NodeGroups.length);
  const own = replicas === undefined ? MemberClusters.length : shards * (1 + replicas);
  return shrinks
    ? { whileUp: [{ price, quantity: own - shards }], always: [] }
    : { whileUp: [{ price, quantity: own }], always: [] };
};

type AskedGroup = { readonly id: string; readonly shrinks: boolean; readonly remembered?: number };

/** By replication group. `remembered`: the replicas that come back. Throws `OperationError`. */
export const cacheSizes = async (
  client: Sends<ElastiCacheClient>,
  groups: readonly AskedGroup[],
): Promise<ReadonlyMap<string, Size>> => {
  if (groups.length === 0) return new Map();
  const all = await calling('describe replication groups', () =>
    allPages(
      (Marker) => client.send(new DescribeReplicationGroupsCommand(Marker ? { Marker } : {})),
      (page) => page.ReplicationGroups,
      (page) => page.Marker,
    ),
  );
  return new Map(
    groups.flatMap(({ id, shrinks, remembered }) => {
      const found = all.find(({ ReplicationGroupId }) => ReplicationGroupId === id);
      return found ? [[id, sizeOf(found, remembered, shrinks)] as const] : [];
    }),
  );
};
