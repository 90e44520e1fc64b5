// A cluster of Aurora: stopped and started as a whole, with all its instances (facts/aws-semantics.md 1.1 to 1.3).
import { lowerCaseName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { AuroraTypes } from './observation.ts';

export const auroraCluster = kindDefinition<AuroraTypes>()({
  help: 'An Amazon Aurora cluster, stopped and started with all its instances.',
  fields: {
    cluster: lowerCaseName('Aurora cluster', 'poc-atlas-dev-aurora'),
  },
  identity: ['cluster'],
  deadlineMinutes: { start: 90, stop: 90 },
  changesMax: 1,
  restartedByAws: true,
  init: { order: 'store', role: 'store', word: 'db', heading: 'Aurora: stopped and started with all their instances.' },
});
