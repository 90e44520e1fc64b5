// Where logs begin and end, and moving their beginning.
import type { KafkaAdmin, PartitionAnswer, PartitionKey, PartitionOffset } from '../kafka-admin.ts';
import { answerOf, refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { deleteRecords as deleteRecordsCodecs, listOffsets } from './codecs.ts';
import { askLeaders } from './leaders.ts';
import { wireLimits } from './limits.ts';

type WireAnswer<P> = { readonly topics: readonly { readonly name: string; readonly partitions: readonly P[] }[] };

export const groupedByTopic = <Item extends PartitionKey>(
  items: readonly Item[],
): { name: string; partitions: Item[] }[] =>
  [...Map.groupBy(items, ({ topic }) => topic)].map(([name, partitions]) => ({ name, partitions }));

const flat = <P extends { readonly partitionIndex: number; readonly errorCode: number }>(
  { topics }: WireAnswer<P>,
  offsetOf: (partition: P) => bigint,
): PartitionAnswer<bigint>[] =>
  topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({
      topic: name,
      partition: partition.partitionIndex,
      answer: answerOf(partition.errorCode, () => offsetOf(partition)),
    })),
  );

/** Which timestamp stands for which end, and whether open transactions count (0) or not (1). */
const ends = {
  earliest: { timestamp: -2n, isolation: 0 },
  latest: { timestamp: -1n, isolation: 0 },
  stable: { timestamp: -1n, isolation: 1 },
} as const;

const aConsumer = -1;
const anyEpoch = -1;

export const readOffsets =
  (brokers: Brokers): KafkaAdmin['offsets'] =>
  (of, at) =>
    askLeaders(brokers, of, async (link, items) => {
      const { timestamp, isolation } = ends[at];
      const topics = groupedByTopic(items).map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partition }) => ({
          partitionIndex: partition,
          currentLeaderEpoch: anyEpoch,
          timestamp,
        })),
      }));
      return flat(await link.ask(listOffsets, aConsumer, isolation, topics), ({ offset }) => offset);
    });

const offsetOutOfRange = 1;

/** -1 would mean "all there is by then", which nobody may ask for: it would take what was produced since the plan. */
const isCut = ({ offset }: PartitionOffset): boolean => offset >= 0n;
const notACut = ({ topic, partition, offset }: PartitionOffset): PartitionAnswer<bigint> => ({
  topic,
  partition,
  answer: refusal(offsetOutOfRange, `${offset} is not an offset to truncate at`),
});

/** Asked again after a lost answer, too: an offset at or below the start changes nothing (facts/kafka.md 4.1). */
export const deleteRecords =
  (brokers: Brokers): KafkaAdmin['deleteRecords'] =>
  async (upTo) => {
    const done = await askLeaders(brokers, upTo.filter(isCut), async (link, items) => {
      const topics = groupedByTopic(items).map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partition, offset }) => ({ partitionIndex: partition, offset })),
      }));
      return flat(await link.ask(deleteRecordsCodecs, topics, wireLimits.brokerMs), ({ lowWatermark }) => lowWatermark);
    });
    return [...done, ...upTo.filter((one) => !isCut(one)).map(notACut)];
  };
