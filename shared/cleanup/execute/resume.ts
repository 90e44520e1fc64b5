// `resume` and `verify`: a run that was begun is brought to its end, or only inspected again.
import type { Manifest } from '#core/cleanup.ts';
import type { CleanupMode, CleanupReport } from '#core/cleanup-report.ts';
import type { StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { inspect } from '../plan/inspect.ts';
import { observeCluster } from '../plan/observe-topics.ts';
import { capsPassed } from '../plan/plan-cleanup.ts';
import { cleanupReport } from '../report/cleanup-report.ts';
import { type Asked, refused } from '../report/refused.ts';
import { carryOut } from './carry-out.ts';
import { takenBy } from './execute.ts';
import { type Finished, finishOpen } from './finish-open.ts';
import { guardedAdmin } from './guarded-admin.ts';
import { acquireLease, type HeldLease, underLease } from './lease.ts';
import { repairManifest } from './recreate-topic.ts';
import { type RulesFor, type RunContext, readRules } from './run-context.ts';
import { planProblem } from './stored-plan.ts';
import { recreateAndFix } from './tasks.ts';

type RunSelection = {
  /** Without a run or a hash it is the one that was executed last. */
  readonly run?: string;
  readonly planHash?: string;
  readonly requestedBy: string;
};

type ResumeRequest = RunSelection & {
  /** The rules as they are now. Throws `InputError` where they are not known. */
  readonly rulesFor: RulesFor;
};

type Found = { readonly plan: StoredPlan } | { readonly why: string; readonly plan?: StoredPlan };

const find = async (cluster: string, { run, planHash }: RunSelection, deps: CleanupDependencies): Promise<Found> => {
  const { store } = deps;
  const id = run ?? (planHash ? await store.runOfHash(cluster, planHash) : await store.latestRun(cluster));
  if (id === undefined)
    return {
      why: planHash ? `plan ${planHash} does not exist for this cluster` : 'no run on this cluster yet',
    };
  const plan = await store.readPlan(cluster, id);
  if (!plan) return { why: `run ${id} does not exist for cluster ${cluster}` };
  return plan.run.state === 'planned' ? { why: `${id} was planned but never executed`, plan } : { plan };
};

const begin = async (mode: CleanupMode, request: RunSelection, deps: CleanupDependencies): Promise<[Asked, Found]> => {
  const { id: cluster } = await deps.admin.cluster();
  const startedAt = deps.runtime.now().getTime();
  const asked: Asked = { mode, cluster, requestedBy: request.requestedBy, startedAt };
  return [asked, await find(cluster, request, deps)];
};

/** Changes nothing, and needs no lease. */
export const verifyRun = async (request: RunSelection, deps: CleanupDependencies): Promise<CleanupReport> => {
  const [asked, found] = await begin('verify', request, deps);
  if ('why' in found) return refused(asked, [found.why], found.plan, deps);
  const { plan } = found;
  const problem = planProblem(plan, request.planHash, deps);
  if (problem !== undefined) return refused(asked, [problem], plan, deps);
  const { cluster, run } = plan.run;
  const outcomes = await deps.store.outcomes(cluster, run);
  const named = new Set(outcomes.map(({ topic }) => topic));
  const missing = plan.topics.filter(({ topic }) => !named.has(topic));
  const before = await deps.store.untouched(cluster, run);
  const result = await inspect(plan, { earlier: outcomes, now: [] }, before, deps);
  return cleanupReport({
    ...asked,
    plan,
    ...result,
    outcomes: [
      ...result.outcomes,
      ...missing.map(({ topic }) => ({ topic, outcome: 'not-started', reason: 'resume the run' }) as const),
    ],
    endedAt: deps.runtime.now().getTime(),
    refusals: [],
  });
};

/** Without rules nothing is removed from anybody; what is gone is made again anyway. */
const whyNotResumed = async (
  request: ResumeRequest,
  plan: StoredPlan,
  deps: CleanupDependencies,
): Promise<string | undefined> => {
  const problem = planProblem(plan, request.planHash, deps);
  if (problem !== undefined) return problem;
  const today = await readRules(() => request.rulesFor(plan.run));
  return 'why' in today ? today.why : capsPassed(plan.topics, today.rules)[0];
};

const finishOwn = (plan: StoredPlan, context: RunContext, deps: CleanupDependencies) => (manifest: Manifest) => {
  const planned = plan.topics.find(({ topic, action }) => topic === manifest.topic && action === 'recreate');
  return planned && planned.id === manifest.oldId
    ? recreateAndFix(planned, manifest, context, deps)
    : repairManifest(manifest, context, deps);
};

const resuming = async (
  request: ResumeRequest,
  asked: Asked,
  { plan, lease }: { readonly plan: StoredPlan; readonly lease: HeldLease },
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  const { cluster, run } = plan.run;
  const at = { cluster, run, lease };
  const why = await whyNotResumed(request, plan, deps);
  const context: RunContext = {
    ...at,
    rulesNow: () => request.rulesFor(plan.run),
    facts: await observeCluster(deps.admin),
    emptied: { topics: 0, bytes: 0 },
  };
  const finished: Finished = await finishOpen(
    at,
    deps,
    why === undefined ? finishOwn(plan, { ...context, emptied: { topics: 0, bytes: 0 } }, deps) : undefined,
  );
  const { inTheWay, warnings } = finished;
  if (why !== undefined) return refused(asked, [why], plan, deps, warnings);
  return carryOut({ ...asked, mode: 'resume', plan, context, reasonToStop: inTheWay, warnings }, deps);
};

export const resumeRun = async (request: ResumeRequest, given: CleanupDependencies): Promise<CleanupReport> => {
  const deps = { ...given, admin: guardedAdmin(given.admin) };
  const [asked, found] = await begin('resume', request, deps);
  if ('why' in found) return refused(asked, [found.why], found.plan, deps);
  const { plan } = found;
  const { cluster, run } = plan.run;
  const claimed = await acquireLease(cluster, run, deps);
  if (claimed.kind === 'taken') return refused(asked, [await takenBy(claimed.by, cluster, deps)], plan, deps);
  return underLease(claimed.lease, () => resuming(request, asked, { plan, lease: claimed.lease }, deps));
};
