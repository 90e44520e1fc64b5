import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Claim } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { observeAll, type Patience } from '../loop/observe-all.ts';
import { orphanLines } from '../memory/remembered.ts';
import { tryStep } from '../step.ts';
import { heldByOthers, withoutTheirs } from './also-in.ts';
import { expectedDurations, reportsForDurations } from './expected-durations.ts';
import { outlived } from './outlived.ts';
import type { Plan } from './plan.ts';
import { emptyPlan, planOperation } from './plan-operation.ts';
import { wereUp } from './were-up.ts';

/** How often a run looks depends on them, and what it takes for somebody else's doing; without them it goes by less. */
const earlierReports = async (
  environment: string,
  { state }: Pick<Dependencies, 'state'>,
): Promise<Report[] | undefined> => {
  try {
    return await state.reports(environment, reportsForDurations);
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
};

type Asked = {
  /** How long is waited for what is slow. */
  readonly patience?: Patience | undefined;
  /** When it became due that this is planned for. */
  readonly dueSince?: number | undefined;
  /** Another run was at work until now: what it has done is in no report. */
  readonly hasTakenOver?: boolean;
};

/** Looks at everything and plans; makes no change. Also what `curfew plan` and a dry run print. */
export const planNow = async (
  action: Action,
  environment: string,
  deps: Pick<Dependencies, 'definition' | 'services' | 'state'>,
  { patience, dueSince, hasTakenOver = false }: Asked = {},
): Promise<Plan> => {
  const definition = deps.definition(environment);
  const [readings, memories, known, held] = await Promise.all([
    observeAll(definition.resources, deps.services, action, patience),
    deps.state.memories(environment),
    earlierReports(environment, deps),
    heldByOthers(definition, deps),
  ]);
  const reports = known ?? [];
  const areAll = reports.length < reportsForDurations;
  const isStop = action === 'stop';
  const old = isStop ? outlived(memories, { readings, reports, dueSince }) : new Set<ResourceName>();
  const found = { readings, memories, reports: known, areAll };
  const up = isStop && !hasTakenOver ? wereUp(definition.resources, found) : [];
  const standing = memories.map((one) => (old.has(one.resource) ? { ...one, givenBack: true as const } : one));
  const plan = planOperation(action, definition, readings, standing, expectedDurations(reports, action), up);
  const orphans = orphanLines(definition, memories);
  return {
    ...withoutTheirs(plan, definition, held),
    ...(orphans.length > 0 ? { orphans } : {}),
    ...(old.size > 0 ? { outlived: [...old] } : {}),
    ...(up.length > 0 ? { wereUp: up } : {}),
  };
};

/** From here on these counts are their owners': the stop remembers what it finds. */
const giveBackOutlived = async (
  { environment, memories, outlived = [] }: Plan,
  { state }: Pick<Dependencies, 'state'>,
) => {
  for (const { resource, run } of memories.filter((one) => outlived.includes(one.resource)))
    await state.giveBack(environment, resource, run);
};

/** Reconcile says since when what it has carried out is due, unless it only keeps an environment as it is. */
const dueSince = ({ request, at }: Claim): number | undefined => {
  const { scheduledTime, dueSince, requestedBy } = request;
  if (scheduledTime !== undefined) return Date.parse(scheduledTime);
  return requestedBy === 'reconcile' ? dueSince : at;
};

/**
 * The plan of a granted claim, which holds the lease by now and must not be lost to a passing fault of the table; a claim
 * that was not granted gets a plan that changes nothing, and so does one whose memories cannot be read.
 */
export const planClaimed = async (workflow: Workflow, claim: Claim, deps: Dependencies): Promise<Plan> => {
  const { action, request } = claim;
  if (!claim.granted) return emptyPlan(request.environment, action);
  // Whoever asks for a plan waits for it; a run decides again when the turn of a resource comes.
  const patience = request.dryRun ? undefined : { seconds: limits.planSecondsMax, runtime: deps.runtime };
  const make = async (): Promise<Plan> => {
    const hasTakenOver = claim.superseded !== undefined;
    const plan = await planNow(action, request.environment, deps, {
      patience,
      dueSince: dueSince(claim),
      hasTakenOver,
    });
    if (!request.dryRun) await giveBackOutlived(plan, deps);
    return plan;
  };
  const planned = await tryStep(workflow, 'plan', make, limits.stepRetry);
  return planned.ok ? planned.value : { ...emptyPlan(request.environment, action), problem: planned.message };
};

/** A dry run carries nothing out. */
export const toRun = (claim: Claim, plan: Plan): Plan =>
  claim.request.dryRun ? emptyPlan(plan.environment, plan.action) : plan;
