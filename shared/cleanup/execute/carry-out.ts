// What execute and resume share: what the plan still has to do, and then an inspection of everything.
import type { PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupMode, CleanupReport } from '#core/cleanup-report.ts';
import { OperationError } from '#core/errors.ts';
import type { NamedId, StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { type Inspection, inspect } from '../plan/inspect.ts';
import { cleanupReport, isTrouble } from '../report/cleanup-report.ts';
import { performPhases } from './perform.ts';
import { countEmptied, type RunContext } from './run-context.ts';
import { phasesOf } from './tasks.ts';

type CarryOut = {
  readonly mode: Extract<CleanupMode, 'execute' | 'resume'>;
  readonly plan: StoredPlan;
  readonly requestedBy: string;
  readonly startedAt: number;
  readonly context: RunContext;
  /** Then nothing is begun. */
  readonly reasonToStop?: string | undefined;
  readonly warnings: readonly string[];
};

const settledActions: Partial<Record<PlannedTopic['action'], TopicOutcome['outcome']>> = {
  'already-empty': 'already-empty',
  unchanged: 'unchanged',
  drift: 'drift',
  skip: 'skipped',
};

/** What the plan itself does nothing about. */
const settledAtOnce = ({ topic, action, reason }: PlannedTopic): TopicOutcome[] => {
  const settled = settledActions[action];
  if (settled) return [{ topic, outcome: settled, reason }];
  return action === 'refuse' ? [{ topic, outcome: 'skipped', reason, errorCode: 'NOT_SAFE' }] : [];
};

const inspected = async (
  plan: StoredPlan,
  outcomes: { readonly earlier: readonly TopicOutcome[]; readonly now: readonly TopicOutcome[] },
  before: readonly NamedId[],
  deps: CleanupDependencies,
): Promise<Inspection> => {
  try {
    return await inspect(plan, outcomes, before, deps);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return {
      outcomes: [...outcomes.earlier, ...outcomes.now],
      bytesAfter: new Map(),
      untouched: { topics: before.length, changed: [] },
      warnings: [`comparison failed after the run: ${error.message}. Verify the run`],
    };
  }
};

export const carryOut = async (
  { mode, plan, requestedBy, startedAt, context, reasonToStop, warnings }: CarryOut,
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  const { run, topics } = plan;
  const { cluster } = context;
  const earlier = (await deps.store.outcomes(cluster, run.run)).filter((outcome) => !isTrouble(outcome));
  const isSettled = new Set(earlier.map(({ topic }) => topic));
  for (const planned of topics) if (isSettled.has(planned.topic)) countEmptied(context.emptied, planned);
  const manifests = new Map((await deps.store.manifests(cluster)).map((one) => [one.topic, one]));
  const open = topics.filter(({ topic }) => !isSettled.has(topic));
  const settled = open.flatMap(settledAtOnce);
  const toDo = open.filter(({ topic }) => !settled.some((one) => one.topic === topic));
  await deps.store.addOutcomes(cluster, run.run, settled, deps.runtime.now().getTime());
  const done = await performPhases(phasesOf(toDo, manifests, context, deps), reasonToStop, context, deps);
  const before = await deps.store.untouched(cluster, run.run);
  const result = await inspected(plan, { earlier, now: [...settled, ...done] }, before, deps);
  const report = cleanupReport({
    mode,
    plan,
    requestedBy,
    startedAt,
    endedAt: deps.runtime.now().getTime(),
    ...result,
    refusals: [],
    warnings: [...warnings, ...run.warnings, ...result.warnings],
  });
  if (await context.lease.renew()) await deps.store.end(cluster, { ...run, state: stateAfter(report) });
  return report;
};

/** A run that resuming cannot bring any further is over: what it left can be planned again. */
const stateAfter = ({ next }: CleanupReport): 'done' | 'partial' => (next?.mode === 'resume' ? 'partial' : 'done');
