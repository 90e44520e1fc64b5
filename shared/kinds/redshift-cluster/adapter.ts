import {
  type Cluster,
  DescribeClustersCommand,
  PauseClusterCommand,
  RedshiftClient,
  ResumeClusterCommand,
} from '@aws-sdk/client-redshift';
import { changedBy, listedAdapter, reading } from '../listed-adapter.ts';

export const redshiftClusterAdapter = listedAdapter<RedshiftClient, Cluster>({
  client: RedshiftClient,
  // It has no filter by name, and asking for one that does not exist fails.
  list: reading(DescribeClustersCommand, 'Clusters', () => ({ MaxRecords: 100 }), 'Marker'),
  row: {
    name: 'ClusterIdentifier',
    status: 'ClusterStatus',
    groups: 'VpcSecurityGroups[].VpcSecurityGroupId',
    hosts: ['Endpoint.Address'],
    maintenance: 'PreferredMaintenanceWindow',
  },
  changes: changedBy('ClusterIdentifier', ResumeClusterCommand, PauseClusterCommand),
});
