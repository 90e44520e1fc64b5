// `execute`: carries out a plan that a person has seen, named by its hash, if the cluster is still what it was planned for.
import { Temporal } from 'temporal-polyfill';
import type { CleanupRules } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRun, StoredPlan } from '../cleanup-run.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import { planDifferences } from '../plan/differences.ts';
import { look } from '../plan/look.ts';
import { type Asked, refused } from '../report/refused.ts';
import { carryOut, finishOpen } from './carry-out.ts';
import { claimCluster, type HeldLease, underLease } from './lease.ts';

export type ExecuteRequest = {
  readonly planHash: string;
  /** The cluster that the person means, if they say. */
  readonly clusterId?: string;
  /** The rules as they are now, for what was asked when the plan was made. */
  readonly rulesFor: (planned: CleanupRun) => CleanupRules;
  readonly requestedBy: string;
};

const isTooOld = ({ plannedAt }: CleanupRun, now: Date): boolean => {
  const oldest = Temporal.Instant.from(now.toISOString()).subtract({ hours: cleanupLimits.planDaysMax * 24 });
  return Temporal.Instant.compare(Temporal.Instant.from(plannedAt), oldest) < 0;
};

const whyNotExecutable = ({ run }: StoredPlan, now: Date): string | undefined => {
  switch (run.state) {
    case 'executing':
    case 'partial':
      return `${run.run} was begun already and is not complete: resume it (resume --run ${run.run})`;
    case 'done':
      return `${run.run} was executed at ${run.executedAt}: plan again`;
    case 'planned':
      return isTooOld(run, now) ? `the plan is older than ${cleanupLimits.planDaysMax} days: plan again` : undefined;
  }
};

/** Under the lease: what was left by others is finished, and then it shows whether the plan still holds. */
const holding = async (
  request: ExecuteRequest,
  asked: Asked,
  { plan, lease }: { readonly plan: StoredPlan; readonly lease: HeldLease },
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  const { run } = plan;
  const inTheWay = await finishOpen({ cluster: run.cluster, run: run.run, lease }, deps);
  if (inTheWay !== undefined) return refused(asked, [inTheWay], plan, deps);
  const rules = request.rulesFor(run);
  const { plan: now, untouched } = await look(rules, deps.admin);
  const differences = planDifferences({ ...run, topics: plan.topics }, now);
  const refusals = [...differences.map((one) => `${one}; plan again`), ...now.refusals];
  if (refusals.length > 0) return refused(asked, refusals, plan, deps);
  const begun = { ...run, rules, state: 'executing', executedAt: deps.runtime.now().toISOString() } as const;
  await deps.store.begin(run.cluster, begun, untouched);
  return carryOut({ ...asked, mode: 'execute', plan: { ...plan, run: begun }, lease, now }, deps);
};

export const executeRun = async (request: ExecuteRequest, deps: CleanupDependencies): Promise<CleanupReport> => {
  const { planHash, clusterId, requestedBy } = request;
  const { id: cluster } = await deps.admin.cluster();
  const startedAt = deps.runtime.now().getTime();
  const asked: Asked = { mode: 'execute', cluster, requestedBy, startedAt };
  if (clusterId !== undefined && clusterId !== cluster)
    return refused(asked, [`this is the cluster ${cluster}, not ${clusterId}`], undefined, deps);
  const id = await deps.store.runOfHash(cluster, planHash);
  const plan = id === undefined ? undefined : await deps.store.readPlan(cluster, id);
  if (!plan)
    return refused(asked, [`there is no plan ${planHash} for the cluster ${cluster}: plan first`], undefined, deps);
  const why = whyNotExecutable(plan, deps.runtime.now());
  if (why !== undefined) return refused(asked, [why], plan, deps);
  const claimed = await claimCluster(cluster, plan.run.run, deps);
  if (claimed.kind === 'taken') {
    const until = new Date(claimed.by.until).toISOString();
    return refused(asked, [`${claimed.by.run} is at work on this cluster, until ${until} at the latest`], plan, deps);
  }
  return underLease(claimed.lease, () => holding(request, asked, { plan, lease: claimed.lease }, deps));
};
