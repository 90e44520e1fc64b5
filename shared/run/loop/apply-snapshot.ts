// How a run continues from what it saw and from what came of its changes. Pure.

import type { Outcome } from '#core/outcome.ts';
import { timedOutAfter } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Effect } from '#kinds/effect.ts';
import type { AtDeadline } from '#kinds/gates/drain-fields.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import { isGate } from '#kinds/resource.ts';
import { earlySeen, earlyTold, lostWith } from '../early/flight-early.ts';
import type { PlanItem } from '../plan/plan.ts';
import { bytesOfRound, restSeconds } from './budget.ts';
import { attempted, type Flight, retryInMs, seenAgain, serving } from './flight.ts';
import type { TimedResult } from './perform.ts';
import {
  beginUnblocked,
  bracketsPerRound,
  deadlineOf,
  type Findings,
  headOf,
  operationsLeft,
  type Progress,
  type Snapshot,
} from './progress.ts';

/** Settles what a look decided, and lets in what that unblocks. */
export const applySnapshot = (progress: Progress, look: Snapshot): Progress => {
  const flights = new Map(progress.flights);
  const outcomes = new Map(progress.outcomes);
  for (const item of progress.plan.items) {
    const flight = flights.get(item.resource);
    const next = look.nexts[item.resource];
    if (!flight || !next) continue;
    const outcome = settle(progress, item, flight, next, look);
    if (outcome) {
      flights.delete(item.resource);
      outcomes.set(item.resource, outcome);
    } else flights.set(item.resource, seenAgain(flight, next, look.at));
  }
  const operations = progress.operations + look.polls - progress.polls + bracketsPerRound;
  const known = stillWaiting(flights, look);
  const bytes = progress.bytes + bytesOfRound(progress, look);
  return beginUnblocked({ ...progress, flights, outcomes, known, polls: look.polls, operations, bytes }, look.at);
};

/**
 * What something else was decided of than to wait is looked at again before anything is decided again. A change that was just made and
 * that reads do not show yet waits, too, until it may be tried again.
 */
const stillWaiting = (flights: Progress['flights'], { nexts, readAt, at }: Snapshot): Findings => ({
  nexts: Object.fromEntries(
    [...flights].flatMap(([name, flight]) => {
      const next = nexts[name];
      const isWaiting = next?.kind === 'wait' || (next?.kind === 'act' && retryInMs(flight, next.effects, at) > 0);
      return isWaiting ? [[name, next]] : [];
    }),
  ),
  readAt,
});

/** Of what was changed on the way, and of where it is now. */
const warningOf = (flight: Flight, next: { readonly warning?: string }): { readonly warning?: string } => {
  const all = [flight.warning, next.warning].filter((one) => one !== undefined);
  return all.length === 0 ? {} : { warning: all.join('; ') };
};

const gateIn = ({ resources }: Progress, { resource }: PlanItem): { readonly gate?: true } => {
  const one = resources.get(resource);
  return one && isGate(one) ? { gate: true } : {};
};

