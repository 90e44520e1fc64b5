// Counts what is in a queue. SQS's counts are approximate: they need a minute after the last producer has stopped until they
// are consistent, so that an empty queue says what was true a minute ago.
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { calling, unreadable } from '#core/aws/errors.ts';
import { OperationError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends, Service } from '../adapter.ts';
import type { DrainObservation } from '../gates/drain-fields.ts';
import type { Reading } from '../observation.ts';
import { unexpected } from '../unexpected.ts';

const consistentAfterMs = 60_000;

const counts = {
  visible: 'ApproximateNumberOfMessages',
  'in flight': 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const;

type Attributes = Readonly<Partial<Record<string, string>>>;

/** A count that is missing is not 0. */
export const seenInQueue = (attributes: Attributes, nowMs: number): DrainObservation<'sqs-queue'> => {
  const found = Object.entries(counts).map(([what, name]) => ({ what, count: Number(attributes[name] ?? Number.NaN) }));
  const asOf = nowMs - consistentAfterMs;
  if (found.some(({ count }) => !Number.isFinite(count)))
    return { kind: 'sqs-queue', status: 'no-data', says: 'SQS does not say how many messages it has', asOf };
  const left = found.reduce((sum, { count }) => sum + count, 0);
  if (left === 0) return { kind: 'sqs-queue', status: 'empty', says: 'empty', asOf };
  const parts = found.map(({ what, count }) => `${count} ${what}`).join(', ');
  return { kind: 'sqs-queue', status: 'not-empty', says: `${left} messages left (${parts})`, asOf };
};

const isAbsent = (error: unknown): boolean => error instanceof OperationError && error.code === 'NOT_FOUND';

export const sqsQueueGate = (client: Sends<SQSClient>, { now }: Pick<Runtime, 'now'>): Service<'sqs-queue'> => {
  const attributesOf = async (QueueName: string): Promise<Attributes> => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: Object.values(counts) }),
    );
    return Attributes;
  };
  const look = async (queue: string): Promise<Reading<DrainObservation<'sqs-queue'>>> => {
    try {
      const attributes = await calling(`count the messages of ${queue}`, () => attributesOf(queue));
      return { state: 'seen', observation: seenInQueue(attributes, now().getTime()) };
    } catch (error) {
      return isAbsent(error) ? { state: 'absent' } : unreadable(error);
    }
  };
  return {
    async observe(resources) {
      const looks = resources.map(
        async ({ name, queue }): Promise<[ResourceName, Reading<DrainObservation<'sqs-queue'>>]> => [
          name,
          await look(queue),
        ],
      );
      return new Map(await Promise.all(looks));
    },
    act: async (_resource, effect) => unexpected('sqs-queue', effect),
  };
};
