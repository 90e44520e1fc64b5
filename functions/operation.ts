// The flow of `start` and `stop`: parse, claim, plan, run, report. It composes and never decides.
import type { Action } from '#domain/definition.ts';
import type { Report } from '#domain/report.ts';
import { claimRun } from '#engine/claim-run.ts';
import type { Dependencies } from '#engine/dependencies.ts';
import { planRun, toRun } from '#engine/plan-run.ts';
import { publishReport } from '#engine/publish-report.ts';
import { runPlan } from '#engine/run-plan.ts';
import type { Workflow } from '#engine/workflow.ts';
import { summarise } from '#report/summarise.ts';
import { parseRunEvent } from './run-event.ts';

/** Brings an environment up or down. Throws `InputError` for an event or an environment that is not valid. */
export const operation =
  (action: Action, deps: Dependencies) =>
  async (event: unknown, workflow: Workflow): Promise<Report> => {
    const request = parseRunEvent(event);
    const { resources, timeZone } = deps.definition(request.environment);
    const claim = await claimRun(workflow, action, request, deps);
    const plan = await planRun(workflow, claim, deps);
    const result = await runPlan(workflow, claim, toRun(claim, plan), resources, deps);
    return publishReport(workflow, summarise(claim, plan, result, timeZone), deps);
  };
