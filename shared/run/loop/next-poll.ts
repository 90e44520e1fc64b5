// What a look leads to: a change that is due, or a wait. Pure.

import type { ResourceName } from '#core/resource.ts';
import type { NextPoll } from '#core/workflow.ts';
import type { Effect } from '#kinds/effect.ts';
import type { Next } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';
import { pollsSpent } from './budget.ts';
import { dueTimes } from './due.ts';
import { type Flight, retryInMs, serves } from './flight.ts';
import { pollSecondsLeast } from './pace.ts';
import { deadlineOf, nextEarlyBegin, operationsLeft, type Progress, type Snapshot } from './progress.ts';

export type Due = { readonly resource: Resource; readonly effects: readonly Effect[] };

/** Whether what was found of a resource is to be settled or acted upon now, rather than waited for. */
export const leadsToSomething = (
  progress: Progress,
  name: ResourceName,
  flight: Flight,
  next: Next,
  at: number,
): boolean => {
  if (at >= deadlineOf(progress, name, flight)) return true;
  const isWaiting = next.kind === 'wait' || (next.kind === 'act' && retryInMs(flight, next.effects, at) > 0);
  return !isWaiting || (serves(next) && flight.servedAt === undefined);
};

/** Whether a look leads to anything; if not, how long to wait before the next one. Whole seconds. */
export const nextPoll = (progress: Progress, look: Snapshot): NextPoll => {
  if (!look.leaseHeld || look.interrupted || operationsLeft(progress, look) <= 0) return { done: true };
  if (look.at < (progress.restUntil ?? 0))
    return { done: false, afterSeconds: Math.max(1, Math.ceil(((progress.restUntil ?? 0) - look.at) / 1_000)) };
  let lookAt = Number.POSITIVE_INFINITY;
  let actAt = nextEarlyBegin(progress, look.at);
  if (actAt <= look.at) return { done: true };
  for (const [name, flight] of progress.flights) {
    const next = look.nexts[name];
    if (next === undefined || leadsToSomething(progress, name, flight, next, look.at)) return { done: true };
    const due = dueTimes(progress, look, name, flight);
    lookAt = Math.min(lookAt, due.lookAt);
    actAt = Math.min(actAt, due.actAt);
  }
  const least = pollSecondsLeast({
    pollsDone: pollsSpent(progress, look),
    runSeconds: (look.at - progress.startedAt) / 1_000,
  });
  const paced = Math.max(least, (lookAt - look.at) / 1_000);
  return { done: false, afterSeconds: Math.max(1, Math.ceil(Math.min(paced, (actAt - look.at) / 1_000))) };
};

/** What may be changed right now. */
export const dueNow = (progress: Progress, look: Snapshot): Due[] =>
  [...progress.flights].flatMap(([name, flight]) => {
    const next = look.nexts[name];
    const resource = progress.resources.get(name);
    if (!resource || next?.kind !== 'act' || retryInMs(flight, next.effects, look.at) > 0) return [];
    return [{ resource, effects: next.effects }];
  });
