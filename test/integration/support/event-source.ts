// Lambda's Kafka event source, as far as a handler sees it: batches of several partitions, delivered again until they succeed.
import { Consumer, type Message, MessagesStreamFallbackModes, MessagesStreamModes } from '@platformatic/kafka';
import { pause } from '#core/runtime/pause.ts';

type Handler = (event: unknown) => Promise<unknown>;

export type EventSource = {
  /** How many batches were delivered, and how many of them failed. */
  readonly counts: () => { readonly delivered: number; readonly failed: number };
  readonly stop: () => Promise<void>;
};

type Record_ = Message<Buffer, Buffer, Buffer, Buffer>;

const base64 = (bytes: Buffer | undefined | null): string | null => bytes?.toString('base64') ?? null;

const eventOf = (messages: readonly Record_[]): unknown => {
  const records: Record<string, object[]> = {};
  for (const { topic, partition, offset, timestamp, key, value } of messages) {
    const id = `${topic}-${partition}`;
    records[id] ??= [];
    records[id].push({
      ...{ topic, partition, offset: Number(offset), timestamp: Number(timestamp), timestampType: 'CREATE_TIME' },
      ...{ key: base64(key), value: base64(value), headers: [] },
    });
  }
  return { eventSource: 'aws:kafka', records };
};

/** Where each partition continues after these messages. */
const positionsAfter = (messages: readonly Record_[]) => [
  ...new Map(
    messages.map(({ topic, partition, offset }) => [
      partition,
      { topic, partition, offset: offset + 1n, leaderEpoch: -1 },
    ]),
  ).values(),
];

const batchMs = 100;

/** A batch that fails is delivered again from its first record, but its end may be another one. What succeeded is committed. */
export const eventSource = (
  bootstrap: readonly string[],
  { topic, group, batchMax }: { readonly topic: string; readonly group: string; readonly batchMax: () => number },
  handle: Handler,
): EventSource => {
  const consumer = new Consumer({ groupId: group, clientId: group, bootstrapBrokers: [...bootstrap] });
  const counts = { delivered: 0, failed: 0 };
  const queue: Record_[] = [];
  let isStopped = false;
  const read = async (): Promise<void> => {
    const stream = await consumer.consume({
      topics: [topic],
      mode: MessagesStreamModes.COMMITTED,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      autocommit: false,
      maxWaitTime: 100,
    });
    for await (const message of stream) {
      queue.push(message as Record_);
      if (isStopped) break;
    }
  };
  const deliver = async (): Promise<void> => {
    while (!isStopped) {
      if (queue.length === 0) {
        await pause(batchMs);
        continue;
      }
      const batch = queue.slice(0, batchMax());
      counts.delivered += 1;
      try {
        await handle(eventOf(batch));
      } catch {
        counts.failed += 1;
        await pause(batchMs);
        continue;
      }
      queue.splice(0, batch.length);
      await consumer.commit({ offsets: positionsAfter(batch) });
    }
  };
  const reading = read().catch(() => {});
  const delivering = deliver();
  return {
    counts: () => ({ ...counts }),
    stop: async () => {
      isStopped = true;
      await delivering;
      await consumer.close(true);
      await reading;
    },
  };
};
