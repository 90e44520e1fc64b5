// Who holds a transaction open in a partition, and since when.
import type { Answer, HeldTransaction, KafkaAdmin, PartitionAnswer, PartitionKey } from '../kafka-admin.ts';
import { answerOf, refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { describeProducers, describeTransactions, listTransactions, type MetadataReply } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { askLeaders } from './leaders.ts';
import type { Link } from './link.ts';
import { groupedByTopic } from './offsets.ts';

const noDuration = -1n;
const noPattern = null;
const topicAuthorizationFailed = 29;

/** A transaction as its coordinator knows it. */
type Coordinated = { readonly producerId: bigint; readonly sinceMs?: number; readonly partitions: ReadonlySet<string> };

const keyOf = ({ topic, partition }: PartitionKey): string => `${topic}\u0000${partition}`;

/** Those that a broker coordinates, of all producers or of the given ones. */
const coordinatedAt = async (link: Link, producers: readonly bigint[]): Promise<Coordinated[]> => {
  const { transactionStates: listed } = await link.ask(listTransactions, [], [...producers], noDuration, noPattern);
  if (listed.length === 0) return [];
  const ids = listed.map(({ transactionalId }) => transactionalId);
  const { transactionStates: described } = await link.ask(describeTransactions, ids);
  return described
    .filter(({ errorCode }) => errorCode === 0)
    .map(({ producerId, transactionStartTimeMs, topics }) => ({
      producerId,
      ...(transactionStartTimeMs > 0n ? { sinceMs: Number(transactionStartTimeMs) } : {}),
      partitions: new Set(
        topics.flatMap(({ topic, partitions }) => partitions.map((partition) => keyOf({ topic, partition }))),
      ),
    }));
};

/** A hanging transaction has no coordinator any more that knows of it, and not everybody may ask: then there is none. */
const coordinated = async (brokers: Brokers, from: MetadataReply, producers: readonly bigint[]) => {
  const all = await Promise.all(
    from.brokers.map(async ({ nodeId }) => {
      try {
        return await coordinatedAt(brokers.link(nodeId, from), producers);
      } catch (error) {
        refusalOf(error);
        return [];
      }
    }),
  );
  return all.flat();
};

type Held = { readonly producerId: bigint; readonly lastWriteMs: number };

const toTransaction =
  (began: ReadonlyMap<bigint, number>) =>
  ({ producerId, lastWriteMs }: Held): HeldTransaction => {
    const sinceMs = began.get(producerId) ?? (lastWriteMs > 0 ? lastWriteMs : undefined);
    return { producerId, ...(sinceMs === undefined ? {} : { sinceMs }) };
  };

const withBeginnings = (
  { answer, ...key }: PartitionAnswer<readonly Held[]>,
  began: ReadonlyMap<bigint, number>,
): PartitionAnswer<readonly HeldTransaction[]> => ({
  ...key,
  answer: answer.kind === 'known' ? { kind: 'known', value: answer.value.map(toTransaction(began)) } : answer,
});

/** Only clients that may read the topic see its producers. */
const mayNotRead = (answer: Answer<unknown>): boolean =>
  answer.kind === 'refused' && answer.code === 'TOPIC_AUTHORIZATION_FAILED';

/** Who may describe transactions learns the same from their coordinators, without a right to records. */
const toldByCoordinators = (key: PartitionKey, all: readonly Coordinated[]): Answer<readonly HeldTransaction[]> => {
  const here = all.filter(({ partitions }) => partitions.has(keyOf(key)));
  if (here.length > 0)
    return {
      kind: 'known',
      value: here.map(({ producerId, sinceMs }) => ({ producerId, ...(sinceMs === undefined ? {} : { sinceMs }) })),
    };
  return refusal(
    topicAuthorizationFailed,
    'no coordinator reports it: describing transactions is not granted (kafka-cluster:DescribeTransactionalId), or it hangs, which only kafka-cluster:ReadData on the topic shows',
  );
};

export const readOpenTransactions =
  (brokers: Brokers): KafkaAdmin['openTransactions'] =>
  async (of) => {
    const answers = await askLeaders(brokers, of, async (link, items) => {
      const topics = groupedByTopic(items).map(({ name, partitions }) => ({
        name,
        partitionIndexes: partitions.map(({ partition }) => partition),
      }));
      const reply = await link.ask(describeProducers, topics);
      return reply.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, errorCode, errorMessage, activeProducers }) => ({
          topic: name,
          partition: partitionIndex,
          answer: answerOf(
            errorCode,
            () =>
              activeProducers
                .filter(({ currentTxnStartOffset }) => currentTxnStartOffset >= 0n)
                .map(({ producerId, lastTimestamp }): Held => ({ producerId, lastWriteMs: Number(lastTimestamp) })),
            errorMessage,
          ),
        })),
      );
    });
    const producers = answers.flatMap(({ answer }) => (answer.kind === 'known' ? answer.value : []));
    const ids = [...new Set(producers.map(({ producerId }) => producerId))];
    const isHidden = answers.some(({ answer }) => mayNotRead(answer));
    if (ids.length === 0 && !isHidden) return answers.map((one) => withBeginnings(one, new Map()));
    const found = await coordinated(brokers, await brokers.metadata([]), isHidden ? [] : ids);
    const began = new Map(
      found.flatMap(({ producerId, sinceMs }) => (sinceMs === undefined ? [] : [[producerId, sinceMs] as const])),
    );
    return answers.map((one) =>
      mayNotRead(one.answer) ? { ...one, answer: toldByCoordinators(one, found) } : withBeginnings(one, began),
    );
  };
