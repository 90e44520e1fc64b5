// The run loop: follows the graph, acts on a resource as soon as everything it waits for is settled, and watches all
// resources in flight in one poll loop. What to do about each of them is decided in `shared/kinds/<kind>/decide.ts`.

import type { RunResult } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Claim, RunProgress } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Next } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';
import { type LeaseProof, leaseProof } from '../claim/lease-proof.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import type { Plan } from '../plan/plan.ts';
import { applyResults, applySnapshot, cutShort } from './apply-snapshot.ts';
import { boundedNexts } from './bounded-nexts.ts';
import { changeInSteps } from './change-in-steps.ts';
import { retryInMs } from './flight.ts';
import { type Due, dueNow, nextPoll } from './next-poll.ts';
import { markStale, performEffects, type TimedResult, untried } from './perform.ts';
import { begin, type Findings, isOver, operationsLeft, type Progress, type Snapshot } from './progress.ts';
import { readDue } from './read-due.ts';
import { hasNewReasons, isProgressDue, runProgress } from './run-progress.ts';
import { memoriesFirst, turns } from './turns.ts';

type RunDependencies = Pick<Dependencies, 'services' | 'state' | 'runtime' | 'isInterrupted'> & {
  readonly lease: LeaseProof;
};

type Renewal = { readonly held: boolean; readonly warning?: string };

type Where = { readonly environment: string; readonly run: string };

/** Renewing is also how a run learns that another took over. A store that cannot be reached is not a lost lease. */
const renew = async (
  { state, lease }: RunDependencies,
  { environment, run }: Where,
  at: number,
  progressToPublish: RunProgress | undefined,
): Promise<Renewal> => {
  try {
    const held = await state.renewLease(environment, run, at + limits.leaseSeconds * 1_000, progressToPublish);
    if (held) lease.confirmed(at);
    return { held };
  } catch (error) {
    return { held: true, warning: `the lease could not be renewed: ${error instanceof Error ? error.message : error}` };
  }
};

/**
 * What a look leads to is done and settled with a lease that was confirmed after it. One that leads to nothing needs none: the
 * progress is told often enough to keep the lease.
 */
const renewForChanges = async (
  progress: Progress,
  where: Where,
  found: Snapshot,
  deps: RunDependencies,
): Promise<Renewal> => {
  if (deps.lease.isFresh() || !nextPoll(progress, found).done) return { held: true };
  return renew(deps, where, deps.runtime.now().getTime(), undefined);
};

const nothingKnown: Findings = { nexts: {}, readAt: {} };

/** Whether a change may be made now, rather than retried later. */
const isDueIn =
  ({ flights }: Progress, at: number) =>
  (name: string, { effects }: Extract<Next, { kind: 'act' }>): boolean => {
    const flight = flights.get(name as ResourceName);
    return flight !== undefined && retryInMs(flight, effects, at) === 0;
  };

const takeSnapshot = async (
  progress: Progress,
  run: string,
  previous: Snapshot,
  deps: RunDependencies,
): Promise<Snapshot> => {
  const nowMs = (): number => deps.runtime.now().getTime();
  const begunAt = nowMs();
  if (deps.isInterrupted?.()) return { ...previous, ...nothingKnown, at: begunAt, interrupted: true };
  // The first look of a round follows the last one of the round before it: what that has just renewed need not be renewed again.
  const isTelling = !deps.lease.isFresh() && isProgressDue(previous, begunAt);
  const progressToPublish = isTelling ? runProgress(progress, { ...previous, at: begunAt }) : undefined;
  const where = { environment: progress.plan.environment, run };
  const told: Renewal = isTelling ? await renew(deps, where, begunAt, progressToPublish) : { held: true };
  const known = told.held ? await readDue(progress, previous, begunAt, deps) : nothingKnown;
  // What a look found is as old as its end: a slow read is no reason to take no decision at all.
  const found = { ...previous, ...known, at: nowMs(), polls: previous.polls + 1, leaseHeld: told.held };
  const renewed = isTelling ? told : await renewForChanges(progress, where, found, deps);
  const { held: leaseHeld, warning } = renewed;
  const isUnpublished = progressToPublish !== undefined && warning !== undefined;
  const toldAt = progressToPublish && !isUnpublished ? begunAt : previous.toldAt;
  const warnings = [...new Set([...(previous.warnings ?? []), ...(warning ? [warning] : [])])];
  const { nexts, readAt } = leaseHeld ? known : nothingKnown;
  return {
    at: found.at,
    polls: found.polls,
    leaseHeld,
    readAt,
    nexts: boundedNexts(nexts, isDueIn(progress, nowMs())),
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(toldAt === undefined ? {} : { toldAt }),
    ...(isUnpublished || hasNewReasons(progress, previous, nexts) ? { news: true as const } : {}),
  };
};

const bug = (message: string, at: number): TimedResult => ({
  ok: false,
  moved: false,
  retryable: false,
  code: 'INTERNAL',
  message,
  at,
});

