// One resource between its turn and its outcome. Pure.
import type { Effect } from '#kinds/effect.ts';
import type { Next } from '#kinds/next.ts';
import { type EarlyFlight, earlySeen } from '../early/flight-early.ts';
import { retrySeconds } from './pace.ts';
import type { AttemptResult } from './perform.ts';

/** A resource whose turn has come and whose outcome is open. Times are epoch milliseconds. */
export type Flight = {
  readonly since: number;
  /** Seen on its way before, or changed: if it gets there then, it is done, not skipped. */
  readonly seen?: true;
  /** What the last look said of it. */
  readonly reason?: string;
  readonly firstActAt?: number;
  /** Since when it serves its clients, on its way to its goal. */
  readonly servedAt?: number;
  /** It began before what it depends on was ready. */
  readonly early?: EarlyFlight;
  readonly last?: { readonly effects: readonly string[]; readonly at: number; readonly attempts: number };
  /** What its owner should know of the changes that were made. */
  readonly warning?: string;
  /** `moved`: AWS refused because of its status, which was no failure then. */
  readonly lastError?: { readonly code: string; readonly message: string; readonly moved?: true };
};

export const serves = (next: Next): boolean => (next.kind === 'act' || next.kind === 'wait') && next.serves === true;

/** Since when it serves, judged again by each look; what is ready keeps the time at which it began to. */
export const serving = ({ servedAt }: Flight, next: Next, at: number): Pick<Flight, 'servedAt'> => {
  if (serves(next)) return { servedAt: servedAt ?? at };
  return next.kind === 'ready' && servedAt !== undefined ? { servedAt } : {};
};

export const seenAgain = (flight: Flight, next: Next, at: number): Flight => {
  const { servedAt: _servedAt, early: _early, ...rest } = flight;
  // A change that was decided and not made has moved nothing.
  const isMoving = flight.seen || (next.kind === 'wait' && !next.upEarly);
  return {
    ...rest,
    ...(isMoving ? { seen: true as const } : {}),
    reason: next.reason,
    ...serving(flight, next, at),
    ...earlySeen(flight, next, at),
  };
};

/** What is left of the last effects is the same again: what came before it, such as a memory, is already made. */
const isRepeated = (last: NonNullable<Flight['last']>, effects: readonly Effect[]): boolean =>
  effects.every((effect) => last.effects.includes(JSON.stringify(effect)));

/** Milliseconds until these effects may be tried (again); 0 if now. */
export const retryInMs = (flight: Flight, effects: readonly Effect[], at: number): number => {
  const { last } = flight;
  if (!last || !isRepeated(last, effects)) return 0;
  return Math.max(0, last.at + retrySeconds(last.attempts) * 1_000 - at);
};

/** In AWS's own words, for the case that the resource is given up. */
const errorOf = ({
  code,
  message,
  moved,
}: Extract<AttemptResult, { ok: false }>): NonNullable<Flight['lastError']> => ({
  code,
  message,
  ...(moved ? { moved } : {}),
});

const warned = ({ warning }: Flight, result: AttemptResult): Pick<Flight, 'warning'> => {
  const all = [warning, result.ok ? result.warning : undefined].filter((one) => one !== undefined);
  return all.length === 0 ? {} : { warning: all.join('; ') };
};

/** The same flight after a change was tried. */
export const attempted = (flight: Flight, tried: readonly Effect[], result: AttemptResult, at: number): Flight => {
  const effects = tried.map((effect) => JSON.stringify(effect));
  const attempts = flight.last && isRepeated(flight.last, tried) ? flight.last.attempts + 1 : 1;
  return {
    since: flight.since,
    seen: true,
    ...(flight.reason === undefined ? {} : { reason: flight.reason }),
    firstActAt: flight.firstActAt ?? at,
    ...(flight.servedAt === undefined ? {} : { servedAt: flight.servedAt }),
    ...(flight.early ? { early: flight.early } : {}),
    last: { effects, at: result.at, attempts },
    ...warned(flight, result),
    ...(result.ok || result.code === 'SUPERSEDED' ? {} : { lastError: errorOf(result) }),
  };
};
