// The flow of `start` and `stop`: parse, claim, plan, mute, run, unmute, report. It composes and never decides.
import type { Action } from '#domain/definition.ts';
import type { Report } from '#domain/report.ts';
import { beginDowntime } from '#engine/begin-downtime.ts';
import { catchUp } from '#engine/catch-up.ts';
import { claimRun } from '#engine/claim-run.ts';
import type { Dependencies } from '#engine/dependencies.ts';
import { endDowntime } from '#engine/end-downtime.ts';
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
    await catchUp(workflow, claim, deps);
    const plan = await planRun(workflow, claim, deps);
    const downtime = await beginDowntime(workflow, claim, plan, deps);
    const result = await runPlan(workflow, claim, toRun(claim, plan), resources, deps);
    const alarms = await endDowntime(workflow, claim, downtime, result, deps);
    return publishReport(workflow, summarise(claim, plan, result, timeZone, alarms), deps);
  };
