// A gate on the way down: an SQS queue that has to be empty before what its consumers need is stopped.
import { awsName } from '../fields.ts';
import { type DrainObservation, ifNotDrained } from '../gates/drain-fields.ts';
import { kindDefinition } from '../kind-definition.ts';

type SqsTypes = { readonly observation: DrainObservation<'sqs-queue'> };

export const sqsQueue = kindDefinition<SqsTypes>()({
  help: 'An Amazon SQS queue: a gate on a stop. What it depends on is stopped once the queue is empty: no message visible, in flight or delayed. A start does not wait for it.',
  fields: {
    queue: awsName(/^(?=.{1,80}$)[\w-]+(\.fifo)?$/, 'name of the SQS queue', 'poc-atlas-dev-jobs'),
    ifNotDrained,
  },
  identity: ['queue'],
  dimension: 'QueueName',
  deadlineMinutes: { start: 5, stop: 30 },
  changesMax: 0,
  gate: 'always',
  notPriced: 'SQS is paid for by the request',
  init: { order: 'service', role: 'store', word: 'queue', heading: 'Queues that have to be empty.' },
});
