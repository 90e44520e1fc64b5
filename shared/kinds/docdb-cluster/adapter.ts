import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { tagMap } from '../inventory/tags.ts';
import { statusAdapter } from '../status-adapter.ts';

const clusters = (client: Sends<RDSClient>, names: readonly string[] | undefined): Promise<DBCluster[]> => {
  const Filters = [
    { Name: 'engine', Values: ['docdb'] },
    ...(names ? [{ Name: 'db-cluster-id', Values: [...names] }] : []),
  ];
  return allPages(
    (Marker) => client.send(new DescribeDBClustersCommand({ Filters, ...(Marker ? { Marker } : {}) })),
    (page) => page.DBClusters,
    (page) => page.Marker,
  );
};

const instances = (client: Sends<RDSClient>, ids: string[]): Promise<DBInstance[]> => {
  const Filters = [{ Name: 'db-cluster-id', Values: ids }];
  return allPages(
    (Marker) => client.send(new DescribeDBInstancesCommand({ Filters, ...(Marker ? { Marker } : {}) })),
    (page) => page.DBInstances,
    (page) => page.Marker,
  );
};

export const docdbClusterAdapter = statusAdapter<RDSClient>({
  client: RDSClient,
  async read(client, names, towards) {
    const found = await clusters(client, names);
    const ids = found.flatMap(({ DBClusterIdentifier }) => DBClusterIdentifier ?? []);
    // Of its instances a stop needs to know nothing.
    const members = towards === 'start' && ids.length > 0 ? await instances(client, ids) : [];
    return found.map((one) => ({
      name: one.DBClusterIdentifier ?? '',
      status: one.Status ?? 'unknown',
      facts: { engine: one.Engine, globalCluster: one.GlobalClusterIdentifier },
      lagging: members
        .filter((member) => member.DBClusterIdentifier === one.DBClusterIdentifier)
        .filter(({ DBInstanceStatus = '' }) => !['available', 'backing-up', 'deleting'].includes(DBInstanceStatus))
        .map((member) => `${member.DBInstanceIdentifier} is ${member.DBInstanceStatus}`),
      tags: tagMap(one.TagList),
      groups: (one.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
      hosts: [one.Endpoint, one.ReaderEndpoint],
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
        Engine: 'docdb',
        GlobalClusterIdentifier: facts.globalCluster,
        Endpoint: host,
        VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }],
        TagList: tags,
      }),
    },
    DescribeDBInstances: {
      list: 'DBInstances',
      row: ({ id, status, isLagging }) => ({
        DBInstanceIdentifier: `${id}-1`,
        DBInstanceStatus: isLagging ? 'starting' : status,
        DBClusterIdentifier: id,
        Engine: 'docdb',
      }),
    },
  },
  nameIn: ({ DBClusterIdentifier }) => DBClusterIdentifier,
});
