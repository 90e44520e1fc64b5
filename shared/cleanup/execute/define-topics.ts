// Topics as their definitions say: created where they are missing; where they are not, only added to. A refusal is looked at
// again before it is reported: a change whose answer was lost may have been made.
import type { DefinitionFix, TopicOutcome } from '#core/cleanup.ts';
import type { TopicDefinition } from '#core/cleanup-rules.ts';
import type { Answer, KafkaAdmin } from '../kafka/kafka-admin.ts';
import { driftFrom } from '../plan/definition.ts';
import { listTopics, observeTopics, refusedText } from '../plan/observe-topics.ts';

type Refused = Extract<Answer<unknown>, { kind: 'refused' }>;

const failed = (topic: string, what: string, answer: Refused): TopicOutcome => ({
  topic,
  outcome: 'failed',
  reason: `${what}: ${refusedText(answer)}`,
  errorCode: answer.code,
});

/** Undefined: there is no such topic, or nothing is known about it. */
const isAsDefined = async (admin: KafkaAdmin, definition: TopicDefinition): Promise<boolean | undefined> => {
  const { topics } = await listTopics(admin, [definition.name]);
  const facts = (await observeTopics(admin, topics, { sizes: false })).get(definition.name);
  return facts && driftFrom(definition, facts).drift.length === 0;
};

/** That it exists by now is as good, if somebody else was faster: then the next plan compares it. */
export const createDefined = async (admin: KafkaAdmin, definition: TopicDefinition): Promise<TopicOutcome> => {
  const { name, partitions, replicationFactor, configs } = definition;
  const answer = await admin.createTopic({ name, partitions, replicationFactor, configs }, { validateOnly: false });
  if (answer.kind === 'known') return { topic: name, outcome: 'created', reason: 'was missing and has been created' };
  if (answer.code === 'TOPIC_ALREADY_EXISTS') {
    const reason = 'exists now, but was not visible before: plan again to compare it with its definition';
    return { topic: name, outcome: 'unchanged', reason };
  }
  if (answer.retryable && (await isAsDefined(admin, definition)))
    return { topic: name, outcome: 'created', reason: `exists as defined, although the answer was ${answer.code}` };
  return failed(name, 'not created', answer);
};

const isSet = async (admin: KafkaAdmin, topic: string, configs: Readonly<Record<string, string>>): Promise<boolean> => {
  const answer = (await admin.topicConfigs([topic])).get(topic);
  if (answer?.kind !== 'known') return false;
  return Object.entries(configs).every(([name, value]) =>
    answer.value.some((entry) => entry.name === name && entry.value === value),
  );
};

const hasPartitions = async (admin: KafkaAdmin, topic: string, count: number): Promise<boolean> => {
  const answer = (await admin.topics([topic])).get(topic);
  return answer?.kind === 'known' && answer.value.partitions.length >= count;
};

/** Sets the listed settings alone, and adds partitions. May be repeated. */
export const applyFix = async (
  admin: KafkaAdmin,
  topic: string,
  { partitions, configs }: DefinitionFix,
): Promise<TopicOutcome> => {
  const done: string[] = [];
  if (configs) {
    const answer = await admin.setTopicConfigs(topic, configs);
    if (answer.kind === 'refused' && !(answer.retryable && (await isSet(admin, topic, configs))))
      return failed(topic, 'settings not changed', answer);
    done.push(`set ${Object.keys(configs).join(', ')}`);
  }
  if (partitions !== undefined) {
    const answer = await admin.addPartitions(topic, partitions, { validateOnly: false });
    // Refused because there are as many already: an earlier attempt of this run was not answered.
    const isDone = answer.kind === 'known' || answer.code === 'INVALID_PARTITIONS';
    if (!isDone && !(answer.retryable && (await hasPartitions(admin, topic, partitions))))
      return failed(topic, 'partitions not added', answer);
    done.push(`grown to ${partitions} partitions`);
  }
  return { topic, outcome: 'changed', reason: `changed to match its definition: ${done.join(', ')}` };
};
