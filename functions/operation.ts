// The flow of `start` and `stop`: parse, claim, let jobs finish, plan, mute, run, unmute, report. It composes and never decides.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { Workflow } from '#core/workflow.ts';
import { beginDowntime } from '#run/alarms/begin-downtime.ts';
import { endDowntime } from '#run/alarms/end-downtime.ts';
import { claimRun } from '#run/claim/claim-run.ts';
import { waitForConsistentReads } from '#run/claim/wait-for-consistent-reads.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { afterWaiting, waitForJobs } from '#run/jobs/wait-for-jobs.ts';
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
    const waited = await waitForJobs(workflow, claim, deps);
    const begun = afterWaiting(claim, waited);
    const plan = await planClaimed(workflow, begun, deps);
    const downtime = await beginDowntime(workflow, begun, plan, deps);
    const result = await runPlan(workflow, begun, toRun(begun, plan), resources, deps);
    const alarms = await endDowntime(workflow, begun, downtime, result, deps);
    return publishReport(
      workflow,
      summarise(begun.granted ? claim : begun, plan, result, timeZone, alarms, waited),
      deps,
      request,
    );
  };
