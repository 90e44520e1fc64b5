// Where a run stands. Pure: every function takes a progress and returns the next one, so a replay ends in the same.

import type { Outcome } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import { resourcesPerStep } from '#kinds/operations.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import { beginsEarlyAt, type Standing } from '../early/begin-early.ts';
import { freedFlight, isHeldOpen } from '../early/flight-early.ts';
import { limits } from '../limits.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';
import type { Flight } from './flight.ts';

/** What the looks so far found. */
export type Findings = {
  readonly nexts: Readonly<Record<string, Next>>;
  /** When each kind was last read. */
  readonly readAt: Readonly<Partial<Record<Kind, number>>>;
};

export type Progress = {
  readonly plan: Plan;
  readonly resources: ReadonlyMap<ResourceName, Resource>;
  readonly startedAt: number;
  readonly polls: number;
  /** What its rounds have cost the engine so far. */
  readonly operations: number;
  /** What its looks have written so far, roughly. */
  readonly bytes: number;
  /** Changes gather until then, so that the next round makes many of them. */
  readonly restUntil?: number;
  /** Of how many resources one step makes the changes. */
  readonly perStep: number;
  readonly flights: ReadonlyMap<ResourceName, Flight>;
  readonly outcomes: ReadonlyMap<ResourceName, Outcome>;
  readonly memories: ReadonlyMap<ResourceName, Memory>;
  /** Stopped by others, if they are found down with no stored count of them. */
  readonly wereUp: ReadonlySet<ResourceName>;
  /** What earlier runs took at least. */
  readonly expectedSeconds: ReadonlyMap<ResourceName, number>;
  /** Others begin early by what they take. */
  readonly measured: ReadonlySet<ResourceName>;
  /** Of what continues waiting, so that the next round need not look at it at once. */
  readonly known: Findings;
};

/** What the last look found, and those before it of what it did not look at. JSON: it is the state of the poll loop. */
export type Snapshot = Findings & {
  readonly at: number;
  readonly polls: number;
  readonly leaseHeld: boolean;
  /** It ends here at the user's request; nothing was read. */
  readonly interrupted?: true;
  /** Of this look and those before it in the round. */
  readonly warnings?: readonly string[];
  /** When people were last told where the run stands, in this round. */
  readonly toldAt?: number;
  /** It found what has not been reported yet. */
  readonly news?: true;
};

const satisfies = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined &&
  (outcome.outcome === 'done' || outcome.outcome === 'skipped' || outcome.isGone === true) &&
  !outcome.staysDown &&
  outcome.early?.lost === undefined;

/** What depends on it may begin. What serves, but without something that it needs, helps nobody. */
const letsGoIn =
  ({ flights, outcomes }: Pick<Progress, 'flights' | 'outcomes'>) =>
  (name: ResourceName): boolean => {
    const one = outcomes.get(name) ?? flights.get(name);
    return satisfies(outcomes.get(name)) || (one?.servedAt !== undefined && one.early?.lost === undefined);
  };

/**
 * Settles what a failure blocks and lets everything else begin whose prerequisites are met. What serves its clients blocks
 * nobody, even if it never gets to its goal: a cache whose replicas do not come back is no reason to keep services down.
 */
export const beginUnblocked = (progress: Progress, at: number): Progress => {
  const flights = new Map(progress.flights);
  const outcomes = new Map(progress.outcomes);
  const letsGo = letsGoIn({ flights, outcomes });
  const freed: ResourceName[] = [];
  for (const item of progress.plan.items) {
    const freeFlight = item.early && freedFlight(item.early.on, flights.get(item.resource), { letsGo, outcomes, at });
    if (freeFlight) {
      flights.set(item.resource, freeFlight);
      freed.push(item.resource);
    }
    if (outcomes.has(item.resource) || flights.has(item.resource)) continue;
    const missing = item.after.filter((name) => !letsGo(name));
    const blocker = missing.map((name) => outcomes.get(name)).find((outcome) => outcome !== undefined);
    if (blocker) outcomes.set(item.resource, blockedBy(item, blocker, outcomes));
    else if (missing.length === 0) flights.set(item.resource, { since: at });
    else if (item.early && isTimeFor(item, { plan: progress.plan, flights, letsGo }, at))
      flights.set(item.resource, { since: at, early: {} });
  }
  if (freed.length === 0) return { ...progress, flights, outcomes };
  // What they waited for has changed: they are looked at again at once.
  const nexts = Object.fromEntries(
    Object.entries(progress.known.nexts).filter(([name]) => !freed.includes(name as ResourceName)),
  );
  return { ...progress, flights, outcomes, known: { ...progress.known, nexts } };
};

