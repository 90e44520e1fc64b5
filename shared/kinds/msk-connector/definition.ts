import { awsName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { TakenDown } from '../taken-down.ts';

export type ConnectorObservation = { readonly kind: 'msk-connector'; readonly status: string; readonly arn: string };

type ConnectorTypes = {
  readonly observation: ConnectorObservation;
  readonly effect:
    | { readonly do: 'pause-connector'; readonly arn: string }
    | { readonly do: 'resume-connector'; readonly arn: string };
  readonly remembered: TakenDown<'msk-connector'>;
};

export const mskConnector = kindDefinition<ConnectorTypes>()({
  help: 'An MSK Connect connector, paused and resumed.',
  fields: {
    connector: awsName(/^[A-Za-z0-9][\w.-]{0,127}$/, 'name of the connector', 'poc-atlas-dev-s3-sink'),
  },
  identity: ['connector'],
  dimension: 'ConnectorName',
  arn: { service: 'kafkaconnect', type: 'connector' },
  deadlineMinutes: { start: 15, stop: 15 },
  changesMax: 1,
  remembersWho: true,
  notPriced: 'the price table has no price for MSK Connect',
  init: { order: 'connector', role: 'client', word: 'connector', heading: 'Connectors: paused and resumed.' },
});
