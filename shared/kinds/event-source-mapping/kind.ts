// A mapping polls for a function. Disabled it neither polls nor invokes, and keeps its place in a stream: what came meanwhile is
// read when it is enabled again, as far as the source still has it.

import { switching } from '../described/usual-parts.ts';
import { awsName, hexName } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

export const eventSourceMapping = statusKind({
  kind: 'event-source-mapping',
  help: 'An event source mapping of a Lambda function, disabled and enabled. What its source deletes meanwhile (retention) is lost to the function.',
  fields: {
    uuid: awsName(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'UUID of the event source mapping',
      '3f2a9c1e-5b7d-4e21-9f60-1c2d3e4f5a6b',
    ),
  },
  deadlineMinutes: { start: 15, stop: 15 },
  init: {
    order: 'connector',
    role: 'client',
    word: 'mapping',
    heading: 'Event source mappings of Lambda: disabled and enabled.',
  },
  statuses: {
    up: ['Enabled'],
    down: ['Disabled'],
    moving: statusList('Creating Enabling Disabling Updating'),
    broken: ['Deleting'],
  },
  gone: ['Deleting'],
  calls: switching('lambda', 'UpdateEventSourceMapping', 'ListEventSourceMappings'),
  arn: { service: 'lambda', prefix: 'event-source-mapping:' },
  metric: { namespace: 'AWS/Lambda', name: 'PolledEventCount', dimension: 'EventSourceMappingUUID' },
  notPriced:
    'an idle function costs nothing: it is disabled for the order, so that nothing is invoked against what sleeps',
  rehearsal: {
    prefix: 'mapping',
    randomName: (digit) => hexName(digit, [8, 4, 4, 4, 12]),
    via: { start: 'Enabling', stop: 'Disabling' },
    refused: 'ResourceInUseException',
    notFound: 'ResourceNotFoundException',
    takesAgain: true,
  },
});
