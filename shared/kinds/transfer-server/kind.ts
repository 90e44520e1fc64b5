// A server is charged by the hour for its protocols whether it is online or not ("does not reduce or impact your file transfer
// protocol billing", StopServer): a stop is refused, so that nobody believes that it saves something.

import { ourRefusal, startAndStop } from '../described/usual-parts.ts';
import { awsName } from '../fields.ts';
import { statusKind } from '../status-kind.ts';

export const transferServer = statusKind({
  kind: 'transfer-server',
  help: 'An AWS Transfer Family server. A stop is refused: it would save nothing, only deleting it does. What depends on it waits until it is online.',
  fields: { server: awsName(/^s-[0-9a-f]{17}$/, 'id of the Transfer server', 's-0123456789abcdef0') },
  deadlineMinutes: { start: 30, stop: 30 },
  init: { order: 'service', role: 'client', word: 'sftp', heading: 'Transfer servers: stopping one saves nothing.' },
  statuses: {
    up: ['ONLINE'],
    down: ['OFFLINE'],
    moving: ['STARTING', 'STOPPING'],
    broken: ['START_FAILED', 'STOP_FAILED'],
  },
  cannotStop: () =>
    ourRefusal(
      true,
      'SAVES_NOTHING',
      'AWS charges a Transfer server by the hour until it is deleted: stopping it saves nothing',
    ),
  calls: startAndStop('transfer', 'Server'),
  arn: { service: 'transfer', prefix: 'server/' },
  metric: { namespace: 'AWS/Transfer', name: 'FilesIn', dimension: 'ServerId' },
  notPriced: 'stopping a Transfer server saves nothing',
  rehearsal: {
    prefix: 'sftp',
    randomName: (digit) => `s-${Array.from({ length: 17 }, () => digit().toString(16)).join('')}`,
    via: { start: 'STARTING', stop: 'STOPPING' },
    refused: 'InvalidRequestException',
    notFound: 'ResourceNotFoundException',
  },
});
