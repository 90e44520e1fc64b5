// What reconcile does about an environment: nothing, say something once, or invoke a run. Pure.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import { type Lease, leaseInForce } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { namesInPart } from '#definition/part.ts';
import { attends } from '#definition/schedule/maintenance.ts';
import { retryEnds } from '#definition/schedule/retry.ts';
import { actionTowards, ranToItsEnd, type Wanted } from '#definition/schedule/wanted-state.ts';
import type { Next } from '#kinds/next.ts';
import { daysUntilRestart, sevenDays } from '#kinds/resource.ts';
import { serves } from '../loop/flight.ts';
import { begin, type Correction, invoke, nothing, type Saying, type Situation } from './correction.ts';
import { type Difference, differences, isDoneOrSkipped, isOfNoRun, leftDown, names } from './difference.ts';
import { judgeRetry, sayRetry } from './run-again.ts';
import { lastRunOf, latestOutcomes } from './runs-about.ts';

/** The scheduler fires within the minute and tries again for a while; before that a slot is not lost. */
const graceMs = 5 * 60_000;
/** The first tick after that, however short the tolerance is. */
const reachMs = graceMs + 15 * 60_000;
const dayMs = 24 * 3_600_000;

/** When a run really took this resource down, as far as the reports go back. */
const stoppedAt = (reports: readonly Report[], resource: ResourceName): number | undefined => {
  const entries = reports.flatMap((report) => (report.action === 'stop' ? report.resources : []));
  const entry = entries.find((one) => one.resource === resource && one.outcome === 'done');
  return entry?.endedAt === undefined ? undefined : Date.parse(entry.endedAt);
};

const restartedByAws = (resource: ResourceName, { definition, restarted, reports, nowMs }: Situation): boolean => {
  if (restarted.includes(resource)) return true;
  const kind = definition.resources.find(({ name }) => name === resource)?.kind;
  const days = kind && daysUntilRestart(kind);
  const since = days === undefined ? undefined : stoppedAt(reports, resource);
  return days !== undefined && since !== undefined && nowMs - since >= days * dayMs;
};

const listed = (differing: readonly Difference[]): Saying['resources'] =>
  differing.map(({ resource, next }) => ({ resource, reason: next.reason }));

const lastingText = { drift: 'is down, but somebody started', 'not-up': 'should be up but is not:' } as const;

const saysOf = (notice: keyof typeof lastingText, environment: string, resources: Saying['resources']): Saying => ({
  notice,
  text: `${environment} ${lastingText[notice]} ${names(resources)}`,
  resources,
});

const sayLasting = (
  notice: keyof typeof lastingText,
  differing: readonly Difference[],
  { since }: Wanted,
  { environment }: Definition,
): Correction => ({
  kind: 'say',
  key: `${notice}@${since}@${differing.map(({ resource }) => resource).join(', ')}`,
  saying: saysOf(notice, environment, listed(differing)),
  lasting: true,
});

/** The same of those of them alone that are news. */
export const sayNews = (environment: string, { notice, resources }: Saying, news: readonly string[]): Saying =>
  saysOf(
    notice === 'drift' ? notice : 'not-up',
    environment,
    resources.filter(({ resource }) => news.includes(resource)),
  );

/** What the last run that had to do with it could not bring about was reported by that. */
const failedIn = (reports: readonly Report[]): ReadonlySet<string> =>
  new Set(latestOutcomes(reports).flatMap((one) => (isDoneOrSkipped(one) ? [] : [one.resource])));

const again = (action: Action, differing: readonly Difference[], wanted: Wanted, situation: Situation): Correction => {
  const { definition, reports, nowMs } = situation;
  const ends = retryEnds(definition, action, wanted.since);
  const left = action === 'start' ? leftDown(situation) : new Set<string>();
  const isRight = isRightOrGone({ ...situation, wanted });
  const judged = judgeRetry({
    ...{ action, reports, differing, leftDown: left, isRight, since: wanted.since, ends, nowMs },
    isRightElsewhere: situation.part?.isRightElsewhere,
  });
  if (judged?.kind !== 'now') {
    const when = judged ? sayRetry(judged, definition.timeZone) : 'not retried now';
    return nothing(
      differing.length > 0
        ? `${names(differing)}: reported by the failed run; ${when}`
        : `everything is ${wanted.state}`,
    );
  }
  const { why, ...retry } = judged.again;
  return { ...invoke(action, why, wanted), retry };
};

