// The plan of a cleanup: every topic that a rule is about, with what is done to it and why. Pure.

import type { Amount, CleanupPlan, ClusterFacts, PlannedTopic, TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { pluralise } from '#core/pluralise.ts';
import { totalOf } from './amounts.ts';
import type { Matches, TopicMatch } from './matches.ts';
import { laggingPartitions, planTopic } from './plan-topic.ts';

const nothing = {
  records: 0,
  bytes: 0,
  leastBytes: 0,
  mostBytes: 0,
  groups: [],
  drift: [],
  notes: [],
  cuts: [],
} as const;
const unknown = { records: 'unknown', bytes: 'unknown', leastBytes: 'unknown', mostBytes: 'unknown' } as const;

const plannedUnreadable = ({ topic, why, matchedBy, strategy }: Matches['unreadable'][number]): PlannedTopic => ({
  ...nothing,
  ...unknown,
  topic,
  matchedBy,
  strategy,
  action: 'refuse',
  reason: `the cluster tells nothing about it: ${why}`,
});

const plannedAbsent = (definition: Matches['absent'][number]): PlannedTopic => ({
  ...nothing,
  topic: definition.name,
  matchedBy: 'its definition',
  strategy: 'none',
  action: 'create',
  reason: `is defined and does not exist: ${definition.partitions} partitions, ${definition.replicationFactor} replicas each`,
  definition,
});

const plannedMatch = (
  { topic, ...match }: TopicMatch & { readonly topic: { readonly name: string } },
  facts: ReadonlyMap<string, TopicFacts>,
  here: { readonly rules: CleanupRules; readonly cluster: ClusterFacts },
): PlannedTopic => {
  const found = facts.get(topic.name);
  if (found) return planTopic(found, match, here);
  return plannedUnreadable({ ...match, topic: topic.name, why: 'it was gone before it could be looked at' });
};

export const isEmptied = ({ action }: Pick<PlannedTopic, 'action'>): boolean =>
  action === 'truncate' || action === 'recreate';

export const gigabytes = (bytes: Amount): string =>
  bytes === 'unknown' ? 'unknown' : `${(bytes / 1_000_000_000).toFixed(1)} GB`;

export const capsPassed = (topics: readonly PlannedTopic[], { caps }: Pick<CleanupRules, 'caps'>): string[] => {
  const emptied = topics.filter(isEmptied);
  const bytes = totalOf(emptied.map((one) => one.bytes));
  const { topicsMax, bytesMax } = caps;
  return [
    ...(emptied.length > topicsMax
      ? [`${pluralise(emptied.length, 'topic')} would be emptied, the cap is ${topicsMax}`]
      : []),
    ...(bytesMax !== undefined && bytes === 'unknown'
      ? [`how much would be emptied is unknown, and there is a cap of ${gigabytes(bytesMax)}`]
      : []),
    ...(bytesMax !== undefined && bytes !== 'unknown' && bytes > bytesMax
      ? [`${gigabytes(bytes)} would be emptied, the cap is ${gigabytes(bytesMax)}`]
      : []),
  ];
};

const warningsAbout = (
  topics: readonly PlannedTopic[],
  facts: ReadonlyMap<string, TopicFacts>,
  cluster: ClusterFacts,
): string[] => {
  const emptied = topics.filter(isEmptied);
  const { unreadableGroups: hidden } = cluster;
  const lagging = emptied.filter(({ topic }) => laggingPartitions(facts.get(topic)).length > 0);
  return [
    ...(emptied.some(({ bytes }) => bytes === 'unknown')
      ? ['sizes are unknown: the cluster does not tell them all']
      : []),
    ...(emptied.length > 0 && hidden.length > 0
      ? [`not all consumer groups can be read, others may lose records too: ${hidden.slice(0, 5).join(', ')}`]
      : []),
    ...(lagging.length > 0
      ? [
          `${pluralise(lagging.length, 'topic has', 'topics have')} replicas that are not in sync or down; they follow when they are back: ${lagging
            .slice(0, 5)
            .map(({ topic }) => topic)
            .join(', ')}${lagging.length > 5 ? ', …' : ''}`,
        ]
      : []),
    ...(emptied.some(({ action }) => action === 'truncate')
      ? ['the segment that each replica is writing is not freed by truncating, only closed ones are']
      : []),
  ];
};

/** `facts` are those of the matched topics, by name. */
export const planCleanup = (
  rules: CleanupRules,
  matches: Matches,
  facts: ReadonlyMap<string, TopicFacts>,
  cluster: ClusterFacts,
): Omit<CleanupPlan, 'hash'> => {
  const topics = [
    ...matches.matched.map((match) => plannedMatch(match, facts, { rules, cluster })),
    ...matches.unreadable.map(plannedUnreadable),
    ...matches.absent.map(plannedAbsent),
  ].toSorted((left, right) => (left.topic < right.topic ? -1 : 1));
  return {
    cluster: cluster.id,
    topics,
    denied: matches.denied,
    refusals: capsPassed(topics, rules),
    warnings: [...matches.hints, ...warningsAbout(topics, facts, cluster)],
  };
};
