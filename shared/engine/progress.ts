// Where a run stands. Pure: every function takes a progress and returns the next one, so a replay ends in the same.
import type { Effect } from '#domain/effect.ts';
import type { Memory } from '#domain/memory.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { Next, Plan, PlanItem } from '#domain/plan.ts';
import type { Resource, ResourceName } from '#domain/resource.ts';
import { limits } from './limits.ts';
import { pollSeconds, retrySeconds } from './pace.ts';
import type { Verdict } from './workflow.ts';

/** A resource whose turn has come and whose outcome is open. Times are epoch milliseconds. */
type Flight = {
  readonly since: number;
  /** Seen on its way before: if it gets there without an act of ours, it is done, not skipped. */
  readonly seen?: true;
  readonly firstActAt?: number;
  /** Since when it serves its clients, on its way to its goal. */
  readonly servedAt?: number;
  readonly last?: { readonly effects: string; readonly at: number; readonly attempts: number };
  readonly lastError?: { readonly code: string; readonly message: string };
};

export type Progress = {
  readonly plan: Plan;
  readonly resources: ReadonlyMap<ResourceName, Resource>;
  readonly startedAt: number;
  readonly polls: number;
  readonly flights: ReadonlyMap<ResourceName, Flight>;
  readonly outcomes: ReadonlyMap<ResourceName, Outcome>;
  readonly memories: ReadonlyMap<ResourceName, Memory>;
};

/** What one look at everything in flight found. JSON: it is the state of the poll loop. */
export type Look = {
  readonly at: number;
  readonly polls: number;
  readonly leaseHeld: boolean;
  readonly nexts: Readonly<Record<string, Next>>;
  readonly warning?: string;
};

/** What came of one resource's effects. JSON: it is the result of a step. */
export type Acted =
  | { readonly ok: true; readonly remembered?: Memory; readonly forgot?: true }
  | {
      readonly ok: false;
      readonly moved: boolean;
      readonly retryable: boolean;
      readonly code: string;
      readonly message: string;
    };

export type Due = { readonly resource: Resource; readonly effects: readonly Effect[] };

const satisfies = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && (outcome.outcome === 'done' || outcome.outcome === 'skipped');

/**
 * Settles what a failure blocks and lets everything else begin whose prerequisites are met. What serves its clients blocks
 * nobody, even if it never gets to its goal: a cache whose replicas do not come back is no reason to keep services down.
 */
const admit = (progress: Progress, at: number): Progress => {
  const flights = new Map(progress.flights);
  const outcomes = new Map(progress.outcomes);
  const servesAt = (name: ResourceName) => (outcomes.get(name) ?? flights.get(name))?.servedAt;
  const letsGo = (name: ResourceName) => satisfies(outcomes.get(name)) || servesAt(name) !== undefined;
  for (const item of progress.plan.items) {
    if (outcomes.has(item.resource) || flights.has(item.resource)) continue;
    const missing = item.after.filter((name) => !letsGo(name));
    const blocker = missing.map((name) => outcomes.get(name)).find((outcome) => outcome !== undefined);
    if (blocker) outcomes.set(item.resource, blockedBy(item, blocker));
    else if (missing.length === 0) flights.set(item.resource, { since: at });
  }
  return { ...progress, flights, outcomes };
};

const blockedBy = (item: PlanItem, blocker: Outcome): Outcome => {
  const root = blocker.outcome === 'blocked' ? blocker.blockedBy : blocker.resource;
  const via = blocker.resource === root ? '' : ` (through ${blocker.resource})`;
  return {
    ...headOf(item),
    reason: `not touched: waits for ${root}${via}, which ${blocker.outcome === 'refused' ? 'was refused' : 'failed'}`,
    outcome: 'blocked',
    blockedBy: root,
  };
};

const headOf = ({ resource, kind, stage }: PlanItem) => ({ resource, kind, stage });

const serves = (next: Next): boolean => (next.kind === 'act' || next.kind === 'wait') && next.serves === true;

/** Since when it serves, judged anew by each look; what is ready keeps the time at which it began to. */
const serving = ({ servedAt }: Flight, next: Next, at: number): Pick<Flight, 'servedAt'> => {
  if (serves(next)) return { servedAt: servedAt ?? at };
  return next.kind === 'ready' && servedAt !== undefined ? { servedAt } : {};
};

const seenAgain = (flight: Flight, next: Next, at: number): Flight => {
  const { servedAt: _servedAt, ...rest } = flight;
  return { ...rest, seen: true, ...serving(flight, next, at) };
};

export const begin = (plan: Plan, resources: readonly Resource[], at: number): Progress =>
  admit(
    {
      plan,
      resources: new Map(resources.map((resource) => [resource.name, resource])),
      startedAt: at,
      polls: 0,
      flights: new Map(),
      outcomes: new Map(),
      memories: new Map(plan.memories.map((memory) => [memory.resource, memory])),
    },
    at,
  );

export const isOver = (progress: Progress): boolean => progress.flights.size === 0;

export const inFlight = (progress: Progress): Resource[] =>
  [...progress.flights.keys()].flatMap((name) => progress.resources.get(name) ?? []);

/** Milliseconds until these effects may be tried (again); 0 if now. */
const retryInMs = (flight: Flight, effects: readonly Effect[], at: number): number => {
  const { last } = flight;
  if (!last || last.effects !== JSON.stringify(effects)) return 0;
  return Math.max(0, last.at + retrySeconds(last.attempts) * 1_000 - at);
};

const deadlineOf = (progress: Progress, name: ResourceName, flight: Flight): number => {
  const seconds = progress.resources.get(name)?.deadlineSeconds[progress.plan.action] ?? limits.runSecondsMax;
  return Math.min(flight.since + seconds * 1_000, progress.startedAt + limits.runSecondsMax * 1_000);
};

