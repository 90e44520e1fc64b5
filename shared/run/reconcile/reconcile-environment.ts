// Reconcile one environment: look, decide, and at most invoke one run or say one thing. Nothing differs: no write.

import type { Action } from '#core/action.ts';
import type { Notice } from '#core/notice.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { ResourceName } from '#core/resource.ts';
import { leaseInForce } from '#core/run.ts';
import { type WantedEach, wantedEach, wantedOf } from '#definition/schedule/wanted-each.ts';
import { actionTowards, overrideInForce, ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import { keepMuted } from '../alarms/keep-muted.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { observeAll } from '../loop/observe-all.ts';
import { orphansOf, owedTo, sayOrphan } from '../memory/remembered.ts';
import { attended } from '../plan/attended.ts';
import type { EnvironmentState } from '../state/state-store.ts';
import type { Correction, Situation } from './correction.ts';
import { names, namesMax } from './difference.ts';
import { byAction, corrections, situationsOf } from './groups.ts';
import { lastingNow, newsOf } from './lasting.ts';
import { isRightIn, sayNews } from './reconcile.ts';

/** How far back the reports are read: nightly runs of more than the seven days after which AWS restarts a database. */
const reportsMax = 40;

export type ReconcileDependencies = Pick<
  Dependencies,
  'definition' | 'services' | 'alarms' | 'state' | 'runtime' | 'isEnabled' | 'windows'
> & {
  /** Starts a run without waiting for it. */
  readonly invoke: (action: Action, event: Record<string, unknown>) => Promise<void>;
  readonly say: (notice: Notice) => Promise<void>;
};

/** Notes: when reconcile was first here, and when it last was kept from acting. */
const installed = 'installed';
const hindered = 'hindered';

/** Before the first run, what a schedule said before Curfew was there was never to be done. */
const firstSeen = async (
  environment: string,
  { notedAt }: EnvironmentState,
  nowMs: number,
  { state }: ReconcileDependencies,
): Promise<number> => {
  const noted = notedAt(installed);
  if (noted === undefined) await state.note(environment, installed, nowMs);
  return noted ?? nowMs;
};

/** What cannot be asked keeps reconcile from acting as a lease does; the table, in which that is noted, does answer. */
const askSwitch = async (environment: string, nowMs: number, deps: ReconcileDependencies): Promise<boolean> => {
  try {
    return await deps.isEnabled(environment);
  } catch (error) {
    await deps.state.note(environment, hindered, nowMs);
    throw error;
  }
};

type Look = Situation & {
  /** The runtime switch alone, whatever the definition says. */
  readonly isOn: boolean;
  readonly kept: EnvironmentState;
  readonly each: WantedEach;
};

/** Whether something else than reconcile keeps what is due from being done: another run, a deployment, or the runtime switch. */
const isHindered = ({ wanted, isOn, lease, reports, nowMs }: Look): boolean => {
  if (!wanted) return false;
  const action = actionTowards(wanted);
  // What was done needs no note at every tick, however long it is paused.
  if (!isOn) return reports.find((one) => ranToItsEnd(one) && !one.only)?.action !== action;
  const held = leaseInForce(lease, nowMs);
  // A run of what is wanted hinders nobody.
  return held !== undefined && held.action !== action;
};

const observeEach = async (situations: readonly Situation[], { services, runtime }: ReconcileDependencies) => {
  const budget = { seconds: limits.reconcileSecondsMax, runtime };
  const looks = [...byAction(situations)].map(([action, resources]) => observeAll(resources, services, action, budget));
  return new Map((await Promise.all(looks)).flatMap((found) => [...found]));
};

const look = async (
  environment: string,
  restarted: readonly ResourceName[],
  deps: ReconcileDependencies,
): Promise<Look> => {
  const { state } = deps;
  const nowMs = deps.runtime.now().getTime();
  const [definition, isOn, kept, reports] = await Promise.all([
    attended(deps.definition(environment), deps),
    askSwitch(environment, nowMs, deps),
    state.readState(environment),
    state.reports(environment, reportsMax),
  ]);
  const { lease, overrides, memories } = kept;
  // Where the definition switches the schedule off, only what a person holds is seen to.
  const enabled = isOn && (definition.schedule.enabled || overrideInForce(overrides, nowMs) !== undefined);
  const installedAt = reports.length > 0 ? undefined : await firstSeen(environment, kept, nowMs, deps);
  const each = wantedEach(definition, { overrides, reports, lease, installedAt }, nowMs);
  const wanted = each.whole;
  const isLooking = enabled && each.groups.length > 0 && leaseInForce(lease, nowMs) === undefined;
  const read = { enabled, lease, reports, memories, restarted, nowMs, definition, wanted, isOn };
  const readings = isLooking
    ? await observeEach(situationsOf({ ...read, readings: new Map() }, each), deps)
    : new Map();
  return { ...read, readings, hinderedAt: kept.notedAt(hindered), kept, each };
};

/**
 * Said first and noted then: said twice after a crash is better than never. A tick reads once what was said; only what is not among
 * that is asked again, as another tick may have said it since.
 */
const publishNoticeOnce = async (
  { definition: { environment }, kept, nowMs }: Pick<Look, 'definition' | 'kept' | 'nowMs'>,
  { key, saying }: Extract<Correction, { kind: 'say' }>,
  { definition, state, say }: ReconcileDependencies,
): Promise<void> => {
  if (kept.notedAt(key) !== undefined || (await state.wasNoted(environment, key))) return;
  const at = offsetTime(nowMs, definition(environment).timeZone);
  await say({ kind: 'curfew-notice', version: 1, environment, at, ...saying });
  await state.note(environment, key, nowMs);
};

type Corrected = ReturnType<typeof corrections>;

const rightIn = (of: Situation): ((resource: string) => boolean) =>
  of.wanted ? isRightIn({ ...of, wanted: of.wanted }) : () => false;

/** Each is right or not where it belongs; since when it lasts is said of the environment, and of what is due for a reason of its own. */
const seenIn = (situations: readonly Situation[], { wanted, each, nowMs }: Look) => {
  const rightOf = new Map(
    situations.flatMap((one) => {
      const isRight = rightIn(one);
      return one.definition.resources.map(({ name }) => [name as string, isRight] as const);
    }),
  );
  const since = wanted?.since ?? Math.min(...situations.map((one) => one.wanted?.since ?? nowMs));
  const sinceOf = (resource: string): number => wantedOf(each, resource)?.since ?? since;
  return { since, sinceOf, isRight: (resource: string) => rightOf.get(resource)?.(resource) ?? false, nowMs };
};

const sayingOf = ({ what }: Corrected[number]) => (what.kind === 'say' && what.lasting ? what.saying : undefined);

/** What lasts is said when it begins, and again when it was over for a while; said first and noted then. */
const publishNews = async (situation: Look, corrected: Corrected, { state, say }: ReconcileDependencies) => {
  const { definition, readings, kept, nowMs, each } = situation;
  const situations = situationsOf(situation, each);
  if (readings.size === 0 || situations.every(({ wanted }) => wanted === undefined)) return;
  const { environment } = definition;
  const sayings = corrected.flatMap((one) => sayingOf(one) ?? []);
  const wrong = sayings.flatMap(({ resources }) => resources.map(({ resource }) => resource));
  const seen = { ...seenIn(situations, situation), wrong };
  // Most ticks find what the one before them found. What is news is so only if no other tick has said it since.
  if (!lastingNow(kept.lasting, seen)) return;
  const lasting = await state.lasting(environment);
  const news = newsOf(lasting, seen);
  const at = offsetTime(nowMs, definition.timeZone);
  for (const saying of sayings)
    if (saying.resources.some(({ resource }) => news.includes(resource)))
      await say({ kind: 'curfew-notice', version: 1, environment, at, ...sayNews(environment, saying, news) });
  const now = lastingNow(lasting, seen);
  if (now) await state.noteLasting(environment, now, nowMs);
};

/** Alarms follow the plan, unless a run is at work or invoked, which sees to them by itself. */
const keepAlarmsInStep = async (
  { wanted, enabled, lease, ...situation }: Look,
  deps: ReconcileDependencies,
): Promise<void> => {
  if (!wanted || !enabled || leaseInForce(lease, situation.nowMs)) return;
  const { definition, kept } = situation;
  const { environment } = definition;
  const refused = await keepMuted({ ...situation, wanted, ...kept }, deps);
  if (refused === undefined) return;
  const text = `${environment}: cannot mute or unmute alarms for its downtime: ${refused}`;
  const saying = { notice: 'alarms', text, resources: [] } as const;
  await publishNoticeOnce(situation, { kind: 'say', key: `alarms@${wanted.since}`, saying }, deps);
};

/** What no start restores is said once; only while nothing is being changed, as a run may just be remembering it. */
const nameOrphans = async (situation: Look, deps: ReconcileDependencies): Promise<void> => {
  const { definition, memories, isOn, lease, nowMs } = situation;
  if (!isOn || leaseInForce(lease, nowMs)) return;
  const owed = owedTo(orphansOf(definition, memories));
  if (owed.length === 0) return;
  const { environment } = definition;
  const key = `orphaned@${owed.map(({ memory: { resource, run } }) => `${resource}@${run}`).join(',')}`;
  const resources = owed
    .slice(0, namesMax)
    .map((one) => ({ resource: one.memory.resource, reason: sayOrphan(one, definition) }));
  const text = `${environment}: ${names(owed.map(({ memory }) => memory))} is down and no start will start it: no longer in the definition`;
  await publishNoticeOnce(situation, { kind: 'say', key, saying: { notice: 'orphaned', text, resources } }, deps);
};

const eventOf = (
  environment: string,
  { why, onBehalfOf, dueSince, retry, only }: Extract<Correction, { kind: 'invoke' }>,
): Record<string, unknown> => ({
  environment,
  requestedBy: 'reconcile',
  why,
  ...(onBehalfOf ? { onBehalfOf } : {}),
  ...(dueSince === undefined ? {} : { dueSince }),
  ...(retry ? { retry } : {}),
  ...(only ? { only } : {}),
});

/** What a look came to, in one: a run, or the first that is said. */
const mainOf = (corrected: Corrected): Correction =>
  (corrected.find(({ what }) => what.kind !== 'nothing') ?? corrected[0])?.what ?? {
    kind: 'nothing',
    reason: 'no desired state yet: never started, stopped or held',
  };

/** Throws `OperationError` when something cannot be reached; the next tick tries again. */
export const reconcileEnvironment = async (
  environment: string,
  restarted: readonly ResourceName[],
  deps: ReconcileDependencies,
): Promise<Correction> => {
  const situation = await look(environment, restarted, deps);
  const corrected = corrections(situationsOf(situation, situation.each));
  if (isHindered(situation)) await deps.state.note(environment, hindered, situation.nowMs);
  for (const { what } of corrected) {
    if (what.kind === 'invoke') await deps.invoke(what.action, eventOf(environment, what));
    if (what.kind === 'say' && !what.lasting) await publishNoticeOnce(situation, what, deps);
  }
  await publishNews(situation, corrected, deps);
  const correction = mainOf(corrected);
  if (correction.kind !== 'invoke') {
    await keepAlarmsInStep(situation, deps);
    await nameOrphans(situation, deps);
  }
  return correction;
};
