import { lowerCaseName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { RdsTypes } from './observation.ts';

export const rdsInstance = kindDefinition<RdsTypes>()({
  help: 'An Amazon RDS database instance, stopped and started.',
  fields: {
    instance: lowerCaseName('database instance', 'poc-atlas-dev-camunda'),
  },
  identity: ['instance'],
  deadlineMinutes: { start: 90, stop: 90 },
  changesMax: 1,
  restartedByAws: true,
  init: { order: 'store', role: 'store', word: 'db', heading: 'Databases: stopped and started.' },
});
