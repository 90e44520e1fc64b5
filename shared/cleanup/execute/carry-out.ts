// What execute and resume share: unfinished recreations first, then what the plan still has to do, then a look at everything.
import type { CleanupPlan, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupMode, CleanupReport } from '#core/cleanup-report.ts';
import { OperationError } from '#core/errors.ts';
import type { NamedId, StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { type Inspection, inspect } from '../plan/inspect.ts';
import { look } from '../plan/look.ts';
import { cleanupReport, isTrouble } from '../report/cleanup-report.ts';
import type { HeldLease } from './lease.ts';
import { perform, tasksOf } from './perform.ts';
import { type At, finishManifest } from './recreate-topic.ts';

export type CarryOut = {
  readonly mode: Extract<CleanupMode, 'execute' | 'resume'>;
  readonly plan: StoredPlan;
  readonly requestedBy: string;
  readonly startedAt: number;
  readonly lease: HeldLease;
  /** How the cluster looks now, if that was just looked at. */
  readonly now?: CleanupPlan;
  /** Then nothing is begun. */
  readonly reasonToStop?: string | undefined;
};

/**
 * A topic that is deleted and not made again yet comes before everything else, whichever run left it. Answers with what is
 * in the way of everything else: a topic that still cannot be made again.
 */
export const finishOpen = async (at: At, deps: CleanupDependencies): Promise<string | undefined> => {
  for (const manifest of await deps.store.manifests(at.cluster)) {
    if (manifest.state !== 'deleting') continue;
    const outcome = await finishManifest(manifest, at, deps);
    if (manifest.run === at.run) await deps.store.addOutcomes(at.cluster, at.run, [outcome]);
  }
  const open = (await deps.store.manifests(at.cluster)).find(({ state }) => state === 'deleting');
  return open && `${open.topic}, which ${open.run} deleted, could not be made again: nothing else is done before that`;
};

const settledActions: Partial<Record<PlannedTopic['action'], TopicOutcome['outcome']>> = {
  'already-empty': 'already-empty',
  unchanged: 'unchanged',
  drift: 'drift',
  skip: 'skipped',
};

/** What needs no doing, or cannot be done safely as things are now. */
const settledAtOnce = (planned: PlannedTopic, now: PlannedTopic | undefined): TopicOutcome[] => {
  const { topic, action, reason } = planned;
  const settled = settledActions[action];
  if (settled) return [{ topic, outcome: settled, reason }];
  if (action === 'refuse') return [{ topic, outcome: 'skipped', reason, errorCode: 'NOT_SAFE' }];
  return now?.action === 'refuse' && now.id === planned.id
    ? [{ topic, outcome: 'skipped', reason: now.reason, errorCode: 'NOT_SAFE' }]
    : [];
};

const inspected = async (
  plan: StoredPlan,
  outcomes: readonly TopicOutcome[],
  before: readonly NamedId[],
  deps: CleanupDependencies,
): Promise<Inspection & { readonly warnings: readonly string[] }> => {
  try {
    return { ...(await inspect(plan, outcomes, before, deps)), warnings: [] };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const warnings = [`nothing could be compared afterwards: ${error.message}. Verify the run`];
    return { outcomes, bytesAfter: new Map(), untouched: { topics: before.length, changed: [] }, warnings };
  }
};

export const carryOut = async (
  { mode, plan, requestedBy, startedAt, lease, now, reasonToStop }: CarryOut,
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  const { run, topics } = plan;
  const at: At = { cluster: run.cluster, run: run.run, lease };
  const kept = (await deps.store.outcomes(at.cluster, at.run)).filter((outcome) => !isTrouble(outcome));
  const manifests = new Map((await deps.store.manifests(at.cluster)).map((one) => [one.topic, one]));
  const { topics: standing } = now ?? (await look(run.rules, deps.admin)).plan;
  const current = new Map(standing.map((one) => [one.topic, one]));
  const open = topics.filter(({ topic }) => !kept.some((one) => one.topic === topic));
  const settled = open.flatMap((planned) => settledAtOnce(planned, current.get(planned.topic)));
  const toDo = open.filter(({ topic }) => !settled.some((one) => one.topic === topic));
  await deps.store.addOutcomes(at.cluster, at.run, settled);
  const done = await perform(tasksOf(toDo, manifests, at, deps), reasonToStop, at, deps);
  const before = await deps.store.untouched(at.cluster, at.run);
  const result = await inspected(plan, [...kept, ...settled, ...done], before, deps);
  const report = cleanupReport({
    mode,
    plan,
    requestedBy,
    startedAt,
    endedAt: deps.runtime.now().getTime(),
    ...result,
    refusals: [],
    warnings: [...run.warnings, ...result.warnings],
  });
  if (await lease.renew()) await deps.store.end(at.cluster, { ...run, state: stateAfter(report) });
  return report;
};

const stateAfter = ({ outcome }: CleanupReport): 'done' | 'partial' => (outcome === 'done' ? 'done' : 'partial');
