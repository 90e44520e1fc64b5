// From outcomes to the report. Pure; a run with any failure is never reported as done.

import type { AlarmsOfRun } from '#core/alarm.ts';
import { someNames } from '#core/bytes.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Outcome, RunResult } from '#core/outcome.ts';
import { readyText } from '#core/ready-text.ts';
import type { Report, ReportedResource, ReportOutcome } from '#core/report.ts';
import type { Claim } from '#core/run.ts';
import { earlyReasons, earlyText, gainedSeconds } from '../early/gained.ts';
import type { Waited } from '../jobs/wait-for-jobs.ts';
import type { Plan } from '../plan/plan.ts';
import { criticalPath, secondsOf } from './critical-path.ts';

type Summary = { readonly outcome: ReportOutcome; readonly reason: string };

const count = (outcomes: readonly Outcome[], ...kinds: Outcome['outcome'][]): Outcome[] =>
  outcomes.filter(({ outcome }) => kinds.includes(outcome));

/** Each is reported by itself; a sentence names so many. */
const namesMax = 50;
const names = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ resource }) => resource);

const naming = (what: string, outcomes: readonly Outcome[]): string[] =>
  outcomes.length === 0 ? [] : [`${outcomes.length} ${what} (${someNames(names(outcomes), namesMax)})`];

const judge = (claim: Claim, plan: Plan, result: RunResult): Summary => {
  if (!claim.granted) return { outcome: claim.outcome, reason: claim.reason };
  if (plan.problem !== undefined) return { outcome: 'failed', reason: `nothing was changed: ${plan.problem}` };
  if (claim.request.dryRun) return { outcome: 'dry-run', reason: 'dry run: nothing was changed' };
  if (result.end === 'superseded')
    return { outcome: 'superseded', reason: 'another run took over; this run made no further changes' };
  const done = count(result.outcomes, 'done');
  if (result.end === 'interrupted') {
    const begun = naming('started, left to AWS', count(result.outcomes, 'failed'));
    const left = [`interrupted: ${done.length} of ${plan.items.length} done`, ...begun, 'the rest unchanged'];
    return { outcome: done.length > 0 ? 'partial' : 'failed', reason: left.join(', ') };
  }
  const fine = count(result.outcomes, 'done', 'skipped');
  const left = naming(
    'left down',
    result.outcomes.filter(({ staysDown }) => staysDown),
  );
  if (fine.length === plan.items.length) {
    const reason =
      done.length === 0
        ? `everything${left.length > 0 ? ' else' : ''} was already ${claim.action === 'start' ? 'up' : 'down'}`
        : `${done.filter((one) => !('gate' in one)).length} of ${plan.items.length} resources changed, all as planned`;
    return { outcome: 'done', reason: [reason, ...left].join(', ') };
  }
  const wrong = [
    ...left,
    ...naming('failed', count(result.outcomes, 'failed')),
    ...naming('refused', count(result.outcomes, 'refused')),
    ...naming('blocked', count(result.outcomes, 'blocked')),
  ].join(', ');
  return done.length > 0 ? { outcome: 'partial', reason: wrong } : { outcome: 'failed', reason: wrong };
};

const reported = (outcome: Outcome, timeZone: string): ReportedResource => ({
  resource: outcome.resource,
  kind: outcome.kind,
  stage: outcome.stage,
  outcome: outcome.outcome,
  reason: [outcome.reason, ...earlyReasons(outcome)].join('; '),
  ...(outcome.outcome === 'blocked' ? { blockedBy: outcome.blockedBy } : {}),
  ...(outcome.startedAt === undefined ? {} : { startedAt: offsetTime(outcome.startedAt, timeZone) }),
  ...(outcome.endedAt === undefined
    ? {}
    : { endedAt: offsetTime(outcome.endedAt, timeZone), seconds: secondsOf(outcome) }),
  ...('errorCode' in outcome ? { errorCode: outcome.errorCode } : {}),
  ...(outcome.ranAfterSeconds === undefined ? {} : { ranAfterSeconds: outcome.ranAfterSeconds }),
  ...(outcome.early ? { early: outcome.early } : {}),
  ...('gate' in outcome ? { gate: true as const } : {}),
  ...(outcome.staysDown ? { staysDown: true as const } : {}),
});

