import {
  DescribeClustersCommand,
  PauseClusterCommand,
  RedshiftClient,
  ResumeClusterCommand,
} from '@aws-sdk/client-redshift';
import { tagMap } from '../inventory/tags.ts';
import { groupsOf, markedPages, statusAdapter } from '../status-adapter.ts';
import { window } from '../window.ts';

export const redshiftClusterAdapter = statusAdapter<RedshiftClient>({
  client: RedshiftClient,
  // It has no filter by name, and asking for one that does not exist fails.
  async read(client) {
    const found = await markedPages((page) => client.send(new DescribeClustersCommand(page)), 'Clusters');
    return found.map((one) => ({
      name: one.ClusterIdentifier ?? '',
      status: one.ClusterStatus ?? 'unknown',
      facts: {},
      tags: tagMap(one.Tags),
      groups: groupsOf(one.VpcSecurityGroups),
      hosts: [one.Endpoint?.Address],
      windows: window('maintenance', one.PreferredMaintenanceWindow),
    }));
  },
  change: (client, to, ClusterIdentifier) =>
    to === 'start'
      ? client.send(new ResumeClusterCommand({ ClusterIdentifier }))
      : client.send(new PauseClusterCommand({ ClusterIdentifier })),
  rehearsed: {
    DescribeClusters: {
      list: 'Clusters',
      row: ({ id, status, host, ...one }) => ({
        ...{ ClusterIdentifier: id, ClusterStatus: status, Endpoint: { Address: host }, Tags: one.tags },
        VpcSecurityGroups: [{ VpcSecurityGroupId: one.group }],
      }),
    },
  },
  nameIn: ({ ClusterIdentifier }) => ClusterIdentifier,
});
