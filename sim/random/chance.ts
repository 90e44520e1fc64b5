// Chance from a seed. Each draw has a name, and each name a stream of its own: adding a resource does not change the
// durations of the others.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export type Chance = {
  /** In [0, 1). */
  number(why: string): number;
  between(why: string, min: number, max: number): number;
  integer(why: string, min: number, max: number): number;
  /** True with the given probability. */
  happens(why: string, probability: number): boolean;
};

/** FNV-1a, to turn a name into a stream's seed. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
};

export const seededChance = (seed: number): Chance => {
  const streams = new Map<string, RandomGenerator>();
  const streamOf = (why: string): RandomGenerator => {
    const known = streams.get(why);
    if (known) return known;
    const stream = xoroshiro128plus(hash(`${seed}/${why}`));
    streams.set(why, stream);
    return stream;
  };
  const number = (why: string): number => uniformFloat64(streamOf(why));
  return {
    number,
    between: (why, min, max) => min + number(why) * (max - min),
    integer: (why, min, max) => min + Math.floor(number(why) * (max - min + 1)),
    happens: (why, probability) => number(why) < probability,
  };
};
