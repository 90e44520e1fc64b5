// What changed on a cluster: since the plan, so that it is not executed any more; since the beginning of a run, so that what
// the run must not change is seen to be unchanged.
import type { CleanupPlan, PlannedTopic, TopicShape } from '#core/cleanup.ts';
import { pluralise } from '#core/pluralise.ts';

const overridesText = (overrides: Readonly<Record<string, string>>): string =>
  Object.entries(overrides)
    .toSorted()
    .map(([name, value]) => `${name}=${value}`)
    .join(' ') || 'none';

const namedMax = 3;
const firstOf = (differences: readonly string[]): string[] =>
  differences.length > namedMax
    ? [...differences.slice(0, namedMax), `and ${differences.length - namedMax} more partitions like this`]
    : [...differences];

type Replicas = readonly number[];

/** Partitions that there are before and after. */
const perPartition = (
  { replicas: before = [] }: TopicShape,
  { replicas: after = [] }: TopicShape,
  difference: (then: Replicas, now: Replicas, partition: number) => string | undefined,
): string[] =>
  firstOf(
    after.flatMap((now, partition) => {
      const then = before[partition];
      return (then && difference(then, now, partition)) ?? [];
    }),
  );

const replicaDifferences = (before: TopicShape, after: TopicShape): string[] =>
  before.replicationFactor === after.replicationFactor
    ? perPartition(before, after, (then, now, partition) =>
        then.length === now.length
          ? undefined
          : `${pluralise(now.length, 'replica')} of partition ${partition} instead of ${then.length}`,
      )
    : [`replication factor ${after.replicationFactor} instead of ${before.replicationFactor}`];

/** Where as many replicas are on other brokers. A topic that is recreated is placed anew, so that only the time before it counts. */
const placementDifferences = (before: TopicShape, after: TopicShape): string[] =>
  perPartition(before, after, (then, now, partition) =>
    then.length !== now.length || then.join() === now.join()
      ? undefined
      : `partition ${partition} on brokers ${now.join(', ')} instead of ${then.join(', ')}`,
  );

/** In words, empty if both are the same, wherever their replicas are. */
export const shapeDifferences = (before: TopicShape, after: TopicShape): string[] => [
  ...(before.partitions === after.partitions ? [] : [`${after.partitions} partitions instead of ${before.partitions}`]),
  ...replicaDifferences(before, after),
  ...(overridesText(before.overrides) === overridesText(after.overrides)
    ? []
    : [`settings ${overridesText(after.overrides)} instead of ${overridesText(before.overrides)}`]),
];

/** In words, empty if nothing of what a person agreed to has changed. */
export const agreedDifferences = (before: TopicShape, after: TopicShape): string[] => [
  ...shapeDifferences(before, after),
  ...placementDifferences(before, after),
];

/** Differences that concern the safety of one topic skip that one; all others refuse the whole. */
const harmless = (planned: PlannedTopic, now: PlannedTopic): boolean =>
  planned.action === now.action ||
  now.action === 'refuse' ||
  !['truncate', 'recreate', 'change', 'create'].includes(planned.action) ||
  (planned.action === 'truncate' && now.action === 'already-empty');

const topicDifference = (planned: PlannedTopic, now: PlannedTopic): string[] => {
  const { topic } = planned;
  if (planned.id !== now.id)
    return [
      planned.id === undefined
        ? `${topic} did not exist when planned`
        : `${topic} is not the planned topic: its id is ${now.id ?? 'gone'} instead of ${planned.id}`,
    ];
  if (planned.strategy !== now.strategy)
    return [`${topic} would be emptied by ${now.strategy}, not by ${planned.strategy}`];
  if (planned.shape && !now.shape) return [`${topic}: ${now.reason}`];
  const shapes = planned.shape && now.shape ? agreedDifferences(planned.shape, now.shape) : [];
  if (shapes.length > 0) return shapes.map((difference) => `${topic} has ${difference}`);
  return harmless(planned, now) ? [] : [`${topic}: the plan says ${planned.action}, now: ${now.reason}`];
};

/** Why a plan does not hold any more. */
export const planDifferences = (planned: Omit<CleanupPlan, 'hash'>, now: Omit<CleanupPlan, 'hash'>): string[] => {
  if (planned.cluster !== now.cluster)
    return [`connected to cluster ${now.cluster}, the plan is for ${planned.cluster}`];
  const current = new Map(now.topics.map((topic) => [topic.topic, topic]));
  const before = new Set(planned.topics.map(({ topic }) => topic));
  return [
    ...planned.topics.flatMap((topic) => {
      const match = current.get(topic.topic);
      return match ? topicDifference(topic, match) : [`${topic.topic} no longer matches`];
    }),
    ...now.topics.flatMap(({ topic }) => (before.has(topic) ? [] : [`${topic} also matches and is not in the plan`])),
  ];
};

type Named = { readonly name: string; readonly id: string };

/** Topics that a run had nothing to do with, and that are not what they were. */
export const untouchedDifferences = (
  before: readonly Named[],
  after: readonly Named[],
): { topic: string; reason: string }[] => {
  const now = new Map(after.map(({ name, id }) => [name, id]));
  return before.flatMap(({ name, id }) => {
    const current = now.get(name);
    if (current === id) return [];
    const reason = current === undefined ? 'is gone' : `has the id ${current} instead of ${id}`;
    return [{ topic: name, reason: `${reason}; this run did not touch it` }];
  });
};
