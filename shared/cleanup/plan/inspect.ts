// Looks at the topics of a run again: is each what its outcome says, and is everything else as it was?

import type { Amount, PlannedTopic, TopicFacts, TopicOutcome, TopicShape } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { pluralise } from '#core/pluralise.ts';
import type { NamedId, StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { bytesOf, cutsOf } from './amounts.ts';
import { shapeDifferences, untouchedDifferences } from './differences.ts';
import { listTopics, observeTopics } from './observe-topics.ts';
import { shapeOf } from './plan-topic.ts';

export type Inspection = {
  readonly outcomes: readonly TopicOutcome[];
  readonly bytesAfter: ReadonlyMap<string, Amount>;
  readonly untouched: CleanupReport['untouched'];
};

/** What a topic has to be afterwards: what it was, with what its definition adds if that was asked for. */
const expectedShape = ({ shape, fix }: PlannedTopic): TopicShape | undefined =>
  shape && {
    ...shape,
    partitions: fix?.partitions ?? shape.partitions,
    overrides: { ...shape.overrides, ...fix?.configs },
  };

const isWhole = ({ outcome }: TopicOutcome): boolean =>
  ['truncated', 'recreated', 'pending-physical'].includes(outcome);

const failed = (topic: string, reason: string): TopicOutcome => ({
  topic,
  outcome: 'failed',
  reason,
  errorCode: 'NOT_AS_IT_SHOULD_BE',
});

const idProblem = ({ id, action }: PlannedTopic, now: TopicFacts): string | undefined => {
  if (action === 'recreate') return now.id === id ? 'it still has its old id' : undefined;
  return now.id === id ? undefined : `its id is ${now.id} instead of ${id}: somebody made it anew`;
};

const startProblem = ({ cuts, action }: PlannedTopic, now: TopicFacts): string | undefined => {
  if (action === 'recreate') return undefined;
  const starts = new Map((cutsOf(now) ?? []).map(({ partition, start }) => [partition, BigInt(start)]));
  const behind = cuts.filter(({ partition, upTo }) => (starts.get(partition) ?? -1n) < BigInt(upTo));
  return behind.length === 0
    ? undefined
    : `${pluralise(behind.length, 'partition still begins', 'partitions still begin')} before the offset of the plan, or cannot be read`;
};

const physical = (planned: PlannedTopic, before: TopicOutcome, after: Amount): TopicOutcome => {
  const { bytes, leastBytes } = planned;
  const kind = planned.action === 'recreate' ? 'recreated' : 'truncated';
  if (bytes === 'unknown' || leastBytes === 'unknown' || after === 'unknown' || kind === 'recreated')
    return { ...before, outcome: kind };
  if (bytes - after >= leastBytes) return { ...before, outcome: kind };
  const reason =
    'logically empty; brokers free closed segments up to six minutes later, and new records may have come: verify later';
  return { topic: planned.topic, outcome: 'pending-physical', reason };
};

const inspected = (planned: PlannedTopic, outcome: TopicOutcome, now: TopicFacts | undefined): TopicOutcome => {
  if (!isWhole(outcome)) return outcome;
  if (!now) return failed(planned.topic, 'it does not exist, or the cluster does not tell about it');
  const expected = expectedShape(planned);
  const shape = shapeOf(now);
  if (!expected || !shape) return failed(planned.topic, 'its settings cannot be read, so they cannot be compared');
  const problems = [idProblem(planned, now), startProblem(planned, now), ...shapeDifferences(expected, shape)].filter(
    (one) => one !== undefined,
  );
  return problems.length > 0 ? failed(planned.topic, problems.join('; ')) : physical(planned, outcome, bytesOf(now));
};

export const inspect = async (
  { topics }: StoredPlan,
  outcomes: readonly TopicOutcome[],
  before: readonly NamedId[],
  { admin }: Pick<CleanupDependencies, 'admin'>,
): Promise<Inspection> => {
  const listing = await listTopics(admin);
  const whole = new Set(outcomes.filter(isWhole).map(({ topic }) => topic));
  const facts = await observeTopics(
    admin,
    listing.topics.filter(({ name }) => whole.has(name)),
  );
  const planned = new Map(topics.map((topic) => [topic.topic, topic]));
  // What the cluster lists and cannot describe just now is not gone.
  const unreadable = new Set(listing.unreadable.map(({ name }) => name));
  const comparable = before.filter(({ name }) => !unreadable.has(name));
  return {
    outcomes: outcomes.map((outcome) => {
      const topic = planned.get(outcome.topic);
      return topic ? inspected(topic, outcome, facts.get(outcome.topic)) : outcome;
    }),
    bytesAfter: new Map([...facts].map(([name, fact]) => [name, bytesOf(fact)])),
    untouched: { topics: before.length, changed: untouchedDifferences(comparable, listing.topics) },
  };
};
