// Amazon DocumentDB answers to the API of RDS, with its actions in IAM, and AWS starts it after seven days as it does Aurora.
import { lowerCaseName } from '../fields.ts';
import { statusKind } from '../status-kind.ts';

export const docdbCluster = statusKind({
  kind: 'docdb-cluster',
  help: 'An Amazon DocumentDB cluster, stopped and started with all its instances.',
  fields: {
    cluster: lowerCaseName('DocumentDB cluster', 'poc-atlas-dev-docdb'),
  },
  deadlineMinutes: { start: 90, stop: 90 },
  restartedByAws: true,
  init: {
    order: 'store',
    role: 'store',
    word: 'db',
    heading: 'DocumentDB: stopped and started with all its instances.',
  },
  statuses: {
    up: ['available'],
    busy: ['backing-up'],
    down: ['stopped'],
    moving: ['creating', 'failing-over', 'maintenance', 'modifying', 'promoting', 'renaming', 'starting', 'stopping'],
    broken: ['deleting', 'failed', 'inaccessible-encryption-credentials', 'migration-failed'],
  },
  gone: ['deleting', 'failed', 'inaccessible-encryption-credentials', 'migration-failed'],
  cannotStop: ({ engine, globalCluster }) => {
    if (engine && engine !== 'docdb') return { reason: `engine ${engine} is not DocumentDB`, code: 'NOT_DOCUMENTDB' };
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
  metric: { namespace: 'AWS/DocDB', name: 'DatabaseConnections', dimension: 'DBClusterIdentifier' },
  notPriced: 'the price table has no price for Amazon DocumentDB',
  rehearsal: {
    prefix: 'docdb',
    via: { start: 'starting', stop: 'stopping' },
    refused: 'InvalidDBClusterStateFault',
    notFound: 'DBClusterNotFoundFault',
    partsLag: true,
    facts: { globalCluster: 'atlas-world' },
  },
});