const isTimeFor = (item: PlanItem, standing: Standing, at: number): boolean => {
  const begins = beginsEarlyAt(standing, item, at);
  return begins !== undefined && begins <= at;
};

/** When the next resource begins that need not wait for all that it depends on; infinity where none does. */
export const nextEarlyBegin = ({ plan, flights, outcomes }: Progress, at: number): number => {
  const letsGo = letsGoIn({ flights, outcomes });
  const waiting = plan.items.filter(
    ({ resource, early }) => early && !outcomes.has(resource) && !flights.has(resource),
  );
  return Math.min(
    ...waiting.map((item) => beginsEarlyAt({ plan, flights, letsGo }, item, at) ?? Number.POSITIVE_INFINITY),
  );
};

const whatOf = ({ outcome, staysDown, reason }: Outcome): string => {
  if (staysDown) return `was ${reason}`;
  return outcome === 'refused' ? 'was refused' : 'failed';
};

const blockedBy = (item: PlanItem, blocker: Outcome, outcomes: ReadonlyMap<ResourceName, Outcome>): Outcome => {
  const root =
    blocker.outcome === 'blocked'
      ? blocker.blockedBy
      : ((blocker.early?.lost as ResourceName | undefined) ?? blocker.resource);
  const via = blocker.resource === root ? '' : ` (through ${blocker.resource})`;
  return {
    ...headOf(item),
    reason: `not touched: waits for ${root}${via}, which ${whatOf(outcomes.get(root) ?? blocker)}`,
    outcome: 'blocked',
    blockedBy: root,
  };
};

export const headOf = ({ resource, kind, stage }: PlanItem) => ({ resource, kind, stage });

export const begin = (plan: Plan, resources: readonly Resource[], at: number): Progress =>
  beginUnblocked(
    {
      plan,
      resources: new Map(resources.map((resource) => [resource.name, resource])),
      startedAt: at,
      polls: 0,
      operations: 0,
      bytes: 0,
      perStep: resourcesPerStep(resources),
      flights: new Map(),
      outcomes: new Map(),
      memories: new Map(plan.memories.map((memory) => [memory.resource, memory])),
      wereUp: new Set(plan.wereUp),
      expectedSeconds: new Map(
        plan.items.flatMap(({ resource, expectedSeconds }) =>
          expectedSeconds === undefined ? [] : [[resource, expectedSeconds]],
        ),
      ),
      measured: new Set(plan.items.flatMap(({ early }) => early?.on ?? [])),
      known: { nexts: {}, readAt: {} },
    },
    at,
  );

export const isOver = (progress: Progress): boolean => progress.flights.size === 0;

/** When a resource is given up, or the run with everything in it. */
export const deadlineOf = (progress: Progress, name: ResourceName, flight: Flight): number => {
  const ofRun = progress.startedAt + limits.runSecondsMax * 1_000;
  // Its time begins when nothing keeps it from being ready any more.
  if (isHeldOpen(flight)) return ofRun;
  const seconds = progress.resources.get(name)?.deadlineSeconds[progress.plan.action] ?? limits.runSecondsMax;
  return Math.min(flight.since + seconds * 1_000, ofRun);
};

/** The round itself, its wait, and the branching of its changes. */
export const bracketsPerRound = 3;

/**
 * Operations that a look leaves for changes: the engine ends a run that goes beyond its cap, without a report. This round
 * is paid for, and one more, with its poll, in which what is still open is given up.
 */
export const operationsLeft = ({ operations, polls, bytes }: Progress, look: Snapshot): number => {
  if (bytes >= limits.looksBytesMax) return 0;
  const paid = operations + (look.polls - polls) + bracketsPerRound;
  return limits.operationsMax - limits.operationsKept - paid - (bracketsPerRound + 1);
};
