// The bounds that the scheduled actions of a service's owner would have set while Curfew suspended its scheduled scaling: a start
// makes up for them, so that the owner has what his own schedule says by now.
import { firings } from '#core/aws-schedule.ts';
import type { Scaling } from '#kinds/ecs-service/definition.ts';
import type { SimScheduled } from '#kinds/ecs-service/simulated-facts.ts';

export type Bounds = Pick<Scaling, 'min' | 'max'>;

export const sameBounds = (a: Bounds | undefined, b: Bounds | undefined): boolean =>
  a?.min === b?.min && a?.max === b?.max;

const newest = (actions: readonly SimScheduled[], afterMs: number, untilMs: number): Bounds | undefined =>
  actions
    .flatMap(({ schedule, timeZone, min, max }) => {
      const at = firings(schedule, timeZone, { afterMs, untilMs })?.at(-1);
      return at === undefined ? [] : [{ at, bounds: { min, max } }];
    })
    .toSorted((a, b) => a.at - b.at)
    .at(-1)?.bounds;

/** A decision is as old as its look at most, and that as long as its calls take. */
const lookMs = 180_000;

/**
 * What the schedule says at the end of a suspension; `unchanged` where none of its actions fired. Two where one fired since Curfew
 * looked.
 */
export const boundsBySchedule = (
  actions: readonly SimScheduled[],
  unchanged: Bounds,
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
): readonly Bounds[] => {
  const late = newest(actions, sinceMs, untilMs) ?? unchanged;
  const early = newest(actions, sinceMs, Math.max(sinceMs, untilMs - lookMs)) ?? unchanged;
  return sameBounds(late, early) ? [late] : [late, early];
};
