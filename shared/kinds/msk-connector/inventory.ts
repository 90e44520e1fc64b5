// Clusters of MSK, and the connectors of MSK Connect that work on them.
import {
  type Cluster,
  GetBootstrapBrokersCommand,
  type KafkaClient,
  ListClustersV2Command,
} from '@aws-sdk/client-kafka';
import {
  type ConnectorSummary,
  type KafkaConnectClient,
  ListConnectorsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-kafkaconnect';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { hostCandidates } from '../inventory/host-candidates.ts';
import type { Reader } from '../inventory/reader.ts';
import { noTags } from '../inventory/tags.ts';
import type { Found, Host } from '../inventory.ts';

const listClusters = (client: Sends<KafkaClient>): Promise<Cluster[]> =>
  allPages(
    (NextToken) => client.send(new ListClustersV2Command({ MaxResults: 100, ...(NextToken ? { NextToken } : {}) })),
    (page) => page.ClusterInfoList,
    (page) => page.NextToken,
  );

/** Under every way to authenticate there is a list of brokers; their names differ by network only. */
const brokersOf = async (client: Sends<KafkaClient>, ClusterArn: string): Promise<Host[]> => {
  const { $metadata: _, ...lists } = await client.send(new GetBootstrapBrokersCommand({ ClusterArn }));
  const names = Object.values(lists).flatMap((list) => hostCandidates('brokers', list ?? ''));
  return [...new Set(names)].map((name) => ({ name }));
};

const clusterFound = ({ ClusterName = '', Tags = {}, Provisioned, Serverless }: Cluster, hosts: Host[]): Found => ({
  identity: { kind: 'msk-cluster', cluster: ClusterName },
  id: ClusterName,
  tags: new Map(Object.entries(Tags)),
  groups: [
    ...(Provisioned?.BrokerNodeGroupInfo?.SecurityGroups ?? []),
    ...(Serverless?.VpcConfigs ?? []).flatMap(({ SecurityGroupIds = [] }) => SecurityGroupIds),
  ],
  hosts,
  mentions: [],
});

export const kafkaClusters = async (client: Sends<KafkaClient>, { read }: Reader): Promise<Found[]> => {
  const clusters = await read('kafka:ListClustersV2', () => listClusters(client), []);
  const found: Found[] = [];
  for (const cluster of clusters) {
    const { ClusterArn: arn } = cluster;
    const hosts = arn ? await read('kafka:GetBootstrapBrokers', () => brokersOf(client, arn), []) : [];
    found.push(clusterFound(cluster, hosts));
  }
  return found;
};

const listConnectors = (client: Sends<KafkaConnectClient>): Promise<ConnectorSummary[]> =>
  allPages(
    (nextToken) => client.send(new ListConnectorsCommand({ maxResults: 100, ...(nextToken ? { nextToken } : {}) })),
    (page) => page.connectors,
    (page) => page.nextToken,
  );

const connectorFound = (connector: ConnectorSummary, tags: ReadonlyMap<string, string>): Found => {
  const { connectorName = '', kafkaCluster } = connector;
  const { bootstrapServers = '', vpc } = kafkaCluster?.apacheKafkaCluster ?? {};
  return {
    identity: { kind: 'msk-connector', connector: connectorName },
    id: connectorName,
    tags,
    groups: vpc?.securityGroups ?? [],
    hosts: [],
    mentions: [{ where: 'its list of brokers', candidates: hostCandidates('brokers', bootstrapServers) }],
  };
};

export const kafkaConnectors = async (
  client: Sends<KafkaConnectClient>,
  { read }: Reader,
  wantsTags: boolean,
): Promise<Found[]> => {
  const connectors = await read('kafkaconnect:ListConnectors', () => listConnectors(client), []);
  const found: Found[] = [];
  for (const connector of connectors) {
    const { connectorArn: resourceArn } = connector;
    const tags =
      wantsTags && resourceArn
        ? await read(
            'kafkaconnect:ListTagsForResource',
            async () =>
              new Map(Object.entries((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {})),
            noTags,
          )
        : noTags;
    found.push(connectorFound(connector, tags));
  }
  return found;
};
