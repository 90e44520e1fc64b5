// `execute`: carries out the plan that a person has read, named by its hash, if the cluster is still what it was planned for.
import { Temporal } from 'temporal-polyfill';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRun, StoredPlan } from '../cleanup-run.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import { currentPlan } from '../plan/current-plan.ts';
import { planDifferences } from '../plan/differences.ts';
import { type Asked, refused } from '../report/refused.ts';
import { carryOut } from './carry-out.ts';
import { finishOpen, goneTopics } from './finish-open.ts';
import { guardedAdmin } from './guarded-admin.ts';
import { acquireLease, type HeldLease, underLease } from './lease.ts';
import type { RulesFor } from './run-context.ts';
import { planProblem } from './stored-plan.ts';

type ExecuteRequest = {
  readonly planHash: string;
  /** The cluster that the person means, if they say. */
  readonly clusterId?: string;
  /** The rules as they are now, for what was asked when the plan was made. */
  readonly rulesFor: RulesFor;
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
      return `${run.run} was started and is not complete: resume it (resume --run ${run.run})`;
    case 'done':
      return `${run.run} was executed at ${run.executedAt}: plan again`;
    case 'planned':
      if (run.refusals.length > 0) return `the plan itself was refused: ${run.refusals.join('; ')}; plan again`;
      return isTooOld(run, now) ? `the plan is older than ${cleanupLimits.planDaysMax} days: plan again` : undefined;
  }
};

const takenOver = 'another process executes this plan by now';

/** Under the lease: what was left by others is finished, and then it shows whether the plan still holds. */
const holding = async (
  request: ExecuteRequest,
  asked: Asked,
  { plan, lease }: { readonly plan: StoredPlan; readonly lease: HeldLease },
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  const { run } = plan;
  const at = { cluster: run.cluster, run: run.run, lease };
  // Somebody may have executed it since it was read.
  const fresh = await deps.store.readPlan(run.cluster, run.run);
  const why = whyNotExecutable(fresh ?? plan, deps.runtime.now());
  if (why !== undefined) return refused(asked, [why], plan, deps);
  const { inTheWay, warnings } = await finishOpen(at, deps);
  if (inTheWay !== undefined) return refused(asked, [inTheWay], plan, deps, warnings);
  const rulesNow = () => request.rulesFor(run);
  const rules = await rulesNow();
  const { plan: now, untouched, cluster: facts } = await currentPlan(rules, deps.admin);
  const differences = planDifferences({ ...run, topics: plan.topics }, now);
  const refusals = [...differences.map((one) => `${one}; plan again`), ...now.refusals];
  if (refusals.length > 0) return refused(asked, refusals, plan, deps, warnings);
  // Until here nothing is done, and whoever executes the same plan again is not kept waiting for a process that may be dead.
  if (!(await lease.renew())) return refused(asked, [takenOver], plan, deps, warnings);
  const begun = { ...run, state: 'executing', executedAt: deps.runtime.now().toISOString() } as const;
  await deps.store.begin(run.cluster, begun, untouched);
  const context = { ...at, rulesNow, facts, emptied: { topics: 0, bytes: 0 } };
  return carryOut({ ...asked, mode: 'execute', plan: { ...plan, run: begun }, context, warnings }, deps);
};

/** A refused run gets what matters most: which topics are gone, and who may restore them at once. */
export const takenBy = async (
  { run, until }: { readonly run: string; readonly until: number },
  cluster: string,
  deps: CleanupDependencies,
): Promise<string> => {
  const gone = await goneTopics(cluster, deps);
  const atWork = `${run} is running on this cluster until ${new Date(until).toISOString()} at the latest`;
  const resume = `if its process is dead, you can resume immediately (resume --run ${run})`;
  return gone.length === 0
    ? `${atWork}; ${resume}`
    : `${atWork}; deleted and not yet recreated: ${gone.join(', ')}; ${resume}`;
};

export const executeRun = async (request: ExecuteRequest, given: CleanupDependencies): Promise<CleanupReport> => {
  const deps = { ...given, admin: guardedAdmin(given.admin) };
  const { planHash, clusterId, requestedBy } = request;
  const { id: cluster } = await deps.admin.cluster();
  const startedAt = deps.runtime.now().getTime();
  const asked: Asked = { mode: 'execute', cluster, requestedBy, startedAt };
  if (clusterId !== undefined && clusterId !== cluster)
    return refused(asked, [`connected to cluster ${cluster}, not ${clusterId}`], undefined, deps);
  const id = await deps.store.runOfHash(cluster, planHash);
  const plan = id === undefined ? undefined : await deps.store.readPlan(cluster, id);
  if (!plan)
    return refused(asked, [`plan ${planHash} does not exist for cluster ${cluster}: plan first`], undefined, deps);
  const why = planProblem(plan, planHash, deps) ?? whyNotExecutable(plan, deps.runtime.now());
  if (why !== undefined) return refused(asked, [why], plan, deps);
  const claimed = await acquireLease(cluster, plan.run.run, deps);
  if (claimed.kind === 'taken') return refused(asked, [await takenBy(claimed.by, cluster, deps)], plan, deps);
  return underLease(claimed.lease, () => holding(request, asked, { plan, lease: claimed.lease }, deps));
};
