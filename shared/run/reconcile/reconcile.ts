// What reconcile does about an environment: nothing, say something once, or invoke a run. Pure.

import type { Action } from '#core/action.ts';
import type { Notice } from '#core/notice.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Lease } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { actionTowards, ranToItsEnd, type Wanted } from '#definition/schedule/wanted-state.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import { isRestartedByAws } from '#kinds/resource.ts';
import { decideSafely } from '../plan/decide-safely.ts';

export type Situation = {
  readonly definition: Definition;
  readonly wanted: Wanted | undefined;
  readonly enabled: boolean;
  readonly lease: Lease | undefined;
  /** Newest first. */
  readonly reports: readonly Report[];
  readonly readings: ReadonlyMap<ResourceName, Reading>;
  readonly memories: readonly Memory[];
  /** Resources that AWS says it is starting after seven days (RDS-EVENT-0153, -0154). */
  readonly restarted: readonly ResourceName[];
  readonly nowMs: number;
};

type Saying = Pick<Notice, 'notice' | 'text' | 'resources'>;

export type Correction =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'invoke'; readonly action: Action; readonly why: string }
  /** To be said once: `key` names the occasion. */
  | { readonly kind: 'say'; readonly key: string; readonly saying: Saying };

/** The scheduler fires within the minute and tries again for a while; before that a slot is not lost. */
const graceMs = 5 * 60_000;
/** RDS starts a stopped database after seven days (facts/aws-semantics.md 1.4). */
const sevenDaysMs = 7 * 24 * 3_600_000;

const nothing = (reason: string): Correction => ({ kind: 'nothing', reason });
const invoke = (action: Action, why: string): Correction => ({ kind: 'invoke', action, why });

type Difference = { readonly resource: ResourceName; readonly next: Next };

/** Everything that is not as wanted. What cannot be read at the moment is not known to be wrong. */
const differences = (action: Action, { definition, readings, memories }: Situation): Difference[] =>
  definition.resources.flatMap((resource) => {
    const reading = readings.get(resource.name);
    if (!reading || reading.state === 'unreadable') return [];
    const memory = memories.find((one) => one.resource === resource.name);
    const next = decideSafely(action, resource, reading, memory);
    const isNews = next.kind !== 'ready' && !onlyKeepsBooks(next);
    return isNews ? [{ resource: resource.name, next }] : [];
  });

/**
 * A service that is down and whose zero is not remembered yet is down all the same, and one that is steady is up, although
 * something is remembered that the next run will forget.
 */
const onlyKeepsBooks = (next: Next): boolean =>
  next.kind === 'act' && next.effects.every((effect) => effect.do === 'remember' || effect.do === 'forget');

/** When a run really took this resource down, as far as the reports go back. */
const stoppedAt = (reports: readonly Report[], resource: ResourceName): number | undefined => {
  const entries = reports.flatMap((report) => (report.action === 'stop' ? report.resources : []));
  const entry = entries.find((one) => one.resource === resource && one.outcome === 'done');
  return entry?.endedAt === undefined ? undefined : Date.parse(entry.endedAt);
};

const restartedByAws = (resource: ResourceName, { definition, restarted, reports, nowMs }: Situation): boolean => {
  if (restarted.includes(resource)) return true;
  const kind = definition.resources.find(({ name }) => name === resource)?.kind;
  const since = isRestartedByAws(kind) ? stoppedAt(reports, resource) : undefined;
  return since !== undefined && nowMs - since >= sevenDaysMs;
};

const listed = (differences: readonly Difference[]): Saying['resources'] =>
  differences.map(({ resource, next }) => ({ resource, reason: next.reason }));

const names = (differences: readonly Difference[]): string => differences.map(({ resource }) => resource).join(', ');

/** The environment was brought down, and something of it is up again. */
const wokenWhileDown = (woken: readonly Difference[], wanted: Wanted, situation: Situation): Correction => {
  const { definition, reports } = situation;
  const byAws = woken.filter(({ resource }) => restartedByAws(resource, situation));
  if (byAws.length > 0) return invoke('stop', `AWS restarted ${names(byAws)} after seven days`);
  // What the last stop could not take down was reported by it.
  const failed = new Set(reports.find(ranToItsEnd)?.resources.flatMap((one) => (isFine(one) ? [] : [one.resource])));
  const drifted = woken.filter(({ resource }) => !failed.has(resource));
  if (drifted.length === 0) return nothing('what is still up was reported by the run that could not stop it');
  if (definition.whileDown === 'enforce')
    return invoke('stop', `${names(drifted)} was woken while the environment is down`);
  const text = `${definition.environment} is down, but somebody woke ${names(drifted)}`;
  return {
    kind: 'say',
    key: `drift@${wanted.since}@${names(drifted)}`,
    saying: { notice: 'drift', text, resources: listed(drifted) },
  };
};

const isFine = ({ outcome }: Report['resources'][number]): boolean => outcome === 'done' || outcome === 'skipped';

const notUp = (missing: readonly Difference[], wanted: Wanted, { definition }: Situation): Correction => ({
  kind: 'say',
  key: `not-up@${wanted.since}`,
  saying: {
    notice: 'not-up',
    text: `${definition.environment} is due up and not up: ${names(missing)}`,
    resources: listed(missing),
  },
});

/** Nobody did what is due: the trigger was lost, an override ended, or it begins now. */
const neverDone = (
  action: Action,
  differing: readonly Difference[],
  wanted: Wanted,
  { definition, nowMs }: Situation,
): Correction => {
  const lateMs = nowMs - wanted.since;
  if (wanted.because === 'slot' && lateMs < graceMs) return nothing('the scheduler may still deliver');
  if (lateMs <= definition.schedule.toleranceMinutes * 60_000) return invoke(action, wanted.reason);
  const text = `${definition.environment}: ${wanted.reason} for ${Math.round(lateMs / 60_000)} min and was not done; that is later than its tolerance, so it is left to you`;
  return { kind: 'say', key: `late@${wanted.since}`, saying: { notice: 'late', text, resources: listed(differing) } };
};

export const reconcile = (situation: Situation): Correction => {
  const { wanted, enabled, lease, reports, nowMs } = situation;
  if (!enabled) return nothing('paused by the runtime switch');
  if (!wanted) return nothing('no schedule, person or override ever said what it should be');
  if (lease && lease.until > nowMs)
    return nothing(`${lease.run} is ${lease.action === 'deploy' ? 'deploying' : 'at work'}`);
  const action = actionTowards(wanted);
  const differing = differences(action, situation);
  // A run that ended left no lease; a deployment that did not give its own back may have ended all the same.
  if (lease && lease.action !== 'deploy') return invoke(action, `${lease.run} died`);
  if (differing.length === 0) return nothing(`everything is ${wanted.state}`);
  const last = reports.find(ranToItsEnd);
  if (last?.action !== action) return neverDone(action, differing, wanted, situation);
  return action === 'stop' ? wokenWhileDown(differing, wanted, situation) : notUp(differing, wanted, situation);
};
