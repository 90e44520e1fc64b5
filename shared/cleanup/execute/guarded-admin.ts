// The last wall of this program: no change of a topic that is always denied leaves it, even if a plan or a manifest has one. They
// lie in files and tables that people can edit.
import { deniedBecause } from '#definition/denied-topics.ts';
import type { Answer, KafkaAdmin, PartitionAnswer } from '../kafka/kafka-admin.ts';

type Refused = Extract<Answer<never>, { kind: 'refused' }>;

/** What no listing names could be any topic. */
const unlisted = (id: string): Refused => ({
  kind: 'refused',
  code: 'UNKNOWN_TOPIC_ID',
  message: `the cluster lists no topic with the id ${id}`,
  retryable: false,
});

/** A topic's name never changes, so that what was once listed under an id holds. */
const namesById = (admin: KafkaAdmin) => {
  const names = new Map<string, string>();
  const internal = new Set<string>();
  const topics: KafkaAdmin['topics'] = async (asked) => {
    const answers = await admin.topics(asked);
    for (const [name, answer] of answers) {
      if (answer.kind !== 'known') continue;
      names.set(answer.value.id, name);
      if (answer.value.internal) internal.add(name);
    }
    return answers;
  };
  const nameOf = async (id: string): Promise<string | undefined> => {
    if (!names.has(id)) await topics();
    return names.get(id);
  };
  return { topics, nameOf, isInternal: (name: string): boolean => internal.has(name) };
};

export const guardedAdmin = (admin: KafkaAdmin): KafkaAdmin => {
  const { topics, nameOf, isInternal } = namesById(admin);
  const refusalFor = (name: string): Refused | undefined => {
    const why = deniedBecause(name, []) ?? (isInternal(name) ? 'internal to Kafka' : undefined);
    return why === undefined
      ? undefined
      : { kind: 'refused', code: 'DENIED_TOPIC', message: `${name} is protected: ${why}`, retryable: false };
  };
  return {
    ...admin,
    topics,
    deleteRecords: async (upTo) => {
      const denied = upTo.flatMap(({ topic, partition }): PartitionAnswer<bigint>[] => {
        const answer = refusalFor(topic);
        return answer ? [{ topic, partition, answer }] : [];
      });
      const allowed = upTo.filter(({ topic }) => refusalFor(topic) === undefined);
      return [...(await admin.deleteRecords(allowed)), ...denied];
    },
    createTopic: async (spec, options) => refusalFor(spec.name) ?? admin.createTopic(spec, options),
    deleteTopic: async (id) => {
      const name = await nameOf(id);
      return name === undefined ? unlisted(id) : (refusalFor(name) ?? admin.deleteTopic(id));
    },
    addPartitions: async (topic, count, options) => refusalFor(topic) ?? admin.addPartitions(topic, count, options),
    setTopicConfigs: async (topic, configs) => refusalFor(topic) ?? admin.setTopicConfigs(topic, configs),
  };
};
