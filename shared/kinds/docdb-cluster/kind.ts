// Amazon DocumentDB answers to the API of RDS, with its actions in IAM, and AWS starts it after seven days as it does Aurora.

import { maintenance } from '../databases/maintenance.ts';
import { rdsClusterFacets, rdsClusterRehearsal } from '../databases/rds-cluster-facets.ts';
import { snapshotBeforeStop } from '../databases/snapshot-fields.ts';
import { lowerCaseName } from '../fields.ts';
import { statusKind } from '../status-kind.ts';

const facets = rdsClusterFacets('docdb', 'DocumentDB', 'NOT_DOCUMENTDB');

export const docdbCluster = statusKind({
  kind: 'docdb-cluster',
  help: 'An Amazon DocumentDB cluster, stopped and started with all its instances.',
  fields: {
    cluster: lowerCaseName('DocumentDB cluster', 'poc-atlas-dev-docdb'),
    snapshotBeforeStop,
    maintenance,
  },
  ...facets,
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
    broken: facets.gone,
  },
  metric: { namespace: 'AWS/DocDB', name: 'DatabaseConnections', dimension: 'DBClusterIdentifier' },
  notPriced: 'the price table has no price for Amazon DocumentDB',
  rehearsal: {
    prefix: 'docdb',
    ...rdsClusterRehearsal,
  },
});
