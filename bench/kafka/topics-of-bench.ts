// The topics that a cleanup is measured on: made, filled and weighed.
import { ProduceAcks, Producer } from '@platformatic/kafka';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { wireKafka } from '#cleanup/kafka/wire/wire.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';

export const prefix = 'bench.orders.';
export const topicCount = 200;
export const partitions = 12;
const recordsPerPartition = 10;
const bytesPerRecord = 1_000;

export const topicNames = Array.from({ length: topicCount }, (_, index) => `${prefix}${index + 1}`);

export const adminOf = (bootstrap: string): KafkaAdmin =>
  wireKafka({
    bootstrap: [bootstrap],
    security: { kind: 'plain' },
    deadline: AbortSignal.timeout(1_200_000),
    patience: { wait: pause, random: systemRuntime.random },
  });

export const createAll = async (admin: KafkaAdmin): Promise<void> => {
  for (const name of topicNames)
    await admin.createTopic({ name, partitions, replicationFactor: 1, configs: {} }, { validateOnly: false });
};

const messagesFor = (topic: string) =>
  Array.from({ length: partitions * recordsPerPartition }, (_, index) => ({
    topic,
    partition: index % partitions,
    key: Buffer.from(String(index)),
    value: Buffer.alloc(bytesPerRecord, index % 251),
  }));

export const fillAll = async (bootstrap: string): Promise<void> => {
  const producer = new Producer({ clientId: 'bench', bootstrapBrokers: [bootstrap] });
  try {
    for (const name of topicNames) await producer.send({ messages: messagesFor(name), acks: ProduceAcks.ALL });
  } finally {
    await producer.close();
  }
};

/** Nothing while the broker is too busy to answer. */
const bytesOf = async (admin: KafkaAdmin): Promise<number | undefined> => {
  const sizes = await admin.sizes(topicNames);
  if (sizes.kind !== 'known' || !sizes.value.complete) return undefined;
  return sizes.value.sizes.reduce((total, { bytes }) => total + Number(bytes), 0);
};

const looksMax = 120;

/** Once they have not changed for some seconds: the broker removes what is deleted a little later. */
export const settledBytes = async (admin: KafkaAdmin): Promise<number> => {
  let before: number | undefined;
  let same = 0;
  for (let looks = 0; looks < looksMax; looks++) {
    const now = await bytesOf(admin);
    same = now !== undefined && now === before ? same + 1 : 0;
    if (now !== undefined && same === 3) return now;
    before = now;
    await pause(2_000);
  }
  throw new Error('the sizes of the logs do not settle');
};
