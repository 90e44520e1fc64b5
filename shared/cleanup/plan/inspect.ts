// Reads the topics of a run again: is each what its outcome says, and is everything else as it was?

import type { Amount, PlannedTopic, TopicFacts, TopicOutcome, TopicShape } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { pluralise } from '#core/pluralise.ts';
import type { NamedId, StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { bytesOfTopic, notYetCut } from './amounts.ts';
import { driftFrom } from './definition.ts';
import { shapeDifferences, untouchedDifferences } from './differences.ts';
import { listTopics, observeTopics } from './observe-topics.ts';
import { shapeOf } from './plan-topic.ts';

export type Inspection = {
  readonly outcomes: readonly TopicOutcome[];
  readonly bytesAfter: ReadonlyMap<string, Amount>;
  readonly untouched: CleanupReport['untouched'];
  readonly warnings: readonly string[];
};

/** What a topic has to be afterwards: what it was, with what its definition adds if that was requested. */
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
  return now.id === id ? undefined : `its id is ${now.id} instead of ${id}: somebody recreated it`;
};

const startProblem = ({ cuts, action }: PlannedTopic, now: TopicFacts): string | undefined => {
  if (action === 'recreate') return undefined;
  const behind = notYetCut(cuts, now);
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
    'logically empty; brokers free closed segments up to six minutes later, and new records may have arrived: verify later';
  return { topic: planned.topic, outcome: 'pending-physical', reason };
};

type Inspected = { readonly outcome: TopicOutcome; readonly warning?: string };

/**
 * What a run that is over finds different is another team's doing: it is reported, and the run stays done. That records of the
 * plan are there is no such thing.
 */
const inspected = (
  planned: PlannedTopic,
  outcome: TopicOutcome,
  now: TopicFacts | undefined,
  isEarlier: boolean,
): Inspected => {
  if (!isWhole(outcome)) return { outcome: doneAllTheSame(planned, outcome, now) };
  const { topic } = planned;
  const expected = expectedShape(planned);
  const shape = now && shapeOf(now);
  const foreign = !now
    ? ['it does not exist, or the cluster does not report it']
    : expected && shape
      ? [idProblem(planned, now), ...shapeDifferences(expected, shape)].filter((one) => one !== undefined)
      : ['cannot read and compare its settings'];
  const isAnother = now !== undefined && planned.action !== 'recreate' && now.id !== planned.id;
  const own = now && !isAnother ? startProblem(planned, now) : undefined;
  if (own !== undefined || (foreign.length > 0 && !isEarlier))
    return { outcome: failed(topic, [...(own === undefined ? [] : [own]), ...foreign].join('; ')) };
  if (foreign.length > 0)
    return { outcome, warning: `${topic} changed after the run had processed it: ${foreign.join('; ')}` };
  return { outcome: now ? physical(planned, outcome, bytesOfTopic(now)) : outcome };
};

/** A truncation whose answer was lost or came too late: the brokers had done it. */
const emptiedAllTheSame = (planned: PlannedTopic, outcome: TopicOutcome, now: TopicFacts): TopicOutcome => {
  const [expected, shape] = [expectedShape(planned), shapeOf(now)];
  if (!expected || !shape || now.id !== planned.id || startProblem(planned, now) !== undefined) return outcome;
  const done = 'all records from before the plan are deleted';
  if (shapeDifferences(expected, shape).length > 0)
    return { ...outcome, reason: `${outcome.reason}; looked at again: ${done}` };
  const reason = `${done}, although the answer was ${outcome.errorCode ?? 'lost'}`;
  return physical(planned, { topic: planned.topic, outcome: 'truncated', reason }, bytesOfTopic(now));
};

const asDefinedAllTheSame = (
  { topic, action, definition }: PlannedTopic,
  outcome: TopicOutcome,
  now: TopicFacts,
): TopicOutcome => {
  if (!definition || driftFrom(definition, now).drift.length > 0) return outcome;
  const reason = `exists as defined, although the answer was ${outcome.errorCode ?? 'lost'}`;
  return { topic, outcome: action === 'create' ? 'created' : 'changed', reason };
};

/** Only the cluster knows what was done. A topic that was to be made again has its manifest, and is resumed. */
const doneAllTheSame = (planned: PlannedTopic, outcome: TopicOutcome, now: TopicFacts | undefined): TopicOutcome => {
  if (outcome.outcome !== 'failed' || !now) return outcome;
  switch (planned.action) {
    case 'truncate':
      return emptiedAllTheSame(planned, outcome, now);
    case 'create':
    case 'change':
      return asDefinedAllTheSame(planned, outcome, now);
    default:
      return outcome;
  }
};

type OutcomesByAge = {
  /** Of an earlier process, or of a run that is only verified. */
  readonly earlier: readonly TopicOutcome[];
  readonly now: readonly TopicOutcome[];
};

export const inspect = async (
  { topics }: StoredPlan,
  { earlier, now }: OutcomesByAge,
  before: readonly NamedId[],
  { admin }: Pick<CleanupDependencies, 'admin'>,
): Promise<Inspection> => {
  const listing = await listTopics(admin);
  const outcomes = [...earlier, ...now];
  const isActedOn = ({ outcome }: TopicOutcome): boolean => outcome === 'failed';
  const asked = new Set(outcomes.filter((one) => isWhole(one) || isActedOn(one)).map(({ topic }) => topic));
  const facts = await observeTopics(
    admin,
    listing.topics.filter(({ name }) => asked.has(name)),
  );
  const planned = new Map(topics.map((topic) => [topic.topic, topic]));
  // What the cluster lists and cannot describe just now is not gone.
  const unreadable = new Set(listing.unreadable.map(({ name }) => name));
  const comparable = before.filter(({ name }) => !unreadable.has(name));
  const found = outcomes.map((outcome): Inspected => {
    const topic = planned.get(outcome.topic);
    return topic ? inspected(topic, outcome, facts.get(outcome.topic), earlier.includes(outcome)) : { outcome };
  });
  const whole = new Set(outcomes.filter(isWhole).map(({ topic }) => topic));
  return {
    outcomes: found.map(({ outcome }) => outcome),
    bytesAfter: new Map(
      [...facts].filter(([name]) => whole.has(name)).map(([name, fact]) => [name, bytesOfTopic(fact)]),
    ),
    untouched: { topics: before.length, changed: untouchedDifferences(comparable, listing.topics) },
    warnings: found.flatMap(({ warning }) => warning ?? []),
  };
};
