import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { everything, listedAdapter, reading } from '../listed-adapter.ts';

export const eventSourceMappingAdapter = listedAdapter<LambdaClient, EventSourceMappingConfiguration>({
  client: LambdaClient,
  list: reading(ListEventSourceMappingsCommand, 'EventSourceMappings', everything(), 'Marker/NextMarker'),
  readsAll: true,
  row: { name: 'UUID', status: 'State', arn: 'EventSourceMappingArn' },
  changes: {
    start: UpdateEventSourceMappingCommand,
    stop: UpdateEventSourceMappingCommand,
    input: (UUID, to) => ({ UUID, Enabled: to === 'start' }),
  },
  goes: ({ Enabled }) => (Enabled ? 'start' : 'stop'),
});
