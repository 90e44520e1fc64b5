// The flow of `start` and `stop`: parse, claim, plan, mute, run, unmute, report. It composes and never decides.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { Workflow } from '#core/workflow.ts';
import { beginDowntime } from '#run/alarms/begin-downtime.ts';
import { endDowntime } from '#run/alarms/end-downtime.ts';
import { claimRun } from '#run/claim/claim-run.ts';
import { waitForConsistentReads } from '#run/claim/wait-for-consistent-reads.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { runPlan } from '#run/loop/run-plan.ts';
import { planClaimed, toRun } from '#run/plan/plan-run.ts';
import { publishReport } from '#run/report/publish-report.ts';
import { summarise } from '#run/report/summarise.ts';
import { parseRunEvent } from './run-event.ts';

/** Brings an environment up or down. Throws `InputError` for an event or an environment that is not valid. */
export const operation =
  (action: Action, deps: Dependencies) =>
  async (event: unknown, workflow: Workflow): Promise<Report> => {
    const request = parseRunEvent(event);
    const { resources, timeZone } = deps.definition(request.environment);
    const claim = await claimRun(workflow, action, request, deps);
    await waitForConsistentReads(workflow, claim, deps);
    const plan = await planClaimed(workflow, claim, deps);
    const downtime = await beginDowntime(workflow, claim, plan, deps);
    const result = await runPlan(workflow, claim, toRun(claim, plan), resources, deps);
    const alarms = await endDowntime(workflow, claim, downtime, result, deps);
    return publishReport(workflow, summarise(claim, plan, result, timeZone, alarms), deps, request);
  };
