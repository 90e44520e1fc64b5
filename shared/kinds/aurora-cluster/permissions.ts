// What the calls of adapter.ts need.

import type { Arn } from '#core/aws/arn.ts';
import { deleteSnapshots, makeSnapshot, ownSnapshotPattern, seeSnapshots } from '../databases/snapshot-permissions.ts';
import { type KindPermissions, type Permission, seeBlueGreen, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

const named = (clusters: readonly ResourceOf<'aurora-cluster'>[], arn: Arn): string[] =>
  clusters.map(({ cluster }) => arn('rds', `cluster:${cluster}`));

const wantsSnapshot = ({ snapshotBeforeStop }: ResourceOf<'aurora-cluster'>): boolean =>
  snapshotBeforeStop !== undefined;

/** By their names: of those of people it may delete none. */
const snapshotPermissions = (clusters: readonly ResourceOf<'aurora-cluster'>[], arn: Arn): Permission[] => {
  if (clusters.length === 0) return [];
  const snapshots = clusters.map(({ cluster }) => arn('rds', `cluster-snapshot:${ownSnapshotPattern(cluster)}`));
  return [
    { actions: { 'rds:CreateDBClusterSnapshot': makeSnapshot }, on: [...named(clusters, arn), ...snapshots] },
    { actions: { 'rds:DeleteDBClusterSnapshot': deleteSnapshots }, on: snapshots },
  ];
};

export const auroraClusterPermissions: KindPermissions<'aurora-cluster'> = {
  // One call reads all clusters and one all their instances, with a filter. AWS checks such a call against all of account
  // and region.
  observe: (clusters, arn): Permission[] => [
    { actions: { 'rds:DescribeDBClusters': seeState }, on: [arn('rds', 'cluster:*')] },
    { actions: { 'rds:DescribeDBInstances': seeState }, on: [arn('rds', 'db:*')] },
    seeBlueGreen(arn),
    ...(clusters.some(wantsSnapshot)
      ? [
          {
            actions: { 'rds:DescribeDBClusterSnapshots': seeSnapshots },
            on: [...named(clusters, arn), arn('rds', 'cluster-snapshot:*')],
          },
        ]
      : []),
  ],
  start: (clusters, arn) => [
    { actions: { 'rds:StartDBCluster': 'start an Aurora cluster' }, on: named(clusters, arn) },
  ],
  stop: (clusters, arn) => [
    { actions: { 'rds:StopDBCluster': 'stop an Aurora cluster' }, on: named(clusters, arn) },
    ...snapshotPermissions(clusters.filter(wantsSnapshot), arn),
  ],
};
