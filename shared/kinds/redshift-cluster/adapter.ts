import {
  DescribeClustersCommand,
  PauseClusterCommand,
  RedshiftClient,
  ResumeClusterCommand,
} from '@aws-sdk/client-redshift';
import { allPages } from '#core/aws/paging.ts';
import { tagMap } from '../inventory/tags.ts';
import { statusAdapter } from '../status-adapter.ts';

export const redshiftClusterAdapter = statusAdapter<RedshiftClient>({
  client: RedshiftClient,
  // It has no filter by name, and asking for one that does not exist fails.
  async read(client, names) {
    const found = await allPages(
      (Marker) => client.send(new DescribeClustersCommand({ MaxRecords: 100, ...(Marker ? { Marker } : {}) })),
      (page) => page.Clusters,
      (page) => page.Marker,
    );
    return found
      .filter(({ ClusterIdentifier = '' }) => names?.includes(ClusterIdentifier) ?? true)
      .map((one) => ({
        name: one.ClusterIdentifier ?? '',
        status: one.ClusterStatus ?? 'unknown',
        facts: {},
        tags: tagMap(one.Tags),
        groups: (one.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
        hosts: [one.Endpoint?.Address],
      }));
  },
  change: (client, to, ClusterIdentifier) =>
    to === 'start'
      ? client.send(new ResumeClusterCommand({ ClusterIdentifier }))
      : client.send(new PauseClusterCommand({ ClusterIdentifier })),
  rehearsed: {
    DescribeClusters: {
      list: 'Clusters',
      row: ({ id, status, host, group, tags }) => ({
        ClusterIdentifier: id,
        ClusterStatus: status,
        Endpoint: { Address: host, Port: 5439 },
        VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }],
        Tags: tags,
      }),
    },
  },
  nameIn: ({ ClusterIdentifier }) => ClusterIdentifier,
});
