// Changes to topics. They go to the controller. What was certainly not done is retried here; what is not known is left to the
// caller: a second creation or deletion would say something else than the first.
import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';
import type { Answer, KafkaAdmin, TopicSpec } from '../kafka-admin.ts';
import { answerOf, refusal } from '../protocol-error.ts';
import { topicIdOf, uuidOf } from '../topic-id.ts';
import type { Brokers } from './brokers.ts';
import { createPartitions, createTopics, deleteTopics, incrementalAlterConfigs } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { wireLimits } from './limits.ts';
import type { Link } from './link.ts';

type Reply<T> = { readonly answer: Answer<T>; readonly throttleMs: number };

const unknownServerError = -1;
const unknownTopicId = 100;

const certainlyNotDone: ReadonlySet<string> = new Set([
  'NOT_CONTROLLER',
  'THROTTLING_QUOTA_EXCEEDED',
  'BROKER_NOT_AVAILABLE',
]);

/** The reply for the one thing that was requested. */
const only = <R extends { readonly errorCode: number; readonly errorMessage?: string | null | undefined }, T>(
  throttleTimeMs: number,
  result: R | undefined,
  value: (result: R) => T,
): Reply<T> => ({
  answer: result ? answerOf(result.errorCode, () => value(result), result.errorMessage) : refusal(unknownServerError),
  throttleMs: throttleTimeMs,
});

const asked = async <T>(ask: () => Promise<Reply<T>>): Promise<Reply<T>> => {
  try {
    return await ask();
  } catch (error) {
    return { answer: refusalOf(error), throttleMs: 0 };
  }
};

const change = async <T>(brokers: Brokers, ask: (link: Link) => Promise<Reply<T>>): Promise<Answer<T>> => {
  for (let attempt = 1; ; attempt += 1) {
    const from = await brokers.metadata([]);
    const { answer, throttleMs } = await asked(async () => ask(brokers.link(from.controllerId, from)));
    const again = answer.kind === 'refused' && certainlyNotDone.has(answer.code) && attempt < wireLimits.attemptsMax;
    if (!again) return answer;
    await brokers.backOff(attempt, throttleMs);
  }
};

/** Where replicas are placed by hand, the numbers say so by being -1. */
const toWire = ({ name, partitions, replicationFactor, assignments, configs }: TopicSpec) => ({
  name,
  numPartitions: assignments ? -1 : partitions,
  replicationFactor: assignments ? -1 : replicationFactor,
  assignments: (assignments ?? []).map(({ partition, replicas }) => ({
    partitionIndex: partition,
    brokerIds: [...replicas],
  })),
  configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
});

export const createTopic =
  (brokers: Brokers): KafkaAdmin['createTopic'] =>
  (spec, { validateOnly }) =>
    change(brokers, async (link) => {
      const reply = await link.ask(createTopics, [toWire(spec)], wireLimits.brokerMs, validateOnly);
      // Kafka makes up an id for a topic that it only validates.
      return only(reply.throttleTimeMs, reply.topics[0], ({ topicId }) =>
        validateOnly ? undefined : topicIdOf(topicId),
      );
    });

export const deleteTopic =
  (brokers: Brokers): KafkaAdmin['deleteTopic'] =>
  async (id) => {
    const uuid = uuidOf(id);
    if (uuid === undefined) return refusal(unknownTopicId, `${id} is not a topic id`);
    return change(brokers, async (link) => {
      const reply = await link.ask(deleteTopics, [{ name: null, topicId: uuid }], wireLimits.brokerMs);
      return only(reply.throttleTimeMs, reply.responses[0], () => undefined);
    });
  };

export const addPartitions =
  (brokers: Brokers): KafkaAdmin['addPartitions'] =>
  (name, count, { validateOnly }) =>
    change(brokers, async (link) => {
      const reply = await link.ask(
        createPartitions,
        [{ name, count, assignments: null }],
        wireLimits.brokerMs,
        validateOnly,
      );
      return only(reply.throttleTimeMs, reply.results[0], () => undefined);
    });

export const setTopicConfigs =
  (brokers: Brokers): KafkaAdmin['setTopicConfigs'] =>
  (name, configs) =>
    change(brokers, async (link) => {
      const resource = {
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName: name,
        configs: Object.entries(configs).map(([key, value]) => ({
          name: key,
          configOperation: IncrementalAlterConfigOperationTypes.SET,
          value,
        })),
      };
      const reply = await link.ask(incrementalAlterConfigs, [resource], false);
      return only(reply.throttleTimeMs, reply.responses[0], () => undefined);
    });
