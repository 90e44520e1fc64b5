// Topics as their definitions say: created where they are missing; where they are not, only added to.
import type { DefinitionFix, TopicDefinition, TopicOutcome } from '#core/cleanup.ts';
import type { KafkaAdmin } from '../kafka/kafka-admin.ts';
import { refusedText } from '../plan/observe-topics.ts';

/** That it exists by now is as good, if somebody else was faster: then the next plan compares it. */
export const createDefined = async (
  admin: KafkaAdmin,
  { name, partitions, replicationFactor, configs }: TopicDefinition,
): Promise<TopicOutcome> => {
  const answer = await admin.createTopic({ name, partitions, replicationFactor, configs }, { validateOnly: false });
  if (answer.kind === 'known') return { topic: name, outcome: 'created', reason: 'was defined and did not exist' };
  if (answer.code === 'TOPIC_ALREADY_EXISTS') {
    const reason =
      'exists by now, though this run could not see it before: plan again to compare it with its definition';
    return { topic: name, outcome: 'unchanged', reason };
  }
  return { topic: name, outcome: 'failed', reason: `not created: ${refusedText(answer)}`, errorCode: answer.code };
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
    if (answer.kind === 'refused')
      return {
        topic,
        outcome: 'failed',
        reason: `settings not changed: ${refusedText(answer)}`,
        errorCode: answer.code,
      };
    done.push(`set ${Object.keys(configs).join(', ')}`);
  }
  if (partitions !== undefined) {
    const answer = await admin.addPartitions(topic, partitions, { validateOnly: false });
    // Refused because there are as many already: an earlier attempt of this run was not answered.
    if (answer.kind === 'refused' && answer.code !== 'INVALID_PARTITIONS')
      return {
        topic,
        outcome: 'failed',
        reason: `partitions not added: ${refusedText(answer)}`,
        errorCode: answer.code,
      };
    done.push(`grown to ${partitions} partitions`);
  }
  return { topic, outcome: 'changed', reason: `as its definition says: ${done.join(', ')}` };
};
