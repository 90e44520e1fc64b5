// Questions about partitions go to their leaders. Leaders move: what a former leader refuses is asked of the new one.
import { chunks } from '../chunks.ts';
import type { Answer, Partition, PartitionAnswer, PartitionKey, Topic } from '../kafka-admin.ts';
import { refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import type { MetadataReply } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { wireLimits } from './limits.ts';
import type { Link } from './link.ts';
import { topicsOf } from './topics.ts';

/** One request to one leader; answers for each of the partitions, in any order. */
type AskLeader<Item extends PartitionKey, T> = (
  link: Link,
  items: readonly Item[],
) => Promise<readonly PartitionAnswer<T>[]>;

const leaderNotAvailable = 5;
const unknownTopicOrPartition = 3;

const keyOf = ({ topic, partition }: PartitionKey): string => `${topic}\u0000${partition}`;

const unanswered =
  <T>(answer: Answer<T>) =>
  ({ topic, partition }: PartitionKey): PartitionAnswer<T> => ({ topic, partition, answer });

const leaderOf = (topic: Answer<Topic> | undefined, { partition }: PartitionKey): Answer<number> => {
  if (topic?.kind !== 'known') return topic ?? refusal(unknownTopicOrPartition);
  const found: Partition | undefined = topic.value.partitions.find(({ index }) => index === partition);
  if (!found) return refusal(unknownTopicOrPartition);
  return found.leader === undefined ? refusal(leaderNotAvailable) : { kind: 'known', value: found.leader };
};

/** Every partition gets an answer, also if the leader left one out. */
const askOne = async <Item extends PartitionKey, T>(
  leader: () => Link,
  items: readonly Item[],
  ask: AskLeader<Item, T>,
): Promise<PartitionAnswer<T>[]> => {
  try {
    const answers = new Map((await ask(leader(), items)).map((one) => [keyOf(one), one]));
    return items.map((item) => answers.get(keyOf(item)) ?? unanswered<T>(refusal(unknownTopicOrPartition))(item));
  } catch (error) {
    return items.map(unanswered(refusalOf(error)));
  }
};

/** One attempt: the leaders in parallel, each with one request after the other. */
const askAll = async <Item extends PartitionKey, T>(
  brokers: Brokers,
  from: MetadataReply,
  items: readonly Item[],
  ask: AskLeader<Item, T>,
): Promise<PartitionAnswer<T>[]> => {
  const topics = topicsOf(from, null);
  const leaders = items.map((item) => ({ item, leader: leaderOf(topics.get(item.topic), item) }));
  const leaderless = leaders.flatMap(({ item, leader }) =>
    leader.kind === 'refused' ? [unanswered<T>(leader)(item)] : [],
  );
  const byLeader = Map.groupBy(
    leaders.filter(({ leader }) => leader.kind === 'known'),
    ({ leader }) => (leader.kind === 'known' ? leader.value : -1),
  );
  const answered = await Promise.all(
    [...byLeader].flatMap(([node, led]) =>
      chunks(led, wireLimits.partitionsPerRequest).map((chunk) =>
        askOne(
          () => brokers.link(node, from),
          chunk.map(({ item }) => item),
          ask,
        ),
      ),
    ),
  );
  return [...leaderless, ...answered.flat()];
};

const mayChange = ({ answer }: PartitionAnswer<unknown>): boolean => answer.kind === 'refused' && answer.retryable;

/** Answers in the order of the items. What may be answered otherwise a little later is asked again, a few times. */
export const askLeaders = async <Item extends PartitionKey, T>(
  brokers: Brokers,
  items: readonly Item[],
  ask: AskLeader<Item, T>,
): Promise<PartitionAnswer<T>[]> => {
  const settled = new Map<string, PartitionAnswer<T>>();
  let open = items;
  for (let attempt = 1; open.length > 0 && attempt <= wireLimits.attemptsMax; attempt += 1) {
    if (attempt > 1) await brokers.backOff(attempt - 1);
    const from = await brokers.metadata([...new Set(open.map(({ topic }) => topic))]);
    for (const one of await askAll(brokers, from, open, ask)) settled.set(keyOf(one), one);
    open = open.filter((item) => mayChange(settled.get(keyOf(item)) ?? unanswered(refusal(leaderNotAvailable))(item)));
  }
  return items.map((item) => settled.get(keyOf(item)) ?? unanswered<T>(refusal(leaderNotAvailable))(item));
};