/** A dry run reports the plan itself; what it would skip or refuse is marked as such. */
const planned = (plan: Plan): ReportedResource[] =>
  plan.items.map(({ resource, kind, stage, decision, reason, code }) => ({
    resource,
    kind,
    stage,
    outcome: decision === 'refuse' ? 'refused' : 'skipped',
    reason: decision === 'act' ? `would act: ${reason}` : reason,
    decision,
    ...(code === undefined ? {} : { errorCode: code }),
  }));

const warningsOf = ({ outcomes }: RunResult): string[] =>
  outcomes.flatMap(({ resource, warning }) => (warning === undefined ? [] : [`${resource}: ${warning}`]));

/** A start restores everything that it can: what it cannot is named. */
const orphansOf = ({ action }: Claim, { orphans = [] }: Plan): readonly string[] => (action === 'start' ? orphans : []);

const noAlarms: AlarmsOfRun = { muted: [], expected: [], warnings: [] };
const notWaited: Waited = { warnings: [] };

/** What a run waited for before it began is part of why it took so long. */
const withNotes = ({ outcome, reason }: Summary, ...notes: readonly (string | undefined)[]): Summary => ({
  outcome,
  reason: [reason, ...notes.filter((note) => note !== undefined)].join('; '),
});

export const summarise = (
  claim: Claim,
  plan: Plan,
  result: RunResult,
  timeZone: string,
  alarms: AlarmsOfRun = noAlarms,
  waited: Waited = notWaited,
): Report => {
  const { request } = claim;
  const judged = judge(claim, plan, result);
  const endedAt = offsetTime(result.endedAt, timeZone);
  const readyBy = request.readyBy === undefined ? undefined : offsetTime(Date.parse(request.readyBy), timeZone);
  const ready = claim.granted ? readyText({ ...judged, readyBy, endedAt }) : undefined;
  const after = new Map(plan.items.map((item) => [item.resource, item.after]));
  const chain = criticalPath(result.outcomes, after);
  const gained = gainedSeconds(result.outcomes, after);
  const takeover = claim.granted && claim.superseded ? [`took over the lease from ${claim.superseded}`] : [];
  return {
    kind: 'curfew-report',
    version: 1,
    run: claim.run,
    environment: request.environment,
    action: claim.action,
    ...withNotes(judged, waited.note, ready, earlyText(result.outcomes, gained)),
    requestedBy: request.requestedBy,
    ...(request.scheduledTime === undefined
      ? {}
      : { scheduledTime: offsetTime(Date.parse(request.scheduledTime), timeZone) }),
    ...(readyBy === undefined ? {} : { readyBy }),
    ...(request.why === undefined ? {} : { why: request.why }),
    ...(request.onBehalfOf === undefined
      ? {}
      : {
          onBehalfOf: {
            requestedBy: request.onBehalfOf.requestedBy,
            since: offsetTime(request.onBehalfOf.since, timeZone),
          },
        }),
    ...(request.retry === undefined ? {} : { retryOf: request.retry.of }),
    startedAt: offsetTime(claim.at, timeZone),
    endedAt,
    seconds: (result.endedAt - claim.at) / 1_000,
    criticalPath: chain.path,
    criticalPathSeconds: chain.seconds,
    ...(gained > 0 ? { earlySeconds: gained } : {}),
    resources: request.dryRun ? planned(plan) : result.outcomes.map((outcome) => reported(outcome, timeZone)),
    alarmsMuted: alarms.muted,
    ...(alarms.mutedCount === undefined ? {} : { alarmsMutedCount: alarms.mutedCount }),
    ...(alarms.expected.length === 0 ? {} : { expected: alarms.expected }),
    warnings: [
      ...takeover,
      ...waited.warnings,
      ...orphansOf(claim, plan),
      ...(plan.warnings ?? []),
      ...result.warnings,
      ...warningsOf(result),
      ...alarms.warnings,
    ],
  };
};
