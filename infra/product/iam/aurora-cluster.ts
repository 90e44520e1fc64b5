// The calls of shared/kinds/aurora-cluster/adapter.ts.
import { allow, type PermissionsOf } from './permissions.ts';

const change = { start: 'rds:StartDBCluster', stop: 'rds:StopDBCluster' } as const;

export const auroraCluster: PermissionsOf<'aurora-cluster'> = {
  // One call reads all clusters and one all their instances, with a filter. AWS checks such a call against all of account
  // and region.
  observe: (_, arn) => [
    allow(['rds:DescribeDBClusters'], [arn('rds', 'cluster:*')]),
    allow(['rds:DescribeDBInstances'], [arn('rds', 'db:*')]),
  ],
  act: (clusters, { action, arn }) => [
    allow(
      [change[action]],
      clusters.map(({ cluster }) => arn('rds', `cluster:${cluster}`)),
    ),
  ],
};
