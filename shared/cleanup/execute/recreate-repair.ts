// A topic that exists under the name of one that was deleted: made by this run, by one before it, or by a producer that was
// faster. It is never deleted again; what can be added to it is added (facts/kafka.md 4.5, step 5).
import type { Manifest, TopicShape } from '#core/cleanup.ts';
import type { ConfigEntry, KafkaAdmin, Topic } from '../kafka/kafka-admin.ts';
import { replicationProblem } from '../plan/definition.ts';
import { refusedText } from '../plan/observe-topics.ts';

type Repair =
  | { readonly kind: 'equal' }
  | { readonly kind: 'again'; readonly repaired: readonly string[] }
  | { readonly kind: 'different'; readonly differences: readonly string[] };

const ownSettings = (entries: readonly ConfigEntry[]): ReadonlyMap<string, string | null> =>
  new Map(entries.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG').map(({ name, value }) => [name, value]));

const missingSettings = (shape: TopicShape, own: ReadonlyMap<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(shape.overrides).filter(([name, value]) => own.get(name) !== value));

/** What nobody can fix without deleting something. */
const beyondRepair = (shape: TopicShape, found: Topic, own: ReadonlyMap<string, string | null>): string[] => {
  const replication = replicationProblem(found, shape.replicationFactor);
  const foreign = [...own.keys()].filter((name) => !(name in shape.overrides));
  return [
    ...(found.partitions.length > shape.partitions
      ? [`${found.partitions.length} partitions instead of ${shape.partitions}`]
      : []),
    ...(replication === undefined ? [] : [replication]),
    ...(foreign.length > 0 ? [`unexpected settings: ${foreign.join(', ')}`] : []),
  ];
};

/** `again`: something was added, or could not be read; the topic has to be read once more. */
export const repairTopic = async (
  { topic, shape }: Pick<Manifest, 'topic' | 'shape'>,
  found: Topic,
  admin: KafkaAdmin,
): Promise<Repair> => {
  const configs = (await admin.topicConfigs([topic])).get(topic);
  if (configs?.kind !== 'known') {
    if (configs === undefined || configs.retryable || /^UNKNOWN_TOPIC/.test(configs.code))
      return { kind: 'again', repaired: [] };
    return { kind: 'different', differences: [`cannot read its settings: ${refusedText(configs)}`] };
  }
  const own = ownSettings(configs.value);
  const refusals: string[] = [];
  const repaired: string[] = [];
  const missing = missingSettings(shape, own);
  const { length } = found.partitions;
  const changes = [
    ...(length < shape.partitions
      ? [
          {
            text: `grown from ${length} to ${shape.partitions} partitions`,
            make: () => admin.addPartitions(topic, shape.partitions, { validateOnly: false }),
          },
        ]
      : []),
    ...(Object.keys(missing).length > 0
      ? [{ text: `set ${Object.keys(missing).join(', ')}`, make: () => admin.setTopicConfigs(topic, missing) }]
      : []),
  ];
  for (const { text, make } of changes) {
    const answer = await make();
    if (answer.kind === 'known') repaired.push(text);
    // There are as many partitions by now, and the broker that was asked does not know it yet.
    else if (!answer.retryable && answer.code !== 'INVALID_PARTITIONS') refusals.push(refusedText(answer));
  }
  const differences = [...beyondRepair(shape, found, own), ...refusals];
  if (changes.length > refusals.length) return { kind: 'again', repaired };
  return differences.length > 0 ? { kind: 'different', differences } : { kind: 'equal' };
};
