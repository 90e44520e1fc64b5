// The flow of `start` and `stop`: parse, pin the definition, claim, let jobs finish, plan, mute, run, unmute, report. It composes and never decides.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import { isStored } from '#definition/versions/definitions.ts';
import { beginDowntime } from '#run/alarms/begin-downtime.ts';
import { endDowntime } from '#run/alarms/end-downtime.ts';
import { claimRun, unclaimed } from '#run/claim/claim-run.ts';
import { type Identity, identify, pinnedDefinition, type Refused } from '#run/claim/identify.ts';
import { waitForConsistentReads } from '#run/claim/wait-for-consistent-reads.ts';
import type { Beginning, Dependencies } from '#run/dependencies.ts';
import { afterWaiting, waitForJobs } from '#run/jobs/wait-for-jobs.ts';
import { recentReadings } from '#run/loop/recent-readings.ts';
import { runPlan } from '#run/loop/run-plan.ts';
import { definitionOfRun } from '#run/plan/part-of-run.ts';
import { emptyPlan } from '#run/plan/plan-operation.ts';
import { planClaimed, toRun } from '#run/plan/plan-run.ts';
import { tellNextStart } from '#run/ready/tell-next-start.ts';
import { waitToBegin } from '#run/ready/wait-to-begin.ts';
import { withPart } from '#run/report/part.ts';
import { publishReport } from '#run/report/publish-report.ts';
import { summarise } from '#run/report/summarise.ts';
import { tellingOnce } from '#run/report/telling-once.ts';
import { parseRunEvent } from './run-event.ts';

/** By which version of the definition a run acted; nothing of a file's. */
const byVersion = (report: Report, { definition }: Identity): Report =>
  definition && isStored(definition) ? { ...report, definition } : report;

/** Nothing is known but that nothing can be done: not even in which zone the times of the report are. */
const refuse = (
  workflow: Workflow,
  action: Action,
  request: RunRequest,
  identity: Refused,
  deps: Beginning,
): Promise<Report> => {
  const claim = unclaimed(action, request, identity, identity.refused);
  const { at } = claim;
  const plan = emptyPlan(request.environment, action);
  const result = { end: 'complete', outcomes: [], endedAt: at, warnings: [] } as const;
  return publishReport(workflow, summarise(claim, plan, result, 'UTC'), tellingOnce(deps, claim, identity), request);
};

/** A slot of some resources that found nothing to do leaves no trace, as a second delivery does. */
const isQuiet = (claim: Claim): boolean => !claim.granted && claim.quiet === true;

/** The run from its claim to its report, by the definition that `deps` have. */
const carryOut = async (
  workflow: Workflow,
  action: Action,
  request: RunRequest,
  identity: Identity,
  ports: Dependencies,
): Promise<Report> => {
  const deps = { ...ports, services: recentReadings(ports.services, ports.runtime) };
  const whole = deps.definition(request.environment);
  const claim = await claimRun(workflow, action, request, identity, deps);
  await waitForConsistentReads(workflow, claim, deps);
  const waited = await waitForJobs(workflow, claim, deps);
  const begun = afterWaiting(claim, waited);
  const definition = definitionOfRun(begun, whole);
  const own = { ...deps, definition: () => definition };
  const plan = await planClaimed(workflow, begun, own);
  const downtime = await beginDowntime(workflow, begun, plan, own);
  const result = await runPlan(workflow, begun, toRun(begun, plan), definition.resources, deps);
  const alarms = await endDowntime(workflow, begun, downtime, result, own);
  const summary = summarise(begun.granted ? claim : begun, plan, result, whole.timeZone, alarms, waited);
  const ofPart = withPart(summary, begun, whole);
  if (isQuiet(claim)) return ofPart;
  const report = await tellNextStart(workflow, ofPart, { claim, definition: whole }, deps);
  return publishReport(workflow, byVersion(report, identity), tellingOnce(deps, claim, identity), request);
};

/** Brings an environment up or down. Throws `InputError` for an event that is not valid. */
export const operation =
  (action: Action, deps: Beginning) =>
  async (event: unknown, workflow: Workflow): Promise<Report> => {
    const request = parseRunEvent(event);
    const { environment } = request;
    const identity = await identify(workflow, action, request, deps);
    if (identity.definition === undefined) return refuse(workflow, action, request, identity, deps);
    const definition = await pinnedDefinition(environment, identity.definition, deps.definitions);
    const begun = await waitToBegin(workflow, { action, request, identity }, { ...deps, definition: () => definition });
    return carryOut(workflow, action, begun.request, begun.identity, { ...deps, definition: () => definition });
  };
