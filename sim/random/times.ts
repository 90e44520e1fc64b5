// When things happen in a random night: mostly while a run is likely to be in progress.
import type { Definition } from '#definition/definition.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Chance } from './chance.ts';
import { pickOrNone } from './choice.ts';

export const minuteMs = 60_000;

export type Chaos = {
  readonly definition: Definition;
  readonly chance: Chance;
  /** Before this nothing goes wrong, at `healMs` everything is repaired. */
  readonly fromMs: number;
  readonly healMs: number;
  /** When runs begin, by the schedule or by hand. */
  readonly beginnings: readonly number[];
};

export const slotTimes = (definition: Definition, { fromMs, toMs }: Pick<Scenario, 'fromMs' | 'toMs'>) =>
  (['stop', 'start'] as const).flatMap((action) => {
    const slots = definition.schedule.enabled ? slotsOf(definition, action) : [];
    return slotsBetween(slots, definition.timeZone, fromMs, toMs).map((ms) => ({ action, ms }));
  });

/** A time of the night in whole milliseconds, two out of three times within a few minutes of the beginning of a run. */
export const momentOf = ({ chance, beginnings, fromMs, healMs }: Chaos, why: string): number => {
  const near = chance.happens(`${why} near a run`, 0.85)
    ? pickOrNone(chance, `${why} which run`, beginnings)
    : undefined;
  const ms =
    near === undefined
      ? chance.between(`${why} at`, fromMs, healMs)
      : near + chance.number(`${why} after`) ** 2 * 30 * minuteMs - minuteMs;
  return Math.round(Math.min(healMs - 1, Math.max(fromMs, ms)));
};

/** Later than the given time, by up to so many minutes, but before everything is repaired. */
export const later = ({ chance, healMs }: Chaos, why: string, ms: number, minutesMax: number): number =>
  Math.min(healMs, Math.round(ms + chance.between(`${why} lasts`, 0.1, minutesMax) * minuteMs));