const act = async (
  workflow: Workflow,
  due: readonly Due[],
  where: { readonly environment: string; readonly run: string },
  { at, wasSeenNow, perStep }: { readonly at: number; readonly wasSeenNow: boolean; readonly perStep: number },
  deps: RunDependencies,
): Promise<[ResourceName, TimedResult][]> => {
  // Only a process that dies between its look and its changes does not know which of them it has made.
  const late = (resource: Resource) => (wasSeenNow ? untried : markStale(resource, where, deps));
  const isStale = (): boolean => deps.runtime.now().getTime() > at + limits.decisionSecondsMax * 1_000;
  const inTurn = turns(limits.concurrencyMax);
  const change = async ({ resource, effects }: Due): Promise<TimedResult> => {
    const { remembering, changing } = memoriesFirst(effects);
    const result = isStale() ? await late(resource) : await performEffects(remembering, resource, where, deps);
    if (!result.ok || changing.length === 0) return { ...result, at: deps.runtime.now().getTime() };
    const changed = await inTurn(async () =>
      isStale() ? late(resource) : performEffects(changing, resource, where, deps),
    );
    return { ...(changed.ok ? result : {}), ...changed, at: deps.runtime.now().getTime() };
  };
  // All at once, so that their memories are written together; what changes AWS takes turns.
  return changeInSteps(workflow, due, perStep, change, (message) =>
    bug(`a bug in Curfew: ${message ?? 'the change was not made'}`, at),
  );
};

type Before = {
  readonly progress: Progress;
  readonly applied: (seen: Snapshot) => Progress;
  readonly at: number;
  readonly claim: Claim;
};

type Round = { readonly seen: Snapshot; readonly results: readonly (readonly [ResourceName, TimedResult])[] };

/** A round and what follows it ask for what a look leads to: it is worked out once, unless a replay brings another object. */
const applyingOnce = (progress: Progress) => {
  let known: { readonly seen: Snapshot; readonly after: Progress } | undefined;
  return (seen: Snapshot): Progress => {
    if (known?.seen !== seen) known = { seen, after: applySnapshot(progress, seen) };
    return known.after;
  };
};

/** One round: look until something can be done or settled, then do it. */
const playRound = (workflow: Workflow, name: string, { progress, applied, at, claim }: Before, deps: RunDependencies) =>
  workflow.scope<Round>(name, async (inner) => {
    let wasSeenNow = false;
    const seen = await inner.waitUntil<Snapshot>(
      'poll',
      { at, polls: progress.polls, leaseHeld: true, ...progress.known },
      async (previous) => {
        const now = deps.runtime.now().getTime();
        const isResting = previous.polls === progress.polls && now < (progress.restUntil ?? 0);
        if (isResting && !deps.isInterrupted?.()) return { ...previous, at: now };
        wasSeenNow = true;
        return takeSnapshot(progress, claim.run, previous, deps);
      },
      (state) => nextPoll(progress, state),
    );
    // What exceeds the engine's cap waits for the next look, which gives it up.
    const { perStep } = progress;
    const affordable = Math.max(0, Math.min(limits.changesPerRoundMax, operationsLeft(progress, seen) * perStep));
    const due = dueNow(applied(seen), seen).slice(0, affordable);
    const where = { environment: progress.plan.environment, run: claim.run };
    return {
      seen,
      results: due.length > 0 ? await act(inner, due, where, { at: seen.at, wasSeenNow, perStep }, deps) : [],
    };
  });

/** One line per change made or failed, and one per outcome: what an operator looks for in the logs of a night. */
const logRound = ({ log }: Workflow, before: Progress, after: Progress, { seen, results }: Round): void => {
  for (const [resource, result] of results) {
    const why = seen.nexts[resource]?.reason;
    if (result.ok) log.info(`${resource}: acted`, { resource, why });
    else if ('stale' in result) log.info(`${resource}: decided again`, { resource, why });
    else log.warn(`${resource}: the change was not made`, { resource, why, code: result.code, reason: result.message });
  }
  for (const [resource, outcome] of after.outcomes)
    if (!before.outcomes.has(resource)) log.info(`${resource}: ${outcome.outcome}`, { ...outcome });
};

/** Follows the plan to its end: one outcome per resource, in every case. */
export const runPlan = async (
  workflow: Workflow,
  claim: Claim,
  plan: Plan,
  resources: readonly Resource[],
  ports: Omit<RunDependencies, 'lease'>,
): Promise<RunResult> => {
  const deps = { ...ports, lease: leaseProof({ environment: plan.environment, run: claim.run }, ports) };
  let progress = begin(plan, resources, claim.at);
  let at = claim.at;
  const warnings = new Set<string>();
  for (let round = 1; !isOver(progress); round++) {
    const applied = applyingOnce(progress);
    const played = await playRound(workflow, `round ${round}`, { progress, applied, at, claim }, deps);
    const { seen, results } = played;
    at = seen.at;
    for (const warning of seen.warnings ?? []) warnings.add(warning);
    const cut = seen.interrupted ? 'interrupted' : seen.leaseHeld ? undefined : 'superseded';
    if (cut) return { end: cut, outcomes: cutShort(progress, cut, at), endedAt: at, warnings: [...warnings] };
    const next = applyResults(applied(seen), seen, new Map(results));
    logRound(workflow, progress, next, played);
    progress = next;
  }
  const outcomes = plan.items.flatMap((item) => progress.outcomes.get(item.resource) ?? []);
  return { end: plan.problem === undefined ? 'complete' : 'unplanned', outcomes, endedAt: at, warnings: [...warnings] };
};
