// A resource that began before what it depends on was ready: until that is ready it is neither up nor failed. Pure.
import type { Outcome } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Next } from '#kinds/next.ts';
import type { EarlyPlan } from './early-plan.ts';

/** Times are epoch milliseconds. */
export type EarlyFlight = {
  /** When it was found up, before all that it depends on was ready. */
  readonly upAt?: number;
  /** Tasks of it failed; how long the first of them lived, if that is known. */
  readonly inVain?: true;
  readonly livedSeconds?: number;
  /** When all that it depends on was ready, or was given up. */
  readonly freedAt?: number;
  /** What of that failed. */
  readonly lost?: ResourceName;
};

type Planned = { readonly early?: EarlyPlan };

/** What of a flight this is about. */
type Flying = { readonly since: number; readonly firstActAt?: number; readonly early?: EarlyFlight };

const isOpen = (early: EarlyFlight | undefined): early is EarlyFlight =>
  early !== undefined && early.freedAt === undefined;

export const isHeldOpen = ({ early }: Flying): boolean => isOpen(early);

/** AWS's clock need not be ours to the second. */
const clockSkewMs = 5_000;

/**
 * Tasks that failed are forgotten once a service is steady, and only the last look of a round is kept: each look takes over what those
 * before it found. Tasks of an earlier start, and those that began when all was ready, did not begin too early.
 */
export const withFailures = (next: Next, flight: Flying | undefined, before: Next | undefined): Next => {
  if (next.kind === 'refuse') return next;
  const { tasksFailedAt = [], livedSeconds, ...rest } = next;
  if (!flight?.early) return rest;
  const { since, firstActAt = since, early } = flight;
  const { freedAt = Number.POSITIVE_INFINITY } = early;
  const known: Told = before === undefined || before.kind === 'refuse' ? {} : told(before);
  const isFound = tasksFailedAt.some((at) => at >= firstActAt - clockSkewMs && at < freedAt);
  if (!isFound && !known.tooEarly) return rest;
  const lives = [known.livedSeconds, isFound ? livedSeconds : undefined].filter((one) => one !== undefined);
  return { ...rest, tooEarly: true, ...(lives.length > 0 ? { livedSeconds: Math.min(...lives) } : {}) };
};

/**
 * What is decided while something it depends on is not ready. That tasks fail meanwhile is no failure: ECS starts others. That it is up
 * is not yet the end: nothing that depends on it begins before what it depends on itself.
 */
export const heldOpen = (next: Next, early: EarlyFlight | undefined, waitsFor: readonly ResourceName[]): Next => {
  if (!isOpen(early)) return next;
  const waits = `waits for ${waitsFor.join(', ')}`;
  if (next.kind === 'fail' && next.since !== undefined)
    return { kind: 'wait', reason: `${next.reason}; ${waits}`, ...told(next) };
  if ((next.kind === 'ready' && !next.staysDown) || (next.kind === 'act' && next.final))
    return { kind: 'wait', reason: `up, ${waits}`, upEarly: true, ...told(next) };
  if (next.kind !== 'wait' && next.kind !== 'act') return next;
  const { serves: _, ...rest } = next;
  return rest;
};

type Told = Pick<Extract<Next, { kind: 'wait' }>, 'ranAfterSeconds' | 'tooEarly' | 'livedSeconds'>;

const told = (next: Exclude<Next, { kind: 'refuse' }>): Told => {
  const { ranAfterSeconds, tooEarly, livedSeconds } = next;
  return {
    ...(ranAfterSeconds === undefined ? {} : { ranAfterSeconds }),
    ...(tooEarly ? { tooEarly } : {}),
    ...(livedSeconds === undefined ? {} : { livedSeconds }),
  };
};

