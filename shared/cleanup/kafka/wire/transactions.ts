// Who holds a transaction open in a partition, and since when.
import type { HeldTransaction, KafkaAdmin } from '../kafka-admin.ts';
import { answerOf } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { describeProducers, describeTransactions, listTransactions, type MetadataReply } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { askLeaders } from './leaders.ts';
import type { Link } from './link.ts';
import { groupedByTopic } from './offsets.ts';

const noDuration = -1n;
const noPattern = null;

/** Of those transactions that a broker coordinates: by producer, when they began. */
const beginningsAt = async (link: Link, producers: readonly bigint[]): Promise<[bigint, number][]> => {
  const { transactionStates: listed } = await link.ask(listTransactions, [], [...producers], noDuration, noPattern);
  if (listed.length === 0) return [];
  const ids = listed.map(({ transactionalId }) => transactionalId);
  const { transactionStates: described } = await link.ask(describeTransactions, ids);
  return described.flatMap(({ errorCode, producerId, transactionStartTimeMs }): [bigint, number][] =>
    errorCode === 0 && transactionStartTimeMs > 0n ? [[producerId, Number(transactionStartTimeMs)]] : [],
  );
};

/** A hanging transaction has no coordinator any more that knows of it, and not everybody may ask: then there is none. */
const beginnings = async (brokers: Brokers, from: MetadataReply, producers: readonly bigint[]) => {
  const all = await Promise.all(
    from.brokers.map(async ({ nodeId }) => {
      try {
        return await beginningsAt(brokers.link(nodeId, from), producers);
      } catch (error) {
        refusalOf(error);
        return [];
      }
    }),
  );
  return new Map(all.flat());
};

type Held = { readonly producerId: bigint; readonly lastWriteMs: number };

const toTransaction =
  (began: ReadonlyMap<bigint, number>) =>
  ({ producerId, lastWriteMs }: Held): HeldTransaction => {
    const sinceMs = began.get(producerId) ?? (lastWriteMs > 0 ? lastWriteMs : undefined);
    return { producerId, ...(sinceMs === undefined ? {} : { sinceMs }) };
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
    const began = ids.length === 0 ? new Map() : await beginnings(brokers, await brokers.metadata([]), ids);
    return answers.map(({ answer, ...key }) => ({
      ...key,
      answer: answer.kind === 'known' ? { kind: 'known', value: answer.value.map(toTransaction(began)) } : answer,
    }));
  };
