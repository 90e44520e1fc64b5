// Amazon Neptune answers to the API of RDS, with its actions in IAM, and AWS starts it after seven days as it does Aurora.

import { maintenance } from '../databases/maintenance.ts';
import { rdsClusterFacets, rdsClusterRehearsal } from '../databases/rds-cluster-facets.ts';
import { snapshotBeforeStop } from '../databases/snapshot-fields.ts';
import { lowerCaseName } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

const facets = rdsClusterFacets('neptune', 'Neptune', 'NOT_NEPTUNE');

export const neptuneCluster = statusKind({
  kind: 'neptune-cluster',
  help: 'An Amazon Neptune cluster, stopped and started with all its instances.',
  fields: {
    cluster: lowerCaseName('Neptune cluster', 'poc-atlas-dev-neptune'),
    snapshotBeforeStop,
    maintenance,
  },
  ...facets,
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
    broken: facets.gone,
  },
  metric: { namespace: 'AWS/Neptune', name: 'TotalRequestsPerSec', dimension: 'DBClusterIdentifier' },
  notPriced: 'the price table has no price for Amazon Neptune',
  rehearsal: {
    prefix: 'graph',
    ...rdsClusterRehearsal,
  },
});
