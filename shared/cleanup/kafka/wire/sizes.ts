// How many bytes partitions take, as the brokers that hold their replicas say.
import type { Answer, KafkaAdmin, PartitionSize, Topic } from '../kafka-admin.ts';
import { refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { describeLogDirs, type MetadataReply } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { topicsOf } from './topics.ts';

type Reply = Awaited<ReturnType<(typeof describeLogDirs)[number]['async']>>;
type Replica = { readonly topic: string; readonly partition: number; readonly broker: number };

const clusterAuthorizationFailed = 31;

const replicasOf = (topics: readonly Topic[]): Replica[] =>
  topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ index, replicas }) => replicas.map((broker) => ({ topic: name, partition: index, broker }))),
  );

/** Before version 3 a broker without permission answers with no directory at all, where it always has at least one. */
const refusedBy = ({ errorCode, results }: Reply): Answer<never> | undefined => {
  if (errorCode !== 0) return refusal(errorCode);
  return results.length === 0 ? refusal(clusterAuthorizationFailed) : undefined;
};

const sizesIn = ({ results }: Reply): PartitionSize[] =>
  results
    .filter(({ errorCode }) => errorCode === 0)
    .flatMap(({ topics }) => topics)
    .flatMap(({ name, partitions }) =>
      partitions
        .filter(({ isFutureKey }) => !isFutureKey)
        .map(({ partitionIndex, partitionSize }) => ({ topic: name, partition: partitionIndex, bytes: partitionSize })),
    );

const askBroker = async (
  brokers: Brokers,
  from: MetadataReply,
  broker: number,
  replicas: readonly Replica[],
): Promise<Answer<PartitionSize[]>> => {
  const topics = [...Map.groupBy(replicas, ({ topic }) => topic)].map(([name, held]) => ({
    name,
    partitions: held.map(({ partition }) => partition),
  }));
  try {
    const reply = await brokers.link(broker, from).ask(describeLogDirs, topics);
    return refusedBy(reply) ?? { kind: 'known', value: sizesIn(reply) };
  } catch (error) {
    return refusalOf(error);
  }
};

const summed = (parts: readonly PartitionSize[]): PartitionSize[] => {
  const byPartition = Map.groupBy(parts, ({ topic, partition }) => `${topic}\u0000${partition}`);
  return [...byPartition.values()].flatMap(([first, ...rest]) =>
    first ? [{ ...first, bytes: rest.reduce((sum, { bytes }) => sum + bytes, first.bytes) }] : [],
  );
};

export const readSizes =
  (brokers: Brokers): KafkaAdmin['sizes'] =>
  async (names) => {
    if (names.length === 0) return { kind: 'known', value: { sizes: [], complete: true } };
    const asked = [...new Set(names)];
    const from = await brokers.metadata(asked);
    const answers = [...topicsOf(from, asked).values()];
    const replicas = replicasOf(answers.flatMap((answer) => (answer.kind === 'known' ? [answer.value] : [])));
    const perBroker = await Promise.all(
      [...Map.groupBy(replicas, ({ broker }) => broker)].map(([broker, held]) =>
        askBroker(brokers, from, broker, held),
      ),
    );
    const known = perBroker.flatMap((answer) => (answer.kind === 'known' ? [answer.value] : []));
    const refused = perBroker.find((answer) => answer.kind === 'refused');
    if (known.length === 0 && refused) return refused;
    const parts = known.flat();
    const complete = parts.length === replicas.length && answers.every(({ kind }) => kind === 'known');
    return { kind: 'known', value: { sizes: summed(parts), complete } };
  };
