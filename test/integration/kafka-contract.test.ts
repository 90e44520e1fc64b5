// The contract of KafkaAdmin over a real cluster.
import { type TestedCluster, testKafkaAdmin } from '#test/support/kafka/kafka-admin-contract.ts';
import { adminOfCluster, commit, freshPrefix, produce, produceUncommitted, removeAll } from './support/kafka.ts';

const tested = async (): Promise<TestedCluster> => {
  const admin = adminOfCluster();
  const prefix = freshPrefix();
  const transactions: { end(): Promise<void> }[] = [];
  const { brokers } = await admin.cluster();
  return {
    admin,
    prefix,
    brokers: brokers.length,
    produce,
    commit,
    produceUncommitted: async (topic, partition, records) => {
      transactions.push(await produceUncommitted(topic, partition, records));
    },
    stop: async () => {
      for (const transaction of transactions) await transaction.end();
      await removeAll(admin, prefix);
      await admin.close();
    },
  };
};

testKafkaAdmin('a real cluster', tested);