const settle = (
  progress: Progress,
  item: PlanItem,
  flight: Flight,
  next: Next,
  look: Snapshot,
): Outcome | undefined => {
  const { at } = look;
  const times = { startedAt: flight.firstActAt ?? flight.since, endedAt: at, ...serving(flight, next, at) };
  const head = { ...headOf(item), ...times };
  if (next.kind === 'ready') {
    const atFirstSight = !flight.seen && look.polls === progress.polls + 1;
    if (next.staysDown)
      return { ...head, reason: next.reason, warning: next.reason, outcome: 'skipped', staysDown: true };
    const warning = warningOf(flight, next);
    const early = earlyTold(item, { ...flight, ...earlySeen(flight, next, at) }, next);
    const is = { ...head, ...early, ...warning, reason: next.reason };
    return atFirstSight ? { ...is, outcome: 'skipped' } : { ...is, ...gateIn(progress, item), outcome: 'done' };
  }
  const lost = lostWith(item, flight, next);
  if (lost) return endedWithout(item, flight, lost, { ...head, ...earlyTold(item, flight, next) });
  // Of what was refused nothing was changed.
  const isRefused = next.kind === 'refuse' && flight.firstActAt === undefined;
  if (next.kind === 'refuse' || next.kind === 'fail') {
    const gone = next.isGone ? { isGone: next.isGone } : {};
    return { ...head, ...gone, reason: next.reason, outcome: isRefused ? 'refused' : 'failed', errorCode: next.code };
  }
  if (operationsLeft(progress, look) <= 0)
    return {
      ...head,
      reason: `unchanged (${next.reason}): the run has reached its operation limit; run it again to finish`,
      outcome: 'failed',
      errorCode: 'OPERATIONS',
    };
  if (at < deadlineOf(progress, item.resource, flight)) return undefined;
  if (next.kind === 'wait' && next.atDeadline)
    return { ...head, ...gateIn(progress, item), ...asDefined(next.atDeadline, flight, next.reason, at) };
  return { ...head, ...givenUp(flight, next, at), outcome: 'failed' };
};

/** What it depends on failed: what was never started was blocked by it. */
const endedWithout = (
  item: PlanItem,
  { early }: Flight,
  { reason, errorCode, isUntouched }: NonNullable<ReturnType<typeof lostWith>>,
  head: Omit<Outcome, 'outcome' | 'reason'>,
): Outcome => {
  if (isUntouched && early?.lost !== undefined)
    return { ...headOf(item), reason, outcome: 'blocked', blockedBy: early.lost };
  const { warning: _, ...rest } = head;
  return { ...rest, reason, outcome: 'failed', errorCode };
};

/** Of a refusal that the owner of an environment decided for; no repetition is asked for. */
const notDrainedCode = 'NOT_DRAINED';

/** The time is up, and the definition says what then. */
const asDefined = (decision: AtDeadline, { since }: Flight, left: string, at: number) => {
  const after = `after ${Math.round((at - since) / 60_000)} min`;
  if (decision === 'keep-up')
    return {
      reason: `${left} ${after}: what follows stays up, as the definition says`,
      outcome: 'refused' as const,
      errorCode: notDrainedCode,
    };
  const reason = `${left} ${after}: the stop continues, as the definition says`;
  return { reason, warning: reason, outcome: 'done' as const };
};

/**
 * What AWS said last is why, unless its status has been in the way since: then that is, and what AWS said is reported too.
 */
const givenUp = ({ since, lastError }: Flight, next: Next, at: number): { reason: string; errorCode: string } => {
  const after = `${timedOutAfter} ${Math.round((at - since) / 1_000)} s`;
  if (!lastError) return { reason: `${after}: ${next.reason}`, errorCode: 'DEADLINE' };
  const { code, message, moved } = lastError;
  if (moved && next.kind !== 'act')
    return { reason: `${after}: ${next.reason} (AWS refused: ${message})`, errorCode: 'DEADLINE' };
  return { reason: `${after}: ${message}`, errorCode: code };
};

const memoryAfter = (memory: Memory | undefined, result: TimedResult): Memory | undefined => {
  if (!result.ok) return 'stale' in result && !('untried' in result) ? result.remembered : memory;
  if (result.forgot) return undefined;
  const remembered = result.remembered ?? memory;
  return remembered && result.gaveBack ? { ...remembered, givenBack: true } : remembered;
};

/** Effects of which the next look sees all there is to see: what is remembered, and how a service may scale. */
const atOnce: ReadonlySet<Effect['do']> = new Set(['remember', 'give-back', 'forget', 'set-scaling']);

/**
 * What has just begun to move is waited for like everything that moves: a look at once would find nothing, and reads lag behind
 * changes. What a change brings about at once is looked at again at once.
 */
