// The contract over fake clusters: the newest versions of each request, and the oldest that the client can use.
import { adminOver } from '#test/support/kafka/fake-admin.ts';
import { fakeKafka } from '#test/support/kafka/fake-kafka.ts';
import { type TestedCluster, testKafkaAdmin } from '#test/support/kafka/kafka-admin-contract.ts';
import type { Profile } from '#test/support/kafka/messages.ts';

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

testKafkaAdmin('a fake cluster of three', tested('kafka-4.1', 3));
testKafkaAdmin('a fake cluster of the oldest versions', tested('oldest', 1));
