// KafkaAdmin over Kafka's protocol: the connections and codecs of @platformatic/kafka, never its admin client (facts/kafka.md 2.4).
import type { KafkaAdmin } from '../kafka-admin.ts';
import { openBrokers, type WireOptions } from './brokers.ts';
import { addPartitions, createTopic, deleteTopic, setTopicConfigs } from './changes.ts';
import { claimCluster } from './cluster-claim.ts';
import { readBrokerConfigs, readTopicConfigs } from './configs.ts';
import { readGroupOffsets } from './groups.ts';
import { deleteRecords, readOffsets } from './offsets.ts';
import { readSizes } from './sizes.ts';
import { readCapabilities, readCluster, readTopics } from './topics.ts';
import { readOpenTransactions } from './transactions.ts';

/** Connects when first asked. Throws `InputError` if the bootstrap addresses are none. */
export const wireKafka = (options: WireOptions): KafkaAdmin => {
  const brokers = openBrokers(options);
  return {
    capabilities: readCapabilities(brokers),
    cluster: readCluster(brokers),
    topics: readTopics(brokers),
    topicConfigs: readTopicConfigs(brokers),
    brokerConfigs: readBrokerConfigs(brokers),
    offsets: readOffsets(brokers),
    openTransactions: readOpenTransactions(brokers),
    sizes: readSizes(brokers),
    groupOffsets: readGroupOffsets(brokers),
    deleteRecords: deleteRecords(brokers),
    createTopic: createTopic(brokers),
    deleteTopic: deleteTopic(brokers),
    addPartitions: addPartitions(brokers),
    setTopicConfigs: setTopicConfigs(brokers),
    claim: claimCluster(brokers),
    close: async () => brokers.close(),
  };
};
