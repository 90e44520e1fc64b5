// When what is in flight is to be looked at again. Pure. What is read together is looked at together: one resource of a kind
// that is due brings the others along, as that costs next to nothing.

import type { ResourceName } from '#core/resource.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import { limits } from '../limits.ts';
import { type Flight, retryInMs } from './flight.ts';
import { wantedSeconds } from './pace.ts';
import { deadlineOf, type Findings, type Progress } from './progress.ts';

/** Epoch milliseconds; 0 for what nothing is known of. */
type DueTimes = {
  /** By its pace; a little sooner or later does no harm. */
  readonly lookAt: number;
  /** Given up, or a change retried: not sooner, and no later either. */
  readonly actAt: number;
};

export const dueTimes = (progress: Progress, known: Findings, name: ResourceName, flight: Flight): DueTimes => {
  const deadline = deadlineOf(progress, name, flight);
  const next = known.nexts[name];
  const kind = progress.resources.get(name)?.kind;
  const readAt = kind && known.readAt[kind];
  if (!next || readAt === undefined) return { lookAt: 0, actAt: deadline };
  const movingSeconds = (readAt - (flight.firstActAt ?? flight.since)) / 1_000;
  const expectedSeconds = flight.firstActAt === undefined ? undefined : progress.expectedSeconds.get(name);
  const isMeasured = progress.measured.has(name);
  const retryMs = next.kind === 'act' ? retryInMs(flight, next.effects, readAt) : 0;
  return {
    lookAt: readAt + wantedSeconds({ movingSeconds, expectedSeconds, isMeasured }) * 1_000,
    actAt: retryMs > 0 ? Math.min(deadline, readAt + retryMs) : deadline,
  };
};

/** Looking at two kinds a moment apart would cost a poll more. */
const togetherMs = (limits.pollSecondsMin * 1_000) / 2;

/** What to read at this look: every resource in flight of each kind of which one is due. */
export const dueResources = (progress: Progress, known: Findings, at: number): Resource[] => {
  const kinds = new Set<Kind>();
  const inFlight = [...progress.flights].flatMap(([name, flight]) => {
    const resource = progress.resources.get(name);
    if (!resource) return [];
    const { lookAt, actAt } = dueTimes(progress, known, name, flight);
    if (lookAt <= at + togetherMs || actAt <= at) kinds.add(resource.kind);
    return [resource];
  });
  return inFlight.filter(({ kind }) => kinds.has(kind));
};