/** Several may have come up at once, of AWS and of others. */
const restartText = (woken: readonly Difference[], { definition }: Situation): string => {
  const daysOf = ({ resource }: Difference): number => {
    const kind = definition.resources.find(({ name }) => name === resource)?.kind;
    return (kind && daysUntilRestart(kind)) ?? sevenDays;
  };
  const byAws = woken.filter((one) => daysOf(one) === sevenDays);
  const others = woken.filter((one) => daysOf(one) !== sevenDays);
  return [
    ...(byAws.length > 0 ? [`AWS restarted ${names(byAws)} after seven days`] : []),
    ...others.map((one) => `${one.resource} was resumed by its vendor after ${daysOf(one)} days`),
  ].join(', ');
};

/** It cannot run: it broke where it stood, and nobody has started it. */
const isBroken = (next: Next): boolean => (next.kind === 'fail' || next.kind === 'refuse') && next.isGone === true;

/** The environment was brought down, and something of it is up again. */
const wokenWhileDown = (woken: readonly Difference[], wanted: Wanted, situation: Situation): Correction => {
  const { definition, reports } = situation;
  const failed = failedIn(reports);
  // Once per restart: what could not be stopped again is up to the rules for what failed.
  const drifted = woken.filter(({ resource, next }) => !failed.has(resource) && !isBroken(next));
  const byAws = drifted.filter(({ resource }) => restartedByAws(resource, situation));
  if (byAws.length > 0) return invoke('stop', restartText(byAws, situation), wanted);
  if (drifted.length === 0) return again('stop', woken, wanted, situation);
  if (definition.whileDown === 'enforce')
    return invoke('stop', `${names(drifted)} was started while the environment is down`, wanted);
  // What is broken beside it keeps nothing from being tried again; what somebody woke another stop would put back.
  const retry = drifted.some(({ next }) => next.kind === 'act') ? undefined : again('stop', woken, wanted, situation);
  if (retry?.kind === 'invoke') return retry;
  return sayLasting('drift', drifted, wanted, definition);
};

/** Whether something is as it is due to be, or is no outage; what cannot be read is not known to be. */
export const isRightIn = (situation: Situation & { readonly wanted: Wanted }): ((resource: string) => boolean) => {
  const wrong = new Set(
    differences(actionTowards(situation.wanted), situation).flatMap(({ resource, next }) =>
      serves(next) || isPartlyUp(next) ? [] : [resource as string],
    ),
  );
  const read = new Set<string>(
    [...situation.readings].flatMap(([name, { state }]) => (state === 'unreadable' ? [] : [name])),
  );
  return (resource) => read.has(resource) && !wrong.has(resource);
};

/**
 * Whether a run would find it in order, or the definition names it no longer. What AWS does not have is not up, but every run refuses
 * it again.
 */
export const isRightOrGone = (situation: Situation & { readonly wanted: Wanted }): ((resource: string) => boolean) => {
  const named = new Map(situation.definition.resources.map((one) => [one.name as string, one]));
  const isRight = isRightIn(situation);
  return (resource) => {
    const own = named.get(resource);
    if (!own) return true;
    return isRight(resource) && (own.optional || situation.readings.get(own.name)?.state !== 'absent');
  };
};

const isPartlyUp = (next: Next): boolean => next.kind === 'wait' && next.partlyUp === true;

/** It is said of what a start brought up and what serves nobody now; of what a start could not bring up its report told. */
const notUp = (missing: readonly Difference[], wanted: Wanted, situation: Situation): Correction => {
  const { reports } = situation;
  const failed = failedIn(reports);
  const retry = again('start', missing, wanted, situation);
  const silent = missing.filter(({ resource, next }) => !failed.has(resource) && !serves(next) && !isPartlyUp(next));
  if (retry.kind === 'invoke' || silent.length === 0) return retry;
  return sayLasting('not-up', silent, wanted, situation.definition);
};

