import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Claim } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Dependencies } from '../dependencies.ts';
import { reportsForEarly } from '../early/learned.ts';
import { hasEarly, planEarly } from '../early/plan-early.ts';
import { clustersIn, jobWarnings } from '../jobs/jobs.ts';
import { limits } from '../limits.ts';
import { observeAll, type TimeBudget, within } from '../loop/observe-all.ts';
import { orphanLines } from '../memory/remembered.ts';
import { tryStep } from '../step.ts';
import { heldByOthers, withoutTheirs } from './also-in.ts';
import { expectedDurations, reportsForDurations } from './expected-durations.ts';
import { outlived } from './outlived.ts';
import type { Plan } from './plan.ts';
import { emptyPlan, planOperation } from './plan-operation.ts';
import { type PlanPart, partOf, partsOf, wholePlan } from './plan-parts.ts';
import { wereUp } from './were-up.ts';

/** How often a run looks depends on them, and what it takes for somebody else's doing; without them it goes by less. */
const earlierReports = async (
  environment: string,
  { state }: Pick<Dependencies, 'state'>,
  most: number,
): Promise<Report[] | undefined> => {
  try {
    return await state.reports(environment, most);
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
};

/** A stop continues without knowing: jobs are warned about, where they can be seen. */
const warningsOfJobs = async (
  definition: Definition,
  { standaloneTasks }: Pick<Dependencies, 'standaloneTasks'>,
): Promise<string[]> => {
  const clusters = clustersIn(definition);
  if (clusters.length === 0) return [];
  try {
    return jobWarnings(definition, await standaloneTasks(clusters));
  } catch (error) {
    if (error instanceof OperationError) return [];
    throw error;
  }
};

type Asked = {
  /** How long is waited for what is slow. */
  readonly timeBudget?: TimeBudget | undefined;
  /** When it became due that this is planned for. */
  readonly dueSince?: number | undefined;
  /** Another run was at work until now: what it has done is in no report. */
  readonly hasTakenOver?: boolean;
  /** Some resources alone, with what they need or what needs them. */
  readonly only?: readonly string[] | undefined;
};

/** Of a run of some resources, only what is remembered of them counts. */
const ofOwn = (definition: Definition, memories: readonly Memory[], only: Asked['only']): readonly Memory[] => {
  if (!only) return memories;
  const own = new Set(definition.resources.map(({ name }) => name));
  return memories.filter(({ resource }) => own.has(resource));
};

/** Looks at everything and plans; makes no change. Also what `curfew plan` and a dry run print. */
export const planNow = async (
  action: Action,
  environment: string,
  deps: Pick<Dependencies, 'definition' | 'services' | 'state' | 'standaloneTasks'>,
  { timeBudget, dueSince, hasTakenOver = false, only }: Asked = {},
): Promise<Plan> => {
  const definition = deps.definition(environment);
  const isStop = action === 'stop';
  const isEarly = !isStop && hasEarly(definition.resources);
  const jobs = isStop ? warningsOfJobs(definition, deps) : Promise.resolve([]);
  const [readings, remembered, known, held, warnings] = await Promise.all([
    observeAll(definition.resources, deps.services, action, timeBudget),
    deps.state.memories(environment),
    earlierReports(environment, deps, isEarly ? reportsForEarly : reportsForDurations),
    heldByOthers(definition, deps),
    timeBudget ? within(jobs, timeBudget, () => []) : jobs,
  ]);
  const memories = ofOwn(definition, remembered, only);
  const earlier = known ?? [];
  const reports = earlier.slice(0, reportsForDurations);
  const areAll = reports.length < reportsForDurations;
  const old = isStop ? outlived(memories, { readings, reports, dueSince }) : new Set<ResourceName>();
  const found = { readings, memories, reports: known, areAll };
  const up = isStop && !hasTakenOver ? wereUp(definition.resources, found) : [];
  const standing = memories.map((one) => (old.has(one.resource) ? { ...one, givenBack: true as const } : one));
  const plan = planOperation(action, definition, readings, standing, expectedDurations(reports, action), up);
  const items = isEarly ? planEarly(plan.items, definition.resources, { reports: earlier, readings }) : plan.items;
  const orphans = orphanLines(definition, memories);
  return {
    ...withoutTheirs({ ...plan, items }, definition, held),
    ...(warnings.length > 0 ? { warnings } : {}),
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
  // The caller waits for a plan; a run decides again when the turn of a resource comes.
  const timeBudget = request.dryRun ? undefined : { seconds: limits.planSecondsMax, runtime: deps.runtime };
  const make = async (): Promise<Plan> => {
    const hasTakenOver = claim.superseded !== undefined;
    const plan = await planNow(action, request.environment, deps, {
      timeBudget,
      dueSince: dueSince(claim),
      hasTakenOver,
      only: request.only,
    });
    if (!request.dryRun) await giveBackOutlived(plan, deps);
    return plan;
  };
  // Made once and kept in parts. A run that dies between two of them makes the rest again: each resource is decided again anyway.
  let made: Promise<Plan> | undefined;
  const part = async (index: number): Promise<PlanPart> => {
    made ??= make();
    try {
      return partOf(await made, index);
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
  const definition = deps.definition(request.environment);
  const parts: PlanPart[] = [];
  for (let index = 0; index < partsOf(definition); index++) {
    const name = index === 0 ? 'plan' : `plan ${index + 1}`;
    const planned = await tryStep(workflow, name, () => part(index), limits.stepRetry);
    if (!planned.ok) return { ...emptyPlan(request.environment, action), problem: planned.message };
    parts.push(planned.value);
  }
  return wholePlan(action, definition, parts);
};

/** A dry run carries nothing out. */
export const toRun = (claim: Claim, plan: Plan): Plan =>
  claim.request.dryRun ? emptyPlan(plan.environment, plan.action) : plan;
