// A cluster of MongoDB Atlas, paused and resumed. Atlas resumes it by itself after 30 days, as RDS does after seven.
import { awsName } from '../fields.ts';
import { refusals } from '../refusals.ts';
import { credentialsSecret } from '../vendor/fields.ts';
import { vendorKind } from '../vendor/vendor-kind.ts';

export const mongodbAtlasCluster = vendorKind({
  kind: 'mongodb-atlas-cluster',
  vendor: 'MongoDB Atlas',
  help: 'A MongoDB Atlas cluster of tier M10 or above, paused and resumed. What reads its change streams stops before it and starts after it: let it depend on the cluster. While it is paused backups and alerts stop, search indexes are rebuilt on resume, and storage is still billed.',
  fields: {
    project: awsName(/^[0-9a-f]{24}$/, 'id of the Atlas project', '5e2211c17a3e5a48f5497de3'),
    cluster: awsName(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'name of the Atlas cluster', 'poc-atlas-dev'),
    credentialsSecret: credentialsSecret(
      '{"clientId": "…", "clientSecret": "…"} of an Atlas service account with the role Project Cluster Manager',
      'poc-atlas-dev/mongodb-atlas',
    ),
  },
  identity: ['project', 'cluster'],
  resumedAfterDays: 30,
  early: 'at-once',
  // A cluster that was resumed lately is not paused at once: Atlas refuses for a while.
  deadlineMinutes: { start: 60, stop: 90 },
  init: { order: 'store', role: 'store', word: 'db', heading: 'MongoDB Atlas: paused and resumed.' },
  statuses: { up: ['IDLE'], down: ['PAUSED'], moving: ['CREATING', 'UPDATING', 'REPAIRING'], broken: ['DELETING'] },
  gone: ['DELETING'],
  cannotStop: refusals({
    TIER_TOO_SMALL: ({ tier }) =>
      /^(M[025]|FLEX)$/.test(`${tier}`) ? `Atlas pauses M10 and above, not ${tier}` : undefined,
    NVME: ({ tier }) => (`${tier}`.endsWith('_NVME') ? `Atlas pauses no ${tier}: its disks are NVMe` : undefined),
  }),
  notPriced: 'the price table has no price for MongoDB Atlas',
});
