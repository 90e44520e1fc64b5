// Reads dead letters up to where their topic ended when reading began.
import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes } from '@platformatic/kafka';
import { connectionSecurity, type Security } from '#core/kafka/security.ts';
import type { Letter } from '../replay.ts';

type ReaderSettings = {
  readonly topic: string;
  /** Remembers up to where letters were sent again. */
  readonly group: string;
  readonly bootstrap: readonly string[];
  readonly security: Security;
  /** By partition, where the topic begins and ends. */
  readonly bounds: ReadonlyMap<number, { readonly first: bigint; readonly end: bigint }>;
  readonly fromBeginning: boolean;
};

type Batch = { readonly letters: readonly Letter[]; readonly commit: () => Promise<void> };

const batchMax = 500;

const textsOf = (headers: ReadonlyMap<Buffer, Buffer>): Letter['headers'] =>
  Object.fromEntries([...headers].map(([name, value]) => [name.toString(), value.toString()]));

const consumerOf = ({ group, bootstrap, security }: ReaderSettings) => {
  const { tlsServerName: _, ...connection } = connectionSecurity(security, '');
  return new Consumer({
    groupId: group,
    clientId: group,
    bootstrapBrokers: [...bootstrap],
    autocreateTopics: false,
    ...connection,
    // Node names the server in the handshake only if told to; each broker by its own name.
    ...(security.kind === 'plain' ? {} : { tlsServerName: true }),
  });
};

/** What was committed before, or the beginning. */
const startOf = async (consumer: ReturnType<typeof consumerOf>, settings: ReaderSettings) => {
  const { topic, bounds, fromBeginning } = settings;
  const partitions = [...bounds.keys()];
  const committed = fromBeginning
    ? undefined
    : (await consumer.listCommittedOffsets({ topics: [{ topic, partitions }] })).get(topic);
  return new Map(
    [...bounds].map(([partition, { first }], index) => {
      const offset = committed?.[index] ?? -1n;
      return [partition, offset > first ? offset : first] as const;
    }),
  );
};

/** Batches in the order of each partition. `commit` remembers that everything up to the end of its batch is dealt with. */
export async function* readLetters(settings: ReaderSettings): AsyncGenerator<Batch> {
  const { topic, bounds } = settings;
  const consumer = consumerOf(settings);
  try {
    const at = await startOf(consumer, settings);
    const isAtEnd = (): boolean => [...bounds].every(([partition, { end }]) => (at.get(partition) ?? 0n) >= end);
    if (isAtEnd()) return;
    const stream = await consumer.consume({
      topics: [topic],
      mode: MessagesStreamModes.MANUAL,
      offsets: [...at].map(([partition, offset]) => ({ topic, partition, offset })),
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      autocommit: false,
      maxWaitTime: 200,
    });
    const commitAt = async (positions: ReadonlyMap<number, bigint>): Promise<void> =>
      consumer.commit({
        offsets: [...positions].map(([partition, offset]) => ({ topic, partition, offset, leaderEpoch: -1 })),
      });
    let letters: Letter[] = [];
    for await (const { partition, offset, key, value, headers } of stream) {
      const end = bounds.get(partition)?.end ?? 0n;
      if (offset < end) letters.push({ key: key ?? undefined, value: value ?? null, headers: textsOf(headers) });
      at.set(partition, offset + 1n < end ? offset + 1n : end);
      if (letters.length < batchMax && !isAtEnd()) continue;
      const positions = new Map(at);
      yield { letters, commit: () => commitAt(positions) };
      letters = [];
      if (isAtEnd()) break;
    }
  } finally {
    await consumer.close(true);
  }
}
