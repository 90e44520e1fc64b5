// `resume` and `verify`: a run that was begun is brought to its end, or only looked at again.
import type { CleanupMode, CleanupReport } from '#core/cleanup-report.ts';
import type { StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { inspect } from '../plan/inspect.ts';
import { cleanupReport } from '../report/cleanup-report.ts';
import { type Asked, refused } from '../report/refused.ts';
import { carryOut, finishOpen } from './carry-out.ts';
import { claimCluster, underLease } from './lease.ts';

export type RunRequest = {
  /** Without a run or a hash it is the one that was executed last. */
  readonly run?: string;
  readonly planHash?: string;
  readonly requestedBy: string;
};

type Found = { readonly plan: StoredPlan } | { readonly why: string; readonly plan?: StoredPlan };

const find = async (cluster: string, { run, planHash }: RunRequest, { store }: CleanupDependencies): Promise<Found> => {
  const id = run ?? (planHash ? await store.runOfHash(cluster, planHash) : await store.latestRun(cluster));
  if (id === undefined)
    return {
      why: planHash ? `there is no plan ${planHash} for this cluster` : 'nothing was executed on this cluster yet',
    };
  const plan = await store.readPlan(cluster, id);
  if (!plan) return { why: `there is no run ${id} for the cluster ${cluster}` };
  return plan.run.state === 'planned' ? { why: `${id} was planned and never executed`, plan } : { plan };
};

const begin = async (mode: CleanupMode, request: RunRequest, deps: CleanupDependencies): Promise<[Asked, Found]> => {
  const { id: cluster } = await deps.admin.cluster();
  const startedAt = deps.runtime.now().getTime();
  const asked: Asked = { mode, cluster, requestedBy: request.requestedBy, startedAt };
  return [asked, await find(cluster, request, deps)];
};

/** Changes nothing, and needs no lease. */
export const verifyRun = async (request: RunRequest, deps: CleanupDependencies): Promise<CleanupReport> => {
  const [asked, found] = await begin('verify', request, deps);
  if ('why' in found) return refused(asked, [found.why], found.plan, deps);
  const { plan } = found;
  const { cluster, run } = plan.run;
  const outcomes = await deps.store.outcomes(cluster, run);
  const named = new Set(outcomes.map(({ topic }) => topic));
  const missing = plan.topics.filter(({ topic }) => !named.has(topic));
  const result = await inspect(plan, outcomes, await deps.store.untouched(cluster, run), deps);
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
    warnings: [],
  });
};

export const resumeRun = async (request: RunRequest, deps: CleanupDependencies): Promise<CleanupReport> => {
  const [asked, found] = await begin('resume', request, deps);
  if ('why' in found) return refused(asked, [found.why], found.plan, deps);
  const { plan } = found;
  const { cluster, run } = plan.run;
  const claimed = await claimCluster(cluster, run, deps);
  if (claimed.kind === 'taken') return refused(asked, [`${claimed.by.run} is at work on this cluster`], plan, deps);
  return underLease(claimed.lease, async () => {
    const reasonToStop = await finishOpen({ cluster, run, lease: claimed.lease }, deps);
    return carryOut({ ...asked, mode: 'resume', plan, lease: claimed.lease, reasonToStop }, deps);
  });
};
