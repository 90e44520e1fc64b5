// What kinds of clusters have in common that answer to the API of RDS: Amazon DocumentDB and Amazon Neptune.
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { Permission } from '../permission-shape.ts';
import { type Facts, type Refusal, statusList } from '../status-kind.ts';
import { clusterSnapshots, seeClusterSnapshots } from './snapshot-permissions.ts';

const gone = statusList('deleting failed inaccessible-encryption-credentials migration-failed');

/** `engine`: as RDS calls it, which lists clusters of other engines beside it. */
export const rdsClusterFacets = (engine: string, product: string, otherEngine: string) => ({
  deadlineMinutes: { start: 90, stop: 90 },
  restartedByAws: true as const,
  early: 'at-once' as const,
  gone,
  cannotStop: ({ engine: seen, globalCluster }: Facts): Refusal | undefined => {
    if (seen && seen !== engine) return { reason: `engine ${seen} is not ${product}`, code: otherEngine };
    return globalCluster
      ? { reason: `member of global cluster ${globalCluster}: it cannot be stopped`, code: 'GLOBAL_CLUSTER' }
      : undefined;
  },
  calls: {
    service: 'rds',
    reads: ['DescribeDBClusters', 'DescribeDBInstances'],
    start: 'StartDBCluster',
    stop: 'StopDBCluster',
  },
  arn: { service: 'rds', prefix: 'cluster:' },
  readArns: ['cluster:*', 'db:*'],
  needs: ({ cluster, snapshotBeforeStop }: Facts, arn: Arn, doing: 'observe' | Action): readonly Permission[] => {
    const ids = snapshotBeforeStop === undefined ? [] : [String(cluster)];
    if (doing === 'observe') return seeClusterSnapshots(ids, arn);
    return doing === 'stop' ? clusterSnapshots(ids, arn) : [];
  },
});

/** How their rehearsals go. */
export const rdsClusterRehearsal = {
  via: { start: 'starting', stop: 'stopping' },
  refused: 'InvalidDBClusterStateFault',
  notFound: 'DBClusterNotFoundFault',
  partsLag: true as const,
  facts: { globalCluster: 'atlas-world' },
};
