// Clusters of other engines that answer to the API of RDS: DocumentDB and its like.
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from './adapter.ts';
import { ofClusters } from './databases/rds-snapshots.ts';
import { tagMap } from './inventory/tags.ts';
import { groupsOf, type StatusAdapter } from './status-adapter.ts';
import { databaseWindows } from './window.ts';

type Client = Sends<RDSClient>;

const filter = (Name: string, Values: readonly string[]) => ({ Name, Values: [...Values] });

const clusters = (client: Client, engine: string, names: readonly string[] | undefined) => {
  const Filters = [filter('engine', [engine]), ...(names ? [filter('db-cluster-id', names)] : [])];
  return allPages(
    (Marker) => client.send(new DescribeDBClustersCommand({ Filters, ...(Marker ? { Marker } : {}) })),
    (page) => page.DBClusters,
    (page) => page.Marker,
  );
};

const instances = (client: Client, ids: readonly string[]) =>
  allPages(
    (Marker) =>
      client.send(
        new DescribeDBInstancesCommand({ Filters: [filter('db-cluster-id', ids)], ...(Marker ? { Marker } : {}) }),
      ),
    (page) => page.DBInstances,
    (page) => page.Marker,
  );

/** An instance on its way out is not waited for. */
const isSettled = (status = ''): boolean => ['available', 'backing-up', 'deleting'].includes(status);

export const rdsClusters = (engine: string): StatusAdapter<RDSClient> => ({
  client: RDSClient,
  async read(client, names, towards) {
    const found = await clusters(client, engine, names);
    const ids = found.flatMap(({ DBClusterIdentifier }) => DBClusterIdentifier ?? []);
    // Of its instances a stop needs to know nothing.
    const members = towards === 'start' && ids.length > 0 ? await instances(client, ids) : [];
    return found.map((one) => ({
      name: one.DBClusterIdentifier ?? '',
      status: one.Status ?? 'unknown',
      facts: { engine: one.Engine, globalCluster: one.GlobalClusterIdentifier },
      lagging: members
        .filter((member) => member.DBClusterIdentifier === one.DBClusterIdentifier)
        .filter(({ DBInstanceStatus }) => !isSettled(DBInstanceStatus))
        .map((member) => `${member.DBInstanceIdentifier} is ${member.DBInstanceStatus}`),
      tags: tagMap(one.TagList),
      groups: groupsOf(one.VpcSecurityGroups),
      hosts: [one.Endpoint, one.ReaderEndpoint],
      windows: databaseWindows(one),
    }));
  },
  change: (client, to, DBClusterIdentifier) =>
    to === 'start'
      ? client.send(new StartDBClusterCommand({ DBClusterIdentifier }))
      : client.send(new StopDBClusterCommand({ DBClusterIdentifier })),
  rehearsed: {
    DescribeDBClusters: {
      list: 'DBClusters',
      row: ({ id, status, facts, host, group, tags }) => ({
        DBClusterIdentifier: id,
        Status: status,
        Engine: engine,
        GlobalClusterIdentifier: facts.globalCluster,
        Endpoint: host,
        VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }],
        TagList: tags,
      }),
    },
    DescribeDBInstances: {
      list: 'DBInstances',
      row: ({ id, status, isLagging, memberStatus = isLagging ? 'starting' : status }) => ({
        DBInstanceIdentifier: `${id}-1`,
        DBInstanceStatus: memberStatus,
        DBClusterIdentifier: id,
        Engine: engine,
      }),
    },
  },
  snapshots: ofClusters,
  nameIn: ({ DBClusterIdentifier }) => DBClusterIdentifier,
});
