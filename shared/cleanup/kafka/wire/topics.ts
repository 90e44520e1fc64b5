// What the cluster is made of, and its topics.
import type { Answer, Cluster, KafkaAdmin, Partition, Topic } from '../kafka-admin.ts';
import { answerOf, refusal } from '../protocol-error.ts';
import { topicIdOf } from '../topic-id.ts';
import type { Brokers } from './brokers.ts';
import { codecFor, deleteRecords, deleteTopics, describeLogDirs, type MetadataReply } from './codecs.ts';

type WireTopic = MetadataReply['topics'][number];
type WirePartition = WireTopic['partitions'][number];

/** Errors of one partition say no more than that nobody leads it, or that a replica is gone: both can be seen. */
const toPartition = ({ partitionIndex, leaderId, replicaNodes, isrNodes }: WirePartition): Partition => ({
  index: partitionIndex,
  ...(leaderId >= 0 && { leader: leaderId }),
  replicas: replicaNodes,
  inSync: isrNodes,
});

const toTopic = (name: string, topic: WireTopic): Topic => ({
  name,
  id: topicIdOf(topic.topicId) ?? '',
  internal: topic.isInternal,
  partitions: topic.partitions.map(toPartition).sort((a, b) => a.index - b.index),
});

/** By name; a topic that was named but is not in the reply does not exist. */
export const topicsOf = (reply: MetadataReply, asked: readonly string[] | null): Map<string, Answer<Topic>> => {
  const found = new Map<string, Answer<Topic>>();
  for (const topic of reply.topics) {
    const { name } = topic;
    if (name !== null && name !== undefined)
      found.set(
        name,
        answerOf(topic.errorCode, () => toTopic(name, topic)),
      );
  }
  for (const name of asked ?? []) if (!found.has(name)) found.set(name, refusal(unknownTopic));
  return found;
};

const unknownTopic = 3;

export const readTopics =
  (brokers: Brokers): KafkaAdmin['topics'] =>
  async (names) => {
    if (names?.length === 0) return new Map();
    const asked = names ? [...new Set(names)] : null;
    return topicsOf(await brokers.metadata(asked), asked);
  };

export const readCluster = (brokers: Brokers) => async (): Promise<Cluster> => {
  const { clusterId, controllerId, brokers: nodes } = await brokers.metadata([]);
  return {
    id: clusterId ?? '',
    ...(controllerId >= 0 && { controller: controllerId }),
    brokers: nodes.map(({ nodeId }) => nodeId).sort((a, b) => a - b),
  };
};

export const readCapabilities =
  (brokers: Brokers): KafkaAdmin['capabilities'] =>
  async () => {
    const versions = await brokers.versions();
    return {
      deleteRecords: codecFor(deleteRecords, versions) !== undefined,
      describeLogDirs: codecFor(describeLogDirs, versions) !== undefined,
      deleteTopicsById: codecFor(deleteTopics, versions) !== undefined,
    };
  };
