// Emptying topics that stay what they are: records below the offsets that were captured with the plan are deleted, never
// "all there is by now", so that repeating it or doing it late takes nothing that came since (facts/kafka.md 4.1).
import type { Cut, TopicOutcome } from '#core/cleanup.ts';
import type { Answer, KafkaAdmin, PartitionAnswer, PartitionOffset } from '../kafka/kafka-admin.ts';

export type ToTruncate = { readonly topic: string; readonly id: string; readonly cuts: readonly Cut[] };

const remedies: Readonly<Record<string, string>> = {
  OFFSET_OUT_OF_RANGE: 'it ends before the offset of the plan, so it is not what was planned: plan again',
  POLICY_VIOLATION: 'its cleanup.policy forbids it: plan again',
  TOPIC_AUTHORIZATION_FAILED: 'the right to delete (kafka-cluster:DeleteTopic) is missing for it',
};

type Refused = PartitionAnswer<bigint> & { readonly answer: Extract<Answer<bigint>, { kind: 'refused' }> };

const failed = (topic: string, refused: readonly Refused[], partitions: number): TopicOutcome => {
  const [first] = refused;
  const { code = 'UNKNOWN_SERVER_ERROR', message = '' } = first?.answer ?? {};
  const why = remedies[code] ?? message;
  const reason = `${refused.length} of ${partitions} partitions were not truncated, the others were: ${code}, ${why}`;
  return { topic, outcome: 'failed', reason, errorCode: code };
};

const outcomeOf = ({ topic, cuts }: ToTruncate, answers: readonly PartitionAnswer<bigint>[]): TopicOutcome => {
  const refused = answers.filter((one): one is Refused => one.answer.kind === 'refused');
  const cutAt = new Map(cuts.map(({ partition, upTo }) => [partition, BigInt(upTo)]));
  const short = answers.filter(
    ({ partition, answer }) => answer.kind === 'known' && answer.value < (cutAt.get(partition) ?? 0n),
  );
  if (refused.length > 0 || answers.length < cuts.length) return failed(topic, refused, cuts.length);
  const lag = short.length > 0 ? `; replicas of ${short.length} partitions have yet to follow` : '';
  return { topic, outcome: 'truncated', reason: `every record before the plan is deleted${lag}` };
};

/** Topics whose id is not the planned one any more are left alone. */
const changed = async (admin: KafkaAdmin, topics: readonly ToTruncate[]): Promise<Map<string, TopicOutcome>> => {
  const now = await admin.topics(topics.map(({ topic }) => topic));
  return new Map(
    topics.flatMap(({ topic, id }): [string, TopicOutcome][] => {
      const answer = now.get(topic);
      if (answer?.kind === 'known' && answer.value.id === id) return [];
      const [errorCode, why] =
        answer?.kind === 'known'
          ? ['TOPIC_CHANGED', `its id is ${answer.value.id}, the plan was made for ${id}`]
          : [answer?.code ?? 'UNKNOWN_TOPIC_OR_PARTITION', answer?.message ?? 'the cluster does not tell about it'];
      return [[topic, { topic, outcome: 'failed', reason: `not touched: ${why}`, errorCode }]];
    }),
  );
};

/** One outcome per topic, in their order. May be repeated at any time. */
export const truncateTopics = async (admin: KafkaAdmin, topics: readonly ToTruncate[]): Promise<TopicOutcome[]> => {
  const others = await changed(admin, topics);
  const same = topics.filter(({ topic }) => !others.has(topic));
  const offsets = same.flatMap(({ topic, cuts }): PartitionOffset[] =>
    cuts
      .filter(({ start, upTo }) => start !== upTo)
      .map(({ partition, upTo }) => ({ topic, partition, offset: BigInt(upTo) })),
  );
  const answers = Map.groupBy(await admin.deleteRecords(offsets), ({ topic }) => topic);
  return topics.map((one) => {
    const cuts = one.cuts.filter(({ start, upTo }) => start !== upTo);
    return others.get(one.topic) ?? outcomeOf({ ...one, cuts }, answers.get(one.topic) ?? []);
  });
};
