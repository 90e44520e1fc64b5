// Does what a plan says: each outcome is stored as soon as it is known, and before each task the time and the lease are checked.
import type { PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import { OperationError } from '#core/errors.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import { knownBytes, type RunContext } from './run-context.ts';
import type { Phase, Task } from './tasks.ts';

const notStarted = ({ topics }: Task, reason: string): TopicOutcome[] =>
  topics.map(({ topic }) => ({ topic, outcome: 'not-started', reason }));

const whyToStop = async ({ lease }: RunContext, deps: CleanupDependencies): Promise<string | undefined> => {
  if (deps.remainingMs() < cleanupLimits.reserveMs) return 'not enough time left: resume the run';
  return (await lease.renew()) ? undefined : 'another process took over this cluster';
};

/** Nobody answers any more: the change may have been made, and resuming finds out. */
const unanswered = ({ topics }: Task, error: OperationError): TopicOutcome[] =>
  topics.map(({ topic }) => ({
    topic,
    outcome: 'failed',
    reason: `result unknown: ${error.message}. Resume the run`,
    errorCode: error.awsCode,
  }));

const sizeOf = (topics: readonly PlannedTopic[]): number => topics.reduce((sum, topic) => sum + knownBytes(topic), 0);

/** Each task once, so many at the same time; what one of them throws is thrown when all have come to rest. */
const inParallel = async ({ tasks, concurrency }: Phase, work: (task: Task) => Promise<void>): Promise<void> => {
  const queue = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      try {
        await work(task);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(concurrency, tasks.length) }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
};

/** Exactly one outcome per topic of the tasks. With a reason to stop nothing is begun. */
export const performPhases = async (
  phases: readonly Phase[],
  reasonToStop: string | undefined,
  context: RunContext,
  deps: CleanupDependencies,
): Promise<TopicOutcome[]> => {
  const outcomes: TopicOutcome[] = [];
  const all = phases.flatMap(({ tasks }) => tasks.flatMap(({ topics }) => topics));
  let stop = reasonToStop;
  let done = 0;
  let bytesDone = 0;
  const outcomesOf = async (task: Task): Promise<readonly TopicOutcome[]> => {
    try {
      return await task.act();
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      stop ??= `not started because of an earlier failure: ${error.message}`;
      return unanswered(task, error);
    }
  };
  const work = async (task: Task): Promise<void> => {
    stop ??= await whyToStop(context, deps);
    if (stop !== undefined) return void outcomes.push(...notStarted(task, stop));
    const found = await outcomesOf(task);
    outcomes.push(...found);
    await deps.store.addOutcomes(context.cluster, context.run, found, deps.runtime.now().getTime());
    done += task.topics.length;
    bytesDone += sizeOf(task.topics);
    const topic = task.topics.at(-1)?.topic ?? '';
    deps.onProgress({ topicsDone: done, topics: all.length, bytesDone, bytes: sizeOf(all), topic });
  };
  for (const phase of phases) await inParallel(phase, work);
  return outcomes;
};
