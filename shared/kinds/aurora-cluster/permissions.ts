// What the calls of adapter.ts need.

import type { Arn } from '#core/aws/arn.ts';
import { clusterSnapshots, seeClusterSnapshots } from '../databases/snapshot-permissions.ts';
import { type KindPermissions, type Permission, seeBlueGreen, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

const named = (clusters: readonly ResourceOf<'aurora-cluster'>[], arn: Arn): string[] =>
  clusters.map(({ cluster }) => arn('rds', `cluster:${cluster}`));

const wantsSnapshot = ({ snapshotBeforeStop }: ResourceOf<'aurora-cluster'>): boolean =>
  snapshotBeforeStop !== undefined;

const idsOf = (clusters: readonly ResourceOf<'aurora-cluster'>[]): string[] =>
  clusters.filter(wantsSnapshot).map(({ cluster }) => cluster);

export const auroraClusterPermissions: KindPermissions<'aurora-cluster'> = {
  // One call reads all clusters and one all their instances, with a filter. AWS checks such a call against all of account
  // and region.
  observe: (clusters, arn): Permission[] => [
    { actions: { 'rds:DescribeDBClusters': seeState }, on: [arn('rds', 'cluster:*')] },
    { actions: { 'rds:DescribeDBInstances': seeState }, on: [arn('rds', 'db:*')] },
    seeBlueGreen(arn),
    ...seeClusterSnapshots(idsOf(clusters), arn),
  ],
  start: (clusters, arn) => [
    { actions: { 'rds:StartDBCluster': 'start an Aurora cluster' }, on: named(clusters, arn) },
  ],
  stop: (clusters, arn) => [
    { actions: { 'rds:StopDBCluster': 'stop an Aurora cluster' }, on: named(clusters, arn) },
    ...clusterSnapshots(idsOf(clusters), arn),
  ],
};
