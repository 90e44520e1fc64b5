import { lowerCaseName } from '../fields.ts';
import { incompatible, statusKind, statusList } from '../status-kind.ts';

export const redshiftCluster = statusKind({
  kind: 'redshift-cluster',
  help: 'A provisioned Amazon Redshift cluster, paused and resumed.',
  fields: {
    cluster: lowerCaseName('Redshift cluster', 'poc-atlas-dev-warehouse'),
  },
  early: 'at-once',
  deadlineMinutes: { start: 90, stop: 60 },
  init: { order: 'store', role: 'store', word: 'db', heading: 'Redshift: paused and resumed.' },
  statuses: {
    up: ['available'],
    busy: ['available, prep-for-resize', 'available, resize-cleanup', 'cancelling-resize', 'final-snapshot'],
    down: ['paused'],
    moving: statusList('creating modifying pausing rebooting renaming resizing resuming rotating-keys updating-hsm'),
    broken: [
      ...statusList('deleting hardware-failure storage-full'),
      ...incompatible('hsm network parameters restore'),
    ],
  },
  gone: ['deleting', 'hardware-failure', 'incompatible-restore'],
  calls: { service: 'redshift', reads: ['DescribeClusters'], start: 'ResumeCluster', stop: 'PauseCluster' },
  arn: { service: 'redshift', prefix: 'cluster:' },
  readArns: ['cluster:*'],
  metric: { namespace: 'AWS/Redshift', name: 'DatabaseConnections', dimension: 'ClusterIdentifier' },
  notPriced: 'the price table has no price for Amazon Redshift',
  rehearsal: {
    prefix: 'warehouse',
    via: { start: 'resuming', stop: 'pausing' },
    refused: 'InvalidClusterState',
    notFound: 'ClusterNotFound',
  },
});