/** What a look adds to what is known of it. */
export const earlySeen = ({ early }: Pick<Flying, 'early'>, next: Next, at: number): Pick<Flying, 'early'> => {
  if (!early) return {};
  const isUp = next.kind === 'wait' && next.upEarly === true;
  const { upAt = isUp ? at : undefined, ...rest } = early;
  const { tooEarly, livedSeconds }: Told = next.kind === 'refuse' ? {} : next;
  const inVain = early.inVain || tooEarly;
  const lived = Math.min(early.livedSeconds ?? Number.POSITIVE_INFINITY, livedSeconds ?? Number.POSITIVE_INFINITY);
  return {
    early: {
      ...rest,
      // One that does not stay up was not up yet.
      ...(upAt === undefined || (isOpen(early) && !isUp) ? {} : { upAt }),
      ...(inVain ? { inVain: true as const } : {}),
      ...(Number.isFinite(lived) ? { livedSeconds: lived } : {}),
    },
  };
};

type Freeing = {
  readonly letsGo: (name: ResourceName) => boolean;
  readonly outcomes: ReadonlyMap<ResourceName, Outcome>;
  readonly at: number;
};

/** As soon as all that it depends on is ready or given up: from then on it is a flight as any other. Nothing before that. */
export const freedFlight = <F extends Flying>(
  on: readonly ResourceName[],
  flight: F | undefined,
  { letsGo, outcomes, at }: Freeing,
): F | undefined => {
  if (!flight || !isOpen(flight.early)) return undefined;
  if (!on.every((name) => letsGo(name) || outcomes.has(name))) return undefined;
  const given = on.find((name) => !letsGo(name));
  const outcome = given === undefined ? undefined : outcomes.get(given);
  const lost = outcome?.outcome === 'blocked' ? outcome.blockedBy : (outcome?.early?.lost ?? given);
  return { ...flight, since: at, early: { ...flight.early, freedAt: at, ...(lost === undefined ? {} : { lost }) } };
};

type Ended = Pick<Outcome, 'ranAfterSeconds' | 'early' | 'warning'>;

/** What is reported of it in addition: what its early start gained, and what the next ones learn from. */
export const earlyTold = (item: Planned, { early, firstActAt }: Flying, next: Next): Ended => {
  if (firstActAt === undefined && early?.lost === undefined) return {};
  const ran = next.kind === 'refuse' ? undefined : next.ranAfterSeconds;
  // A task that ended for want of something says best when that was needed.
  const needed = Math.min(ran ?? Number.POSITIVE_INFINITY, early?.livedSeconds ?? Number.POSITIVE_INFINITY);
  const measured = Number.isFinite(needed) ? { ranAfterSeconds: needed } : {};
  if (!early || !item.early) return measured;
  const { upAt, inVain, lost, freedAt = 0 } = early;
  return {
    ...measured,
    early: {
      on: item.early.on,
      gainedSeconds: Math.max(0, freedAt - (firstActAt ?? freedAt)) / 1_000,
      ...(upAt === undefined || upAt >= freedAt ? {} : { upBeforeSeconds: (freedAt - upAt) / 1_000 }),
      ...(inVain ? { inVain } : {}),
      ...(lost === undefined ? {} : { lost }),
    },
    ...(lost === undefined ? {} : { warning: `up, although ${lost} is not` }),
  };
};

/** Of a failure that is another's: a run is made again once that is up. */
const dependencyCode = 'DEPENDENCY';

/** What it needs is given up: what is not up without it will not be. What needs it only to serve comes up all the same. */
export const lostWith = (
  { early: planned }: Planned,
  { early, firstActAt }: Flying,
  next: Next,
): { readonly reason: string; readonly errorCode: string; readonly isUntouched: boolean } | undefined => {
  if (early?.lost === undefined || planned?.atOnce || next.kind === 'ready' || (next.kind === 'act' && next.final))
    return undefined;
  const isUntouched = firstActAt === undefined;
  const reason = isUntouched
    ? `not touched: waits for ${early.lost}, which failed`
    : `started early, and ${early.lost}, which it depends on, failed: ${next.reason}`;
  return { reason, errorCode: dependencyCode, isUntouched };
};
