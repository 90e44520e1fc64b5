// A gate: MSK has no stop, its dependants wait until it can serve (facts/aws-semantics.md 4.1).
import { awsName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';

export type MskObservation = { readonly kind: 'msk-cluster'; readonly status: string };

type MskTypes = { readonly observation: MskObservation };

export const mskCluster = kindDefinition<MskTypes>()({
  help: 'An Amazon MSK cluster. AWS cannot stop it, so it is a gate: dependants wait until it can serve.',
  fields: {
    cluster: awsName(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'name of the MSK cluster', 'poc-atlas-dev-msk'),
  },
  identity: ['cluster'],
  dimension: 'Cluster Name', // with a blank
  arn: { service: 'kafka', type: 'cluster' },
  deadlineMinutes: { start: 60, stop: 5 },
  changesMax: 0,
  gate: 'always',
  init: {
    order: 'store',
    role: 'store',
    word: 'kafka',
    heading: 'Kafka, a gate: AWS cannot stop it. Only checked, never changed.',
  },
});
