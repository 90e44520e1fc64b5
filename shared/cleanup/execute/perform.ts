// Does what a plan says, topic by topic: each outcome is stored as soon as it is known, and between topics there is a look at
// the time and at the lease.
import type { Manifest, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import { OperationError } from '#core/errors.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import { applyFix, createDefined } from './define-topics.ts';
import { type At, recreateTopic } from './recreate-topic.ts';
import { truncateTopics } from './truncate.ts';

export type Task = { readonly topics: readonly PlannedTopic[]; readonly act: () => Promise<readonly TopicOutcome[]> };

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
const thenFixed = async ({ topic, fix }: PlannedTopic, outcome: TopicOutcome, { admin }: CleanupDependencies) => {
  if (fix === undefined || !['truncated', 'recreated'].includes(outcome.outcome)) return outcome;
  const fixed = await applyFix(admin, topic, fix);
  const reason = `${outcome.reason}; ${fixed.reason}`;
  return fixed.outcome === 'failed' ? { ...fixed, reason } : { ...outcome, reason };
};

const truncation = (topics: readonly PlannedTopic[], deps: CleanupDependencies): Task => ({
  topics,
  act: async () => {
    const outcomes = await truncateTopics(
      deps.admin,
      topics.map(({ topic, id = '', cuts }) => ({ topic, id, cuts })),
    );
    return Promise.all(
      outcomes.map((outcome, index) => {
        const planned = topics[index];
        return planned ? thenFixed(planned, outcome, deps) : outcome;
      }),
    );
  },
});

const one = (planned: PlannedTopic, act: () => Promise<TopicOutcome>): Task => ({
  topics: [planned],
  act: async () => [await act()],
});

export const tasksOf = (
  topics: readonly PlannedTopic[],
  manifests: ReadonlyMap<string, Manifest>,
  at: At,
  deps: CleanupDependencies,
): Task[] => {
  const having = (action: PlannedTopic['action']) => topics.filter((topic) => topic.action === action);
  return [
    ...batches(having('truncate')).map((batch) => truncation(batch, deps)),
    ...having('recreate').map((planned) =>
      one(planned, async () => {
        const outcome = await recreateTopic(planned, manifests.get(planned.topic), at, deps);
        return thenFixed(planned, outcome, deps);
      }),
    ),
    ...having('create').flatMap((planned) => {
      const { definition } = planned;
      return definition ? [one(planned, () => createDefined(deps.admin, definition))] : [];
    }),
    ...having('change').map((planned) => one(planned, () => applyFix(deps.admin, planned.topic, planned.fix ?? {}))),
  ];
};

const notStarted = ({ topics }: Task, reason: string): TopicOutcome[] =>
  topics.map(({ topic }) => ({ topic, outcome: 'not-started', reason }));

const whyToStop = async ({ lease }: At, deps: CleanupDependencies): Promise<string | undefined> => {
  if (deps.remainingMs() < cleanupLimits.reserveMs) return 'there was no time for it any more: resume the run';
  return (await lease.renew()) ? undefined : 'another process took over this cluster';
};

/** Nobody answers any more: what was asked for may have been done, and resuming finds out. */
const unanswered = ({ topics }: Task, error: OperationError): TopicOutcome[] =>
  topics.map(({ topic }) => ({
    topic,
    outcome: 'failed',
    reason: `not certain: ${error.message}. Resume the run`,
    errorCode: error.awsCode,
  }));

const sizeOf = (topics: readonly PlannedTopic[]): number =>
  topics.reduce((sum, { bytes }) => sum + (bytes === 'unknown' ? 0 : bytes), 0);

/** Exactly one outcome per topic of the tasks. With a reason to stop nothing is begun. */
export const perform = async (
  tasks: readonly Task[],
  reasonToStop: string | undefined,
  at: At,
  deps: CleanupDependencies,
): Promise<TopicOutcome[]> => {
  const outcomes: TopicOutcome[] = [];
  const all = tasks.flatMap(({ topics }) => topics);
  let stop = reasonToStop;
  let done = 0;
  let bytesDone = 0;
  for (const task of tasks) {
    stop ??= await whyToStop(at, deps);
    if (stop !== undefined) {
      outcomes.push(...notStarted(task, stop));
      continue;
    }
    try {
      outcomes.push(...(await task.act()));
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      outcomes.push(...unanswered(task, error));
      stop = `it was not its turn before this: ${error.message}`;
    }
    await deps.store.addOutcomes(at.cluster, at.run, outcomes.slice(-task.topics.length));
    done += task.topics.length;
    bytesDone += sizeOf(task.topics);
    const topic = task.topics.at(-1)?.topic ?? '';
    deps.onProgress({ topicsDone: done, topics: all.length, bytesDone, bytes: sizeOf(all), topic });
  }
  return outcomes;
};
