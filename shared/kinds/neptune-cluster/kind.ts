// Amazon Neptune answers to the API of RDS, with its actions in IAM, and AWS starts it after seven days as it does Aurora.
import { lowerCaseName } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

export const neptuneCluster = statusKind({
  kind: 'neptune-cluster',
  help: 'An Amazon Neptune cluster, stopped and started with all its instances.',
  fields: {
    cluster: lowerCaseName('Neptune cluster', 'poc-atlas-dev-neptune'),
  },
  deadlineMinutes: { start: 90, stop: 90 },
  restartedByAws: true,
  init: {
    order: 'store',
    role: 'store',
    word: 'db',
    heading: 'Neptune: stopped and started with all its instances.',
  },
  statuses: {
    up: ['available'],
    busy: ['backing-up'],
    down: ['stopped'],
    moving: statusList(
      'creating failing-over maintenance migrating modifying promoting renaming starting stopping upgrading',
    ),
    broken: statusList('deleting failed inaccessible-encryption-credentials migration-failed'),
  },
  gone: statusList('deleting failed inaccessible-encryption-credentials migration-failed'),
  cannotStop: ({ engine, globalCluster }) => {
    if (engine && engine !== 'neptune') return { reason: `engine ${engine} is not Neptune`, code: 'NOT_NEPTUNE' };
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
  metric: { namespace: 'AWS/Neptune', name: 'TotalRequestsPerSec', dimension: 'DBClusterIdentifier' },
  notPriced: 'the price table has no price for Amazon Neptune',
  rehearsal: {
    prefix: 'graph',
    via: { start: 'starting', stop: 'stopping' },
    refused: 'InvalidDBClusterStateFault',
    notFound: 'DBClusterNotFoundFault',
    partsLag: true,
    facts: { globalCluster: 'atlas-world' },
  },
});
