// Databases of RDS: instances, and clusters of Aurora with their instances.
import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { auroraObservation } from '../aurora-cluster/adapter.ts';
import type { Reader } from '../inventory/reader.ts';
import { tagMap } from '../inventory/tags.ts';
import type { Found, Host } from '../inventory.ts';
import { rdsObservation } from './adapter.ts';

type Client = Sends<RDSClient>;

const listInstances = (client: Client): Promise<DBInstance[]> =>
  allPages(
    (Marker) => client.send(new DescribeDBInstancesCommand({ MaxRecords: 100, ...(Marker ? { Marker } : {}) })),
    (page) => page.DBInstances,
    (page) => page.Marker,
  );

const listClusters = (client: Client): Promise<DBCluster[]> =>
  allPages(
    (Marker) => client.send(new DescribeDBClustersCommand({ MaxRecords: 100, ...(Marker ? { Marker } : {}) })),
    (page) => page.DBClusters,
    (page) => page.Marker,
  );

type Members = NonNullable<DBInstance['VpcSecurityGroups']>;
const groupsOf = (members: Members | undefined): string[] =>
  (members ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);

const hosts = (...names: readonly (string | undefined)[]): Host[] =>
  names.flatMap((name) => (name ? [{ name: name.toLowerCase() }] : []));

const instanceFound = (instance: DBInstance): Found => {
  const id = instance.DBInstanceIdentifier ?? '';
  return {
    identity: { kind: 'rds-instance', instance: id },
    id,
    tags: tagMap(instance.TagList),
    groups: groupsOf(instance.VpcSecurityGroups),
    hosts: hosts(instance.Endpoint?.Address),
    mentions: [],
    observation: rdsObservation(instance),
    // facts/aws-semantics.md 1.2
    ...(instance.MultiAZ && instance.Engine?.startsWith('sqlserver')
      ? { cannot: 'SQL Server in several zones: RDS cannot stop it' }
      : {}),
  };
};

const clusterFound = (cluster: DBCluster, members: readonly DBInstance[]): Found => {
  const id = cluster.DBClusterIdentifier ?? '';
  const own = members.filter(({ DBClusterIdentifier }) => DBClusterIdentifier === id);
  return {
    identity: { kind: 'aurora-cluster', cluster: id },
    id,
    tags: tagMap(cluster.TagList),
    groups: groupsOf(cluster.VpcSecurityGroups),
    hosts: hosts(
      cluster.Endpoint,
      cluster.ReaderEndpoint,
      ...(cluster.CustomEndpoints ?? []),
      ...own.map(({ Endpoint }) => Endpoint?.Address),
    ),
    mentions: [],
    observation: auroraObservation(cluster, own),
  };
};

/** An instance of a cluster is operated with its cluster, and left out with it. */
export const databases = async (client: Client, { read }: Reader): Promise<Found[]> => {
  const [instances, clusters] = await Promise.all([
    read('rds:DescribeDBInstances', () => listInstances(client), []),
    read('rds:DescribeDBClusters', () => listClusters(client), []),
  ]);
  const alone = instances.filter(({ DBClusterIdentifier }) => !DBClusterIdentifier);
  // The same API lists the clusters of DocumentDB and Neptune, which are kinds of their own.
  const ours = clusters.filter(({ Engine = '' }) => !['docdb', 'neptune'].includes(Engine));
  return [...alone.map(instanceFound), ...ours.map((cluster) => clusterFound(cluster, instances))];
};
