// How queues are rehearsed: read only, with so many messages as the world says.

import { drainingParts, drainingRandom, drainingWorld } from '#sim/aws/draining.ts';
import type { SimulatedService, World } from '#sim/aws/simulated-service.ts';
import { notSimulated } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import type { KindRehearsal, Simulates } from '#sim/kind-rehearsal.ts';
import type { ResourceOf } from '../resource.ts';

type Queue = ResourceOf<'sqs-queue'>;

type Input = { readonly QueueName?: string; readonly QueueUrl?: string };

const urlOf = (queue: string): string => `https://sqs.us-east-1.amazonaws.com/000000000000/${queue}`;

const simulatedSqs = (queues: readonly Queue[], _wiring: Wiring, world: World) => {
  const parts = drainingParts(
    queues.map(({ name }) => name),
    world,
  );
  const named = ({ QueueName, QueueUrl }: Input): Queue | undefined =>
    queues.find(({ queue }) => (QueueName === undefined ? urlOf(queue) === QueueUrl : queue === QueueName));
  const service: SimulatedService = {
    handle(operation, input: Input) {
      const one = named(input);
      if (!one || world.isMissing?.(one.name))
        throw errorOf('QueueDoesNotExist', 'The specified queue does not exist.');
      if (operation === 'GetQueueUrl') return { QueueUrl: urlOf(one.queue) };
      if (operation !== 'GetQueueAttributes') return notSimulated('sqs', operation);
      const left = parts.left(one.name);
      if (left === undefined) return { Attributes: {} };
      const inFlight = Math.min(left, 10);
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(left - inFlight),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
          ApproximateNumberOfMessagesDelayed: '0',
        },
      };
    },
    resourceOf: (_operation, input: Input) => named(input)?.name,
  };
  return { service, set: parts.set, state: parts.state };
};

export const sqsQueueRehearsal: KindRehearsal<'sqs-queue'> & Simulates<'sqs-queue'> = {
  simulate: simulatedSqs,
  operations: { sqs: ['GetQueueUrl', 'GetQueueAttributes'] },
  standing: drainingRandom.standing,
  moves: {},
  world: drainingWorld,
  stack: 'workloads',
  host: ({ queue }) => `${queue}.queue.simulated`,
  watched: ({ queue }) => ({
    metric: 'NumberOfMessagesReceived',
    namespace: 'AWS/SQS',
    dimensions: { QueueName: queue },
  }),
  random: {
    weight: 1,
    prefix: 'queue',
    fields: (queue, chance) => ({ queue, ifNotDrained: chance.happens('goes on', 0.5) ? 'continue' : 'keep-up' }),
    disturbances: drainingRandom.disturbances,
  },
};