/** What AWS does in a window that is attended: it is up for that, and a start would only wait for the end of it. */
const isMaintained = (differing: readonly Difference[], { definition, part }: Situation): boolean => {
  if (part?.isWhole !== false) return false;
  const attending = new Set(definition.resources.filter(attends).map(({ name }) => name));
  return differing.every(({ resource, next }) => next.kind === 'wait' && attending.has(resource));
};

/** Nobody did what is due: the trigger was lost, an override ended, or it begins now. */
const neverDone = (
  action: Action,
  differing: readonly Difference[],
  wanted: Wanted,
  { definition, hinderedAt = 0, nowMs }: Situation,
): Correction => {
  if (wanted.because === 'slot' && nowMs - wanted.since < graceMs) return nothing('the scheduler may still deliver');
  // Late is what could have been done and was not: not while a deployment or another run had the environment, or it was paused.
  const lateMs = nowMs - Math.max(wanted.since, hinderedAt);
  if (lateMs <= Math.max(definition.schedule.toleranceMinutes * 60_000, reachMs))
    return begin(action, wanted.reason, wanted);
  const text = `${definition.environment}: ${wanted.reason} and was not done for ${Math.round(lateMs / 60_000)} min. It is later than its tolerance: run it by hand`;
  return { kind: 'say', key: `late@${wanted.since}`, saying: { notice: 'late', text, resources: listed(differing) } };
};

/**
 * Whether the last run that had to do with it was of what is due. The end of a week of its own is due since then, also of what was up in it
 * although no run started it: a stop from before that has not done it.
 */
const isDoneBefore = (resource: string, action: Action, wanted: Wanted, { reports, part }: Situation): boolean => {
  const last = lastRunOf(reports, resource);
  if (last?.action !== action) return false;
  const isEndOfOwnWeek = action === 'stop' && part?.isWhole === false && wanted.because === 'slot';
  return !isEndOfOwnWeek || Date.parse(last.startedAt) >= wanted.since;
};

/** Whether a run that died had to do with these; one of everything had to do with what goes with the environment. */
const isOfThese = ({ action, only }: Lease, { definition, part }: Situation): boolean => {
  if (!part) return true;
  if (!only) return part.isWhole;
  const names = namesInPart(part.all, action === 'stop' ? 'stop' : 'start', only);
  return definition.resources.some(({ name }) => names.has(name));
};

const hasReport = ({ run }: Lease, reports: readonly Report[]): boolean =>
  reports.some((report) => report.run === run && ranToItsEnd(report));

export const reconcile = (situation: Situation): Correction => {
  const { wanted, enabled, lease, reports, nowMs } = situation;
  if (!enabled)
    return nothing(
      situation.definition.schedule.enabled ? 'paused by the runtime switch' : 'the schedule is off in the definition',
    );
  if (!wanted) return nothing('no desired state yet: never started, stopped or held');
  const held = leaseInForce(lease, nowMs);
  if (held) return nothing(`${held.run} is ${held.action === 'deploy' ? 'deploying' : 'at work'}`);
  const action = actionTowards(wanted);
  const failed = failedIn(reports);
  const differing = differences(action, situation).filter((one) => !isOfNoRun(one, failed));
  // A deployment that did not give its lease back may have ended all the same; so has a run of which there is a report.
  if (lease && lease.action !== 'deploy' && !hasReport(lease, reports) && isOfThese(lease, situation))
    return begin(action, `${lease.run} died`, wanted);
  const last = reports.find(ranToItsEnd);
  if (differing.length === 0)
    return last?.action === action ? again(action, [], wanted, situation) : nothing(`everything is ${wanted.state}`);
  if (action === 'start' && isMaintained(differing, situation)) return nothing('AWS is at work on it');
  // Of resources that different runs had to do with last, some may be where a run left them, and others were never brought there.
  const never = differing.filter(({ resource }) => !isDoneBefore(resource, action, wanted, situation));
  const notDone = never.length > 0 ? neverDone(action, never, wanted, situation) : undefined;
  // By hand nobody brings it about either: then nothing was left undone, and what is broken is said for what it is.
  const leftUndone =
    notDone?.kind !== 'say' || !never.every(({ next }) => next.kind === 'fail' || next.kind === 'refuse');
  if (notDone && leftUndone) return notDone;
  return action === 'stop' ? wokenWhileDown(differing, wanted, situation) : notUp(differing, wanted, situation);
};
