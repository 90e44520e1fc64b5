import type { Action } from '#domain/definition.ts';
import type { Plan } from '#domain/plan.ts';
import type { Claim } from '#domain/run.ts';
import { emptyPlan, planOperation } from '#plan/plan-operation.ts';
import type { Dependencies } from './dependencies.ts';
import { limits } from './limits.ts';
import { observeAll } from './observe-all.ts';
import type { Workflow } from './workflow.ts';

/** Looks at everything and plans; makes no change. Also what `curfew plan` and a dry run print. */
export const planNow = async (
  action: Action,
  environment: string,
  deps: Pick<Dependencies, 'definition' | 'services' | 'state'>,
): Promise<Plan> => {
  const definition = deps.definition(environment);
  const [readings, memories] = await Promise.all([
    observeAll(definition.resources, deps.services),
    deps.state.memories(environment),
  ]);
  return planOperation(action, definition, readings, memories);
};

/**
 * The plan of a granted claim, which holds the lease by now and must not be lost to a passing fault of the table; a claim
 * that was not granted gets a plan that changes nothing, and so does one whose memories cannot be read.
 */
export const planRun = async (workflow: Workflow, claim: Claim, deps: Dependencies): Promise<Plan> => {
  const { action, request } = claim;
  if (!claim.granted) return emptyPlan(request.environment, action);
  try {
    return await workflow.step('plan', () => planNow(action, request.environment, deps), limits.stepRetry);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ...emptyPlan(request.environment, action), problem };
  }
};

/** A dry run carries nothing out. */
export const toRun = (claim: Claim, plan: Plan): Plan =>
  claim.request.dryRun ? emptyPlan(plan.environment, plan.action) : plan;
