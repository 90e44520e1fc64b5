// What a cluster says about itself and its topics, as facts that a plan can be made of.
import type { ClusterFacts, ConfigFact, Known, ListedTopic, OpenTransaction, TopicFacts } from '#core/cleanup.ts';
import type { Answer, ConfigEntry, KafkaAdmin, PartitionAnswer, PartitionKey, Topic } from '../kafka/kafka-admin.ts';
import type { Listing } from './matches.ts';

export const refusedText = ({ code, message }: Extract<Answer<never>, { kind: 'refused' }>): string =>
  `${code}: ${message}`;

const knownOf = <T, U>(answer: Answer<T> | undefined, value: (value: T) => U): Known<U> => {
  if (answer === undefined) return { known: false, why: 'the cluster did not report it' };
  return answer.kind === 'known'
    ? { known: true, value: value(answer.value) }
    : { known: false, why: refusedText(answer) };
};

const isAbsent = (answer: Answer<Topic>): boolean =>
  answer.kind === 'refused' && answer.code === 'UNKNOWN_TOPIC_OR_PARTITION';

/** Every topic that may be seen; of those that no rule is about nothing else is ever asked. */
export const listTopics = async (admin: KafkaAdmin, names?: readonly string[]): Promise<Listing> => {
  const answers = [...(await admin.topics(names))].filter(([, answer]) => !isAbsent(answer));
  return {
    topics: answers.flatMap(([, answer]) => (answer.kind === 'known' ? [answer.value] : [])),
    unreadable: answers.flatMap(([name, answer]) =>
      answer.kind === 'refused' ? [{ name, why: refusedText(answer) }] : [],
    ),
  };
};

const toFact = ({ name, value, source, sensitive }: ConfigEntry): ConfigFact => ({
  name,
  value,
  own: source === 'DYNAMIC_TOPIC_CONFIG',
  sensitive,
});

const byPartition = <T>(answers: readonly PartitionAnswer<T>[]): Map<string, Map<number, Known<T>>> => {
  const topics = new Map<string, Map<number, Known<T>>>();
  for (const { topic, partition, answer } of answers) {
    const partitions = topics.get(topic) ?? new Map();
    topics.set(
      topic,
      partitions.set(
        partition,
        knownOf(answer, (value) => value),
      ),
    );
  }
  return topics;
};

/** A broker that did not answer makes every size a lower bound: then all of them are unknown. */
const readSizes = async (admin: KafkaAdmin, names: readonly string[]) => {
  const answer = await admin.sizes(names);
  if (answer.kind === 'refused') return { of: new Map<string, Map<number, Known<number>>>(), why: refusedText(answer) };
  const { sizes, complete } = answer.value;
  if (!complete) return { of: new Map<string, Map<number, Known<number>>>(), why: 'a broker did not report it' };
  const known = sizes.map(({ bytes, ...key }) => ({
    ...key,
    answer: { kind: 'known', value: Number(bytes) } as const,
  }));
  return { of: byPartition<number>(known), why: 'the cluster did not report it' };
};

type Offsets = ReadonlyMap<string, ReadonlyMap<number, Known<bigint>>>;

/** Where the last stable offset is not the end of the log, somebody holds a transaction open. */
const heldOpen = (keys: readonly PartitionKey[], ends: Offsets, logEnds: Offsets): PartitionKey[] =>
  keys.filter(({ topic, partition }) => {
    const [stable, end] = [ends, logEnds].map((offsets) => offsets.get(topic)?.get(partition));
    return stable?.known && end?.known && stable.value < end.value;
  });

const readTransactions = async (admin: KafkaAdmin, held: readonly PartitionKey[]) => {
  const byTopic = new Map<string, Known<readonly OpenTransaction[]>>();
  if (held.length === 0) return byTopic;
  for (const { topic, partition, answer } of await admin.openTransactions(held)) {
    const before = byTopic.get(topic) ?? { known: true, value: [] };
    if (!before.known) continue;
    const here = knownOf(answer, (all) =>
      all.map(({ producerId, sinceMs }) => ({
        partition,
        producerId: String(producerId),
        ...(sinceMs === undefined ? {} : { since: new Date(sinceMs).toISOString() }),
      })),
    );
    byTopic.set(topic, here.known ? { known: true, value: [...before.value, ...here.value] } : here);
  }
  return byTopic;
};

const none = new Map<never, never>();

/** The facts of the given topics, by name. Sizes cost a question to every broker: without them they are unknown. */
export const observeTopics = async (
  admin: KafkaAdmin,
  topics: readonly ListedTopic[],
  { sizes: wantsSizes }: { readonly sizes: boolean } = { sizes: true },
): Promise<Map<string, TopicFacts>> => {
  if (topics.length === 0) return new Map();
  const names = topics.map(({ name }) => name);
  const led = topics.flatMap(({ name, partitions }): PartitionKey[] =>
    partitions.flatMap(({ index, leader }) => (leader === undefined ? [] : [{ topic: name, partition: index }])),
  );
  // The ends before the last stable offsets: what is produced in between must not look like an open transaction.
  const [configs, earliest, latest, stable, sizes] = await Promise.all([
    admin.topicConfigs(names),
    admin.offsets(led, 'earliest'),
    admin.offsets(led, 'latest'),
    admin.offsets(led, 'stable'),
    wantsSizes ? readSizes(admin, names) : { of: new Map<string, Map<number, Known<number>>>() },
  ]);
  const [starts, ends, logEnds] = [byPartition(earliest), byPartition(stable), byPartition(latest)];
  const transactions = await readTransactions(admin, heldOpen(led, ends, logEnds));
  return new Map(
    topics.map((topic) => [
      topic.name,
      {
        ...topic,
        configs: knownOf(configs.get(topic.name), (entries) => entries.map(toFact)),
        starts: starts.get(topic.name) ?? none,
        ends: ends.get(topic.name) ?? none,
        logEnds: logEnds.get(topic.name) ?? none,
        openTransactions: transactions.get(topic.name) ?? { known: true, value: [] },
        bytes: sizes.of.get(topic.name) ?? none,
      },
    ]),
  );
};

const switchOf = (answer: Answer<readonly ConfigEntry[]>, name: string): Known<boolean> => {
  const known = knownOf(answer, (entries) => entries.find((entry) => entry.name === name)?.value);
  if (!known.known) return known;
  return known.value === 'true' || known.value === 'false'
    ? { known: true, value: known.value === 'true' }
    : { known: false, why: `the brokers do not report ${name}` };
};

export const observeCluster = async (admin: KafkaAdmin): Promise<ClusterFacts> => {
  const [cluster, capabilities, settings, { groups, complete }] = await Promise.all([
    admin.cluster(),
    admin.capabilities(),
    admin.brokerConfigs(['auto.create.topics.enable', 'delete.topic.enable']),
    admin.groupOffsets(),
  ]);
  return {
    id: cluster.id,
    brokers: cluster.brokers.length,
    canDeleteRecords: capabilities.deleteRecords,
    canDeleteById: capabilities.deleteTopicsById,
    autoCreation: switchOf(settings, 'auto.create.topics.enable'),
    deletion: switchOf(settings, 'delete.topic.enable'),
    groups: groups.flatMap(({ answer }) => (answer.kind === 'known' ? [answer.value] : [])),
    unreadableGroups: [
      ...groups.flatMap(({ group, answer }) => (answer.kind === 'refused' ? [`${group} (${answer.code})`] : [])),
      ...(complete ? [] : ['groups of a broker that did not respond']),
    ],
  };
};
