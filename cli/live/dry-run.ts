// The report of a dry run as the plan that it is. Pure.
import type { Report, ReportedResource } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import { prerequisites } from '#definition/dependency-graph.ts';
import type { Kind } from '#kinds/resource.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';

const wouldAct = 'would act: ';

/** Functions of an earlier version say it in the reason alone. */
const decisionOf = ({ outcome, decision, reason }: ReportedResource): PlanItem['decision'] =>
  decision ?? (outcome === 'refused' ? 'refuse' : reason.startsWith(wouldAct) ? 'act' : 'skip');

const withoutPrefix = (reason: string): string =>
  reason.startsWith(wouldAct) ? reason.slice(wouldAct.length) : reason;

/** What depends on what is known from the definition here; a resource that it does not know waits for nothing. */
export const planOfDryRun = (
  { environment, action, resources }: Report,
  definition: Definition,
): Pick<Plan, 'environment' | 'action' | 'stages' | 'items'> => {
  const after = prerequisites(definition.resources, action);
  const items = resources.map((one): PlanItem => {
    const resource = one.resource as PlanItem['resource'];
    return {
      resource,
      kind: one.kind as Kind,
      stage: one.stage,
      decision: decisionOf(one),
      reason: withoutPrefix(one.reason),
      after: after.get(resource) ?? [],
    };
  });
  const last = Math.max(0, ...items.map(({ stage }) => stage));
  const stages = Array.from({ length: last }, (_, index) =>
    items.filter(({ stage }) => stage === index + 1).map(({ resource }) => resource),
  );
  return { environment, action, stages, items };
};
