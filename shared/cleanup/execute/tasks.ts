// What a plan still has to do, as tasks: each begins with the comparison with what was agreed to.
import type { Manifest, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import { applyFix, createDefined } from './define-topics.ts';
import { recreateTopic } from './recreate-topic.ts';
import { disagreements, fixDisagreement, type RunContext } from './run-context.ts';
import { truncateTopics } from './truncate.ts';

export type Task = { readonly topics: readonly PlannedTopic[]; readonly act: () => Promise<readonly TopicOutcome[]> };

/** Tasks of which so many may be done at the same time. */
export type Phase = { readonly tasks: readonly Task[]; readonly concurrency: number };

/** Truncations together, as many as one look at the time allows. */
const batches = (topics: readonly PlannedTopic[]): PlannedTopic[][] => {
  const all: PlannedTopic[][] = [];
  let partitions = 0;
  for (const topic of topics) {
    const last = all.at(-1);
    partitions += topic.cuts.length;
    if (last && last.length < cleanupLimits.batchTopics && partitions <= cleanupLimits.batchPartitions)
      last.push(topic);
    else {
      all.push([topic]);
      partitions = topic.cuts.length;
    }
  }
  return all;
};

/** The definition comes after the emptying: a topic is compared with what it was before anything is added to it. */
const thenFixed = async (
  planned: PlannedTopic,
  outcome: TopicOutcome,
  context: RunContext,
  deps: CleanupDependencies,
): Promise<TopicOutcome> => {
  const { topic, fix } = planned;
  if (fix === undefined || !['truncated', 'recreated'].includes(outcome.outcome)) return outcome;
  const why = await fixDisagreement(planned, context, deps);
  if (why) {
    const reason = `${outcome.reason}; its definition is not applied: ${why.reason}`;
    return { topic, outcome: 'failed', reason, errorCode: why.code };
  }
  const fixed = await applyFix(deps.admin, topic, fix);
  const reason = `${outcome.reason}; ${fixed.reason}`;
  return fixed.outcome === 'failed' ? { ...fixed, reason } : { ...outcome, reason };
};

const truncation = (topics: readonly PlannedTopic[], context: RunContext, deps: CleanupDependencies): Task => ({
  topics,
  act: async () => {
    const outcomes = await truncateTopics(topics, context, deps);
    return Promise.all(
      outcomes.map((outcome, index) => {
        const planned = topics[index];
        return planned ? thenFixed(planned, outcome, context, deps) : outcome;
      }),
    );
  },
});

const one = (planned: PlannedTopic, act: () => Promise<TopicOutcome>): Task => ({
  topics: [planned],
  act: async () => [await act()],
});

export const recreateAndFix = async (
  planned: PlannedTopic,
  manifest: Manifest | undefined,
  context: RunContext,
  deps: CleanupDependencies,
): Promise<TopicOutcome> => thenFixed(planned, await recreateTopic(planned, manifest, context, deps), context, deps);

const definition = (planned: PlannedTopic, context: RunContext, deps: CleanupDependencies): Task =>
  one(planned, async () => {
    const leftAlone = (await disagreements([planned], context, deps)).get(planned.topic);
    if (leftAlone) return leftAlone;
    return planned.action === 'create' && planned.definition
      ? createDefined(deps.admin, planned.definition)
      : applyFix(deps.admin, planned.topic, planned.fix ?? {});
  });

export const phasesOf = (
  topics: readonly PlannedTopic[],
  manifests: ReadonlyMap<string, Manifest>,
  context: RunContext,
  deps: CleanupDependencies,
): Phase[] => {
  const having = (...actions: PlannedTopic['action'][]) => topics.filter(({ action }) => actions.includes(action));
  const recreation = (planned: PlannedTopic): Task =>
    one(planned, () => recreateAndFix(planned, manifests.get(planned.topic), context, deps));
  return [
    { tasks: batches(having('truncate')).map((batch) => truncation(batch, context, deps)), concurrency: 1 },
    { tasks: having('recreate').map(recreation), concurrency: cleanupLimits.recreatedAtOnce },
    { tasks: having('create', 'change').map((planned) => definition(planned, context, deps)), concurrency: 1 },
  ];
};
