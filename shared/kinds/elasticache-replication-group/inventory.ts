// Caches of ElastiCache. Security groups come with the nodes, tags one by one.
import {
  type CacheCluster,
  DescribeCacheClustersCommand,
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  ListTagsForResourceCommand,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import type { Reader } from '../inventory/reader.ts';
import { noTags, tagMap } from '../inventory/tags.ts';
import type { Found, Host, Other } from '../inventory.ts';

type Client = Sends<ElastiCacheClient>;
type Tags = ReadonlyMap<string, string>;

const listGroups = (client: Client): Promise<ReplicationGroup[]> =>
  allPages(
    (Marker) => client.send(new DescribeReplicationGroupsCommand({ MaxRecords: 100, ...(Marker ? { Marker } : {}) })),
    (page) => page.ReplicationGroups,
    (page) => page.Marker,
  );

const listNodes = (client: Client): Promise<CacheCluster[]> =>
  allPages(
    (Marker) => client.send(new DescribeCacheClustersCommand({ MaxRecords: 100, ...(Marker ? { Marker } : {}) })),
    (page) => page.CacheClusters,
    (page) => page.Marker,
  );

const hostsOf = ({ ConfigurationEndpoint, NodeGroups = [] }: ReplicationGroup): Host[] =>
  [
    ConfigurationEndpoint,
    ...NodeGroups.flatMap(({ PrimaryEndpoint, ReaderEndpoint }) => [PrimaryEndpoint, ReaderEndpoint]),
  ].flatMap((endpoint) => (endpoint?.Address ? [{ name: endpoint.Address.toLowerCase() }] : []));

const foundOf = (group: ReplicationGroup, nodes: readonly CacheCluster[], tags: Tags): Found => {
  const id = group.ReplicationGroupId ?? '';
  const groups = nodes
    .filter(({ ReplicationGroupId }) => ReplicationGroupId === id)
    .flatMap(({ SecurityGroups = [] }) => SecurityGroups.flatMap(({ SecurityGroupId }) => SecurityGroupId ?? []));
  return {
    identity: { kind: 'elasticache-replication-group', replicationGroup: id },
    id,
    tags,
    groups: [...new Set(groups)],
    hosts: hostsOf(group),
    mentions: [],
  };
};

const alone = ({ CacheClusterId = '', Engine = 'cache' }: CacheCluster, tags: Tags): Other => ({
  what: 'elasticache-cluster',
  id: CacheClusterId,
  tags,
  why: `a ${Engine} cluster without a replication group: it stays up and cannot be checked`,
});

const tagReader =
  (client: Client, { read }: Reader, wantsTags: boolean) =>
  async (ResourceName: string | undefined): Promise<Tags> =>
    wantsTags && ResourceName
      ? read(
          'elasticache:ListTagsForResource',
          async () => tagMap((await client.send(new ListTagsForResourceCommand({ ResourceName }))).TagList),
          noTags,
        )
      : noTags;

export const caches = async (
  client: Client,
  reader: Reader,
  wantsTags: boolean,
): Promise<{ found: Found[]; others: Other[] }> => {
  const [groups, nodes] = await Promise.all([
    reader.read('elasticache:DescribeReplicationGroups', () => listGroups(client), []),
    reader.read('elasticache:DescribeCacheClusters', () => listNodes(client), []),
  ]);
  const tagsOf = tagReader(client, reader, wantsTags);
  const found: Found[] = [];
  for (const group of groups) found.push(foundOf(group, nodes, await tagsOf(group.ARN)));
  const others: Other[] = [];
  for (const node of nodes.filter(({ ReplicationGroupId }) => !ReplicationGroupId))
    others.push(alone(node, await tagsOf(node.ARN)));
  return { found, others };
};
