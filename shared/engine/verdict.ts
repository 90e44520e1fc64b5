// What a look leads to: a change that is due, or a wait. Pure.
import type { Effect } from '#domain/effect.ts';
import type { Resource } from '#domain/resource.ts';
import { retryInMs, serves } from './flight.ts';
import { pollSeconds } from './pace.ts';
import { deadlineOf, type Look, operationsLeft, type Progress } from './progress.ts';
import type { Verdict } from './workflow.ts';

export type Due = { readonly resource: Resource; readonly effects: readonly Effect[] };

/** Whether a look leads to anything; if not, how long to wait before the next one. */
export const verdict = (progress: Progress, look: Look): Verdict => {
  if (!look.leaseHeld || look.interrupted || operationsLeft(progress, look) <= 0) return { done: true };
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

/** What may be changed right now. */
export const dueNow = (progress: Progress, look: Look): Due[] =>
  [...progress.flights].flatMap(([name, flight]) => {
    const next = look.nexts[name];
    const resource = progress.resources.get(name);
    if (!resource || next?.kind !== 'act' || retryInMs(flight, next.effects, look.at) > 0) return [];
    return [{ resource, effects: next.effects }];
  });
