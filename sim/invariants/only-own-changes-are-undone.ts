import { isDeepStrictEqual } from 'node:util';
import type { Definition } from '#definition/definition.ts';
import type { Scaling } from '#kinds/ecs-service/definition.ts';
import { limits } from '#run/limits.ts';
import { readLagMs } from '../read-lag.ts';
import type { TraceEvent } from '../trace.ts';
import { resourceNamed } from './history.ts';
import { boundsOwed, type Owned, walkOwners } from './owners.ts';
import { sameBounds } from './scheduled-bounds.ts';
import type { Found, Invariant } from './violation.ts';

type Capacity = Extract<TraceEvent, { type: 'capacity' }>;

/** Registering a target pulls the count into its bounds: that is AWS's doing, and the bounds are the owner's. */
export const within = (count: number, scaling: Scaling | undefined): number =>
  scaling ? Math.min(scaling.max, Math.max(scaling.min, count)) : count;

/** Within the bounds that the call itself names, where they are what the owner's schedule says. */
const aboutCount = (
  { resource, desired, scaling }: Capacity,
  owned: Owned,
  fallback: number | undefined,
  at: number,
): string | undefined => {
  if (desired === owned.desired || desired === 0) return undefined;
  if (owned.desired > 0)
    return desired === within(owned.desired, owned.wishedScaling) || desired === within(owned.desired, scaling)
      ? undefined
      : `${resource} was set from ${owned.desired} tasks to ${desired}`;
  const owed = owned.remembered ?? fallback;
  if (desired === owed || desired === within(owed ?? 0, owned.wishedScaling)) return undefined;
  // What its owner's schedule would have made of the count by now.
  if (boundsOwed(owned, at).some(({ min, max }) => desired === Math.min(max, Math.max(min, owed ?? 0))))
    return undefined;
  return `${resource} was brought up with ${desired} tasks, its owner set ${owed ?? owned.wish}`;
};

const aboutScaling = (event: Capacity, owned: Owned, isStart: boolean, at: number): string | undefined => {
  const { resource, scaling } = event;
  const { wishedScaling } = owned;
  if (!scaling || !wishedScaling) return undefined;
  const owed = isStart && !scaling.suspended.scheduledScaling ? boundsOwed(owned, at) : [wishedScaling];
  if (!owed.some((bounds) => sameBounds(bounds, scaling)))
    return `the bounds of ${resource} were set to ${scaling.min}–${scaling.max}, its owner set ${owed.map(({ min, max }) => `${min}–${max}`).join(' or ')}`;
  if (!isStart || isDeepStrictEqual(scaling.suspended, owned.scaling?.suspended)) return undefined;
  if (isDeepStrictEqual(scaling.suspended, wishedScaling.suspended)) return undefined;
  return `${resource} was left with ${JSON.stringify(scaling.suspended)} suspended, its owner set ${JSON.stringify(wishedScaling.suspended)}`;
};

const fallbackOf = (definition: Definition, name: string): number | undefined => {
  const resource = resourceNamed(definition, name);
  return resource && 'fallbackDesired' in resource ? resource.fallbackDesired : undefined;
};

/** A start undoes what the stop did and nothing else: counts, bounds and suspensions that people set are as they set them. */
export const onlyOwnChangesAreUndone: Invariant = {
  name: 'onlyOwnChangesAreUndone',
  judge(rehearsal) {
    const { lines, scenario } = rehearsal;
    const found: Found[] = [];
    walkOwners(rehearsal, ({ at, index, event }, owners) => {
      if (event.type !== 'capacity' || event.by !== 'curfew') return;
      const owned = owners.get(event.resource);
      if (!owned) return;
      const call = lines.slice(index + 1, index + 6).find((line) => line.event.type === 'call')?.event;
      const isStart = call?.type === 'call' && call.function === 'start';
      // What somebody has set a moment ago cannot be seen yet, or not with all that goes with it: reads lag behind. A stop that suspends
      // scaling by a look from before that has AWS pull a count of 0 into its bounds; it sets the count to 0 right after.
      const unseenMs = isStart ? readLagMs : limits.decisionSecondsMax * 1_000;
      const isUnseen = at - Math.max(owned.setByPeopleAt, owned.scaledByPeopleAt) <= unseenMs;
      const details = [
        isUnseen ? undefined : aboutCount(event, owned, fallbackOf(scenario.definition, event.resource), at),
        aboutScaling(event, owned, isStart, at),
      ];
      for (const detail of details) if (detail) found.push({ at, resource: event.resource, detail });
    });
    return found;
  },
};
