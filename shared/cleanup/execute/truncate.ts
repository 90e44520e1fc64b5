// Emptying topics that stay what they are: records below the offsets that were captured with the plan are deleted, never
// "all there is by now", so that repeating it or doing it late takes nothing that came since (facts/kafka.md 4.1).
import type { PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import type { Answer, PartitionAnswer, PartitionOffset } from '../kafka/kafka-admin.ts';
import { disagreements, type RunContext } from './run-context.ts';

const remedies: Readonly<Record<string, string>> = {
  OFFSET_OUT_OF_RANGE: 'it ends before the offset of the plan: plan again',
  POLICY_VIOLATION: 'its cleanup.policy forbids it: plan again',
  TOPIC_AUTHORIZATION_FAILED: 'missing permission kafka-cluster:DeleteTopic for it',
};

type Refused = PartitionAnswer<bigint> & { readonly answer: Extract<Answer<bigint>, { kind: 'refused' }> };

const failed = (topic: string, refused: readonly Refused[], partitions: number): TopicOutcome => {
  const [first] = refused;
  const { code = 'UNKNOWN_SERVER_ERROR', message = '' } = first?.answer ?? {};
  const why = remedies[code] ?? message;
  const reason = `${refused.length} of ${partitions} partitions were not truncated, the others were: ${code}, ${why}`;
  return { topic, outcome: 'failed', reason, errorCode: code };
};

const outcomeOf = (
  topic: string,
  offsets: readonly PartitionOffset[],
  answers: readonly PartitionAnswer<bigint>[],
): TopicOutcome => {
  const refused = answers.filter((one): one is Refused => one.answer.kind === 'refused');
  const cutAt = new Map(offsets.map(({ partition, offset }) => [partition, offset]));
  const short = answers.filter(
    ({ partition, answer }) => answer.kind === 'known' && answer.value < (cutAt.get(partition) ?? 0n),
  );
  if (refused.length > 0 || answers.length < offsets.length) return failed(topic, refused, offsets.length);
  const lag = short.length > 0 ? `; replicas of ${short.length} partitions are still catching up` : '';
  return { topic, outcome: 'truncated', reason: `all records from before the plan are deleted${lag}` };
};

const offsetsOf = ({ topic, cuts }: PlannedTopic): PartitionOffset[] =>
  cuts
    .filter(({ start, upTo }) => start !== upTo)
    .map(({ partition, upTo }) => ({ topic, partition, offset: BigInt(upTo) }));

/** One outcome per topic, in their order. May be repeated at any time. */
export const truncateTopics = async (
  topics: readonly PlannedTopic[],
  context: RunContext,
  deps: CleanupDependencies,
): Promise<TopicOutcome[]> => {
  const leftAlone = await disagreements(topics, context, deps);
  const offsets = topics.filter(({ topic }) => !leftAlone.has(topic)).flatMap(offsetsOf);
  const answers = Map.groupBy(await deps.admin.deleteRecords(offsets), ({ topic }) => topic);
  return topics.map((planned) => {
    const { topic } = planned;
    return leftAlone.get(topic) ?? outcomeOf(topic, offsetsOf(planned), answers.get(topic) ?? []);
  });
};
