import { awsName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { ConnectorTypes } from './observation.ts';

export const mskConnector = kindDefinition<ConnectorTypes>()({
  help: 'An MSK Connect connector, paused and resumed.',
  fields: {
    connector: awsName(/^[A-Za-z0-9][\w.-]{0,127}$/, 'name of the connector', 'poc-atlas-dev-s3-sink'),
  },
  identity: ['connector'],
  deadlineMinutes: { start: 15, stop: 15 },
  changesMax: 1,
  init: { order: 'connector', role: 'client', word: 'connector', heading: 'Connectors: paused and resumed.' },
});
