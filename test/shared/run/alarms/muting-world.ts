// An environment with alarms, whose start and stop mute them.
import type { Outcome, RunResult } from '#core/outcome.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import { type Begun, beginDowntime } from '#run/alarms/begin-downtime.ts';
import { endDowntime } from '#run/alarms/end-downtime.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import type { Fault } from '#sim/faults.ts';
import { evening, simulatedCloud } from '#test/support/cloud.ts';
import { database, definitionOf, kafka, named, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

export const minute = 60_000;
const resources = [database('db'), service('app', { dependsOn: ['db'] }), kafka('kafka')];
export const definition = definitionOf(resources, { alarms: { mute: ['db-*', 'app-cpu'], graceMinutes: 10 } });
const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' as const };
const alarms = [
  { ...alarm, name: 'db-storage', watches: 'db' },
  { ...alarm, name: 'app-cpu', watches: 'app' },
];

/** The evening is a Monday's at 20:00 in Fortaleza; the next start is on Tuesday at 08:00. */
export const untilUsual = new Date(evening + (12 + 3) * 60 * minute + 10 * minute).toISOString();

export const claimOf = (
  action: 'start' | 'stop',
  more: Partial<RunRequest> = {},
  run = `staging-${action}-1`,
): Claim => ({
  run,
  action,
  at: evening,
  granted: true,
  request: { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...more },
});

export const item = (resource: string, decision: PlanItem['decision'] = 'act'): PlanItem => ({
  ...{ resource: named(resource), kind: 'ecs-service', stage: 1, decision, reason: 'r', after: [] },
});
export const planOf = (...items: PlanItem[]): Plan => ({
  ...{ environment: 'staging', action: 'stop', stages: [], memories: [], items },
});
export const usualPlan = planOf(item('app'), item('db'), item('kafka', 'skip'));

export const outcome = (resource: string, its: 'done' | 'skipped' | 'refused' | 'failed'): Outcome => {
  const head = { resource: named(resource), kind: 'ecs-service' as const, stage: 1, reason: 'r' };
  return its === 'done' || its === 'skipped'
    ? { ...head, outcome: its }
    : { ...head, outcome: its, errorCode: 'AccessDenied' };
};
export const ended = (...outcomes: Outcome[]): RunResult => ({
  end: 'complete',
  outcomes,
  endedAt: evening,
  warnings: [],
});
export const allDone = ended(outcome('app', 'done'), outcome('db', 'done'), outcome('kafka', 'skipped'));

export type Wrong = Fault | { readonly muted: readonly string[] };

export const world = async (...wrong: Wrong[]) => {
  const muted = wrong.flatMap((one) => ('muted' in one ? one.muted : []));
  const faults = wrong.filter((one): one is Fault => !('muted' in one));
  const its = alarms.map((one) => ({ ...one, muted: muted.includes(one.name) }));
  const aws = simulatedCloud(resources, { alarms: its, faults });
  const state = memoryStateStore();
  await state.acquireLease('staging', { run: 'staging-stop-1', action: 'stop', until: evening * 2 }, evening, true);
  const runtime = { now: () => new Date(aws.clock.nowMs()), random: () => 0, newId: () => 'id' };
  const deps = { alarms: aws.alarms, state, runtime, definition: () => definition };
  const workflow = (journal = memoryJournal()) =>
    localWorkflow({
      journal,
      log: { info: () => {}, warn: () => {} },
      nowMs: aws.clock.nowMs,
      sleepUntil: aws.clock.sleepUntil,
    });
  const lease = (run: string) =>
    state.acquireLease('staging', { run, action: 'start', until: evening * 2 }, evening, true);
  return {
    ...aws,
    deps,
    state,
    lease,
    expectations: () => state.expectations('staging'),
    rules: (call: 'Put' | 'Delete') =>
      aws.calls(`cloudwatch:${call}AlarmMuteRule`).filter(({ error }) => !error).length,
    begin: (claim: Claim = claimOf('stop'), plan: Plan = usualPlan) =>
      aws.finish(beginDowntime(workflow(), claim, plan, deps)),
    end: (
      claim: Claim,
      result: RunResult,
      begun: Begun = { recorded: claim.action === 'stop', muted: [], warnings: [] },
    ) => aws.finish(endDowntime(workflow(), claim, begun, result, deps)),
  };
};
