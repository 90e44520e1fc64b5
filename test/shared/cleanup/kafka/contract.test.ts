// The contract over fake clusters: over sockets, with the newest versions of each request and the oldest that the client can use;
// and in memory, where no client is between.
import { adminOver } from '#test/support/kafka/fake-admin.ts';
import { fakeKafka } from '#test/support/kafka/fake-kafka.ts';
import { type TestedCluster, testKafkaAdmin } from '#test/support/kafka/kafka-admin-contract.ts';
import type { Profile } from '#test/support/kafka/profiles.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';

const tested = (profile: Profile, brokers: number) => async (): Promise<TestedCluster> => {
  const kafka = await fakeKafka({ brokers, profile });
  const { admin } = adminOver(kafka);
  const { world } = kafka;
  return {
    admin,
    prefix: 'contract.',
    brokers,
    produce: async (topic, partition, records) => world.produce(topic, partition, records),
    commit: async (group, topic, partition, offset) => world.commit(group, topic, partition, offset),
    produceUncommitted: async (topic, partition, records) => {
      const log = world.partition(topic, partition);
      log.openFrom = log.segments.at(-1)?.end ?? 0n;
      world.produce(topic, partition, records);
    },
    stop: async () => {
      await admin.close();
      await kafka.close();
    },
  };
};

const inMemory = async (): Promise<TestedCluster> => {
  const kafka = memoryKafka('cluster-in-memory');
  return {
    admin: kafka.admin,
    prefix: 'contract.',
    brokers: kafka.brokers.length,
    produce: async (topic, partition, records) => kafka.produce(topic, records, partition),
    commit: async (group, topic, partition, offset) => void kafka.groups.set(group, [{ topic, partition, offset }]),
    produceUncommitted: async (topic, partition, records) => {
      const log = kafka.topics.get(topic)?.logs[partition];
      if (log) log.stable = log.end;
      kafka.produce(topic, records, partition);
    },
    stop: async () => {},
  };
};

testKafkaAdmin('a cluster in memory', inMemory);
testKafkaAdmin('a fake cluster of three', tested('kafka-4.1', 3));
testKafkaAdmin('a fake cluster of the oldest versions', tested('oldest', 1));
