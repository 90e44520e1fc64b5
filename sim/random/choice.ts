// Choices of a seeded chance: one of several, a share of a list.
import type { Chance } from './chance.ts';

/** One of them; there must be at least one. */
export const pick = <T>(chance: Chance, why: string, items: readonly [T, ...T[]] | readonly T[]): T => {
  const item = items[chance.integer(why, 0, items.length - 1)];
  if (item === undefined) throw new Error(`nothing to pick for ${why}`);
  return item;
};

export const pickOrNone = <T>(chance: Chance, why: string, items: readonly T[]): T | undefined =>
  items[chance.integer(why, 0, items.length - 1)];

/** As many as chance wants between the two, each recreated. */
export const several = <T>(chance: Chance, why: string, min: number, max: number, make: (index: number) => T): T[] =>
  Array.from({ length: chance.integer(`number of ${why}`, min, max) }, (_, index) => make(index));
