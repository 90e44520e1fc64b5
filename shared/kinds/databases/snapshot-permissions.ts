// What the calls of rds-snapshots.ts are for, and the names of Curfew's own snapshots as IAM matches them.
import type { Arn } from '#core/aws/arn.ts';
import type { Permission } from '../permission-shape.ts';

/** Twelve digits end each name: `shop-db` is not `shop-db-2`. */
export const ownSnapshotPattern = (database: string): string => `curfew-${database}-${'?'.repeat(12)}`;

export const seeSnapshots = 'see whether the snapshot before a stop is made, and which are too old';
export const makeSnapshot = 'make a snapshot before a stop, where the definition says so';
export const deleteSnapshots = 'delete snapshots of its own that are too old';

const clusterArns = (clusters: readonly string[], arn: Arn): string[] =>
  clusters.map((cluster) => arn('rds', `cluster:${cluster}`));

/** Of Aurora and of what answers to the API of RDS as it does. */
export const seeClusterSnapshots = (clusters: readonly string[], arn: Arn): Permission[] =>
  clusters.length === 0
    ? []
    : [
        {
          actions: { 'rds:DescribeDBClusterSnapshots': seeSnapshots },
          on: [...clusterArns(clusters, arn), arn('rds', 'cluster-snapshot:*')],
        },
      ];

/** By their names: of those of people it may delete none. */
export const clusterSnapshots = (clusters: readonly string[], arn: Arn): Permission[] => {
  if (clusters.length === 0) return [];
  const snapshots = clusters.map((cluster) => arn('rds', `cluster-snapshot:${ownSnapshotPattern(cluster)}`));
  return [
    { actions: { 'rds:CreateDBClusterSnapshot': makeSnapshot }, on: [...clusterArns(clusters, arn), ...snapshots] },
    { actions: { 'rds:DeleteDBClusterSnapshot': deleteSnapshots }, on: snapshots },
  ];
};