const movingAfter = (next: Extract<Next, { kind: 'act' }>): Next | undefined =>
  next.effects.every((effect) => atOnce.has(effect.do))
    ? undefined
    : { kind: 'wait', reason: next.reason, ...(next.serves ? { serves: next.serves } : {}) };

/** Takes in what came of the changes. A refusal because the status moved is no failure: the next look decides again. */
export const applyResults = (
  progress: Progress,
  look: Snapshot,
  results: ReadonlyMap<ResourceName, TimedResult>,
): Progress => {
  const flights = new Map(progress.flights);
  const outcomes = new Map(progress.outcomes);
  const memories = new Map(progress.memories);
  const nexts: Record<string, Next> = { ...progress.known.nexts };
  for (const item of progress.plan.items) {
    const flight = flights.get(item.resource);
    const result = results.get(item.resource);
    const next = look.nexts[item.resource];
    if (!flight || !result || next?.kind !== 'act') continue;
    const memory = memoryAfter(memories.get(item.resource), result);
    if (memory) memories.set(item.resource, memory);
    else memories.delete(item.resource);
    if ('stale' in result) {
      // It may have been changed before the run died; one that was only slow has changed nothing.
      if ('untried' in result) continue;
      flights.set(item.resource, { ...flight, seen: true, firstActAt: flight.firstActAt ?? look.at });
      continue;
    }
    const tried = attempted(flight, next.effects, result, look.at);
    const times = { startedAt: flight.firstActAt ?? look.at, endedAt: look.at, ...serving(tried, next, look.at) };
    if (result.ok && next.final) {
      flights.delete(item.resource);
      // Where only what is remembered changed, at first sight, the resource was in order already.
      const outcome = next.untouched && !flight.seen ? 'skipped' : 'done';
      const warning = warningOf(tried, next);
      const early = earlyTold(item, tried, next);
      outcomes.set(item.resource, { ...headOf(item), ...times, ...early, ...warning, reason: next.reason, outcome });
    } else if (result.ok || result.moved || result.retryable) {
      flights.set(item.resource, tried);
      const moving = result.ok ? movingAfter(next) : undefined;
      if (moving) nexts[item.resource] = moving;
    } else {
      flights.delete(item.resource);
      outcomes.set(item.resource, {
        ...headOf(item),
        ...times,
        reason: result.message,
        outcome: 'failed',
        errorCode: result.code,
      });
    }
  }
  const operations = progress.operations + Math.ceil(results.size / progress.perStep);
  const known = { ...progress.known, nexts };
  return resting(
    beginUnblocked({ ...progress, flights, outcomes, memories, operations, known }, look.at),
    look,
    results.size,
  );
};

/** The rest is a poll of its own, beside those that look. */
const resting = ({ restUntil: _, ...progress }: Progress, look: Snapshot, changes: number): Progress => {
  const seconds = restSeconds(progress, look, changes);
  if (seconds === 0) return progress;
  return { ...progress, operations: progress.operations + 1, restUntil: look.at + seconds * 1_000 };
};

const cutTexts = {
  superseded: {
    untouched: 'not touched: another run took over',
    begun: 'started, then left to the run that took over',
    code: 'SUPERSEDED',
  },
  interrupted: {
    untouched: 'not touched: the run was interrupted',
    begun: 'started, then left to AWS: the run was interrupted',
    code: 'INTERRUPTED',
  },
} as const;

/** Ends everything that is still open before it is at its goal. */
export const cutShort = (progress: Progress, why: keyof typeof cutTexts, at: number): Outcome[] =>
  progress.plan.items.map((item) => {
    const settled = progress.outcomes.get(item.resource);
    if (settled) return settled;
    const flight = progress.flights.get(item.resource);
    const { untouched, begun, code } = cutTexts[why];
    if (flight?.firstActAt === undefined) return { ...headOf(item), reason: untouched, outcome: 'skipped' };
    return {
      ...headOf(item),
      reason: begun,
      outcome: 'failed',
      errorCode: code,
      startedAt: flight.firstActAt,
      endedAt: at,
    };
  });