/** Whether a look leads to anything; if not, how long to wait before the next one. */
export const verdict = (progress: Progress, look: Look): Verdict => {
  if (!look.leaseHeld) return { done: true };
  let waitMs = Number.POSITIVE_INFINITY;
  let youngestMs = Number.POSITIVE_INFINITY;
  for (const [name, flight] of progress.flights) {
    const next = look.nexts[name];
    const deadline = deadlineOf(progress, name, flight);
    if (next === undefined || look.at >= deadline) return { done: true };
    const retryMs = next.kind === 'act' ? retryInMs(flight, next.effects, look.at) : 0;
    if (next.kind !== 'wait' && retryMs === 0) return { done: true };
    if (serves(next) && flight.servedAt === undefined) return { done: true };
    waitMs = Math.min(waitMs, deadline - look.at, retryMs || Number.POSITIVE_INFINITY);
    youngestMs = Math.min(youngestMs, look.at - (flight.firstActAt ?? flight.since));
  }
  const pace = pollSeconds({
    youngestSeconds: youngestMs / 1_000,
    pollsDone: look.polls,
    runSeconds: (look.at - progress.startedAt) / 1_000,
  });
  return { done: false, afterSeconds: Math.max(1, Math.ceil(Math.min(pace, waitMs / 1_000))) };
};

/** Settles what a look decided, and lets in what that unblocks. */
export const absorb = (progress: Progress, look: Look): Progress => {
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
  return admit({ ...progress, flights, outcomes, polls: look.polls }, look.at);
};

const settle = (progress: Progress, item: PlanItem, flight: Flight, next: Next, look: Look): Outcome | undefined => {
  const { at } = look;
  const times = { startedAt: flight.firstActAt ?? flight.since, endedAt: at, ...serving(flight, next, at) };
  const head = { ...headOf(item), ...times };
  if (next.kind === 'ready') {
    const atFirstSight = flight.firstActAt === undefined && !flight.seen && look.polls === progress.polls + 1;
    return { ...head, reason: next.reason, outcome: atFirstSight ? 'skipped' : 'done' };
  }
  if (next.kind === 'refuse' || next.kind === 'fail')
    return {
      ...head,
      reason: next.reason,
      outcome: next.kind === 'refuse' ? 'refused' : 'failed',
      errorCode: next.code,
    };
  if (at < deadlineOf(progress, item.resource, flight)) return undefined;
  const { lastError } = flight;
  const seconds = Math.round((at - flight.since) / 1_000);
  const reason = lastError
    ? `given up after ${seconds} s: ${lastError.message}`
    : `given up after ${seconds} s: ${next.reason}`;
  return { ...head, reason, outcome: 'failed', errorCode: lastError?.code ?? 'DEADLINE' };
};

/** What may be changed right now. */
export const dueNow = (progress: Progress, look: Look): Due[] =>
  [...progress.flights].flatMap(([name, flight]) => {
    const next = look.nexts[name];
    const resource = progress.resources.get(name);
    if (!resource || next?.kind !== 'act' || retryInMs(flight, next.effects, look.at) > 0) return [];
    return [{ resource, effects: next.effects }];
  });

/** Takes in what came of the changes. A refusal because the status moved is no failure: the next look decides again. */
export const acted = (progress: Progress, look: Look, results: ReadonlyMap<ResourceName, Acted>): Progress => {
  const flights = new Map(progress.flights);
  const outcomes = new Map(progress.outcomes);
  const memories = new Map(progress.memories);
  for (const item of progress.plan.items) {
    const flight = flights.get(item.resource);
    const result = results.get(item.resource);
    const next = look.nexts[item.resource];
    if (!flight || !result || next?.kind !== 'act') continue;
    const tried = attempted(flight, next.effects, result, look.at);
    const times = { startedAt: tried.firstActAt ?? look.at, endedAt: look.at, ...serving(tried, next, look.at) };
    if (result.ok && next.final) {
      flights.delete(item.resource);
      outcomes.set(item.resource, { ...headOf(item), ...times, reason: next.reason, outcome: 'done' });
    } else if (result.ok || result.moved || result.retryable) {
      flights.set(item.resource, tried);
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
    if (result.ok && result.remembered) memories.set(item.resource, result.remembered);
    if (result.ok && result.forgot) memories.delete(item.resource);
  }
  return admit({ ...progress, flights, outcomes, memories }, look.at);
};

const attempted = (flight: Flight, tried: readonly Effect[], result: Acted, at: number): Flight => {
  const effects = JSON.stringify(tried);
  const attempts = flight.last?.effects === effects ? flight.last.attempts + 1 : 1;
  return {
    since: flight.since,
    seen: true,
    firstActAt: flight.firstActAt ?? at,
    ...(flight.servedAt === undefined ? {} : { servedAt: flight.servedAt }),
    last: { effects, at, attempts },
    ...(result.ok || result.moved ? {} : { lastError: { code: result.code, message: result.message } }),
  };
};

/** Ends everything that is still open because another run has taken over. */
export const takenOver = (progress: Progress, at: number): Outcome[] =>
  progress.plan.items.map((item) => {
    const settled = progress.outcomes.get(item.resource);
    if (settled) return settled;
    const flight = progress.flights.get(item.resource);
    if (flight?.firstActAt === undefined)
      return { ...headOf(item), reason: 'not touched: another run took over', outcome: 'skipped' };
    return {
      ...headOf(item),
      reason: 'begun, then left to the run that took over',
      outcome: 'failed',
      errorCode: 'SUPERSEDED',
      startedAt: flight.firstActAt,
      endedAt: at,
    };
  });
