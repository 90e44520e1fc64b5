import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chance, seededChance } from '#sim/random/chance.ts';

const draws = (chance: Chance, why: string, count = 20): number[] =>
  Array.from({ length: count }, () => chance.number(why));

describe('chance from a seed', () => {
  it('chance from a seed draws the same for the same seed', () => {
    expect(draws(seededChance(7), 'start')).toEqual(draws(seededChance(7), 'start'));
  });

  it('chance from a seed draws otherwise for another seed', () => {
    expect(draws(seededChance(7), 'start')).not.toEqual(draws(seededChance(8), 'start'));
  });

  it('chance from a seed has a stream for each name', () => {
    const chance = seededChance(7);

    expect(draws(chance, 'orders start')).not.toEqual(draws(chance, 'ledger start'));
  });

  it('chance from a seed draws the same for a name, whatever else is drawn in between', () => {
    const chance = seededChance(7);
    const alone = draws(seededChance(7), 'orders start', 10);

    const amongOthers = alone.map(() => {
      chance.number('ledger start');
      chance.integer('a new resource', 1, 9);
      return chance.number('orders start');
    });

    expect(amongOthers).toEqual(alone);
  });

  it('chance from a seed spreads over the whole range', () => {
    const thousand = draws(seededChance(1), 'spread', 1_000);

    expect(thousand.filter((number) => number < 0.5).length).toBeGreaterThan(400);
    expect(thousand.filter((number) => number < 0.5).length).toBeLessThan(600);
    expect(new Set(thousand).size).toBe(1_000);
  });

  it('chance from a seed stays within bounds, whatever the seed and the name', () => {
    const seedNameAndBounds = fc.tuple(
      fc.integer(),
      fc.string(),
      fc.integer({ max: 999 }),
      fc.integer({ min: 0, max: 999 }),
    );
    fc.assert(
      fc.property(seedNameAndBounds, ([seed, why, min, width]) => {
        const chance = seededChance(seed);
        const number = chance.number(why);
        const between = chance.between(why, min, min + width);
        const integer = chance.integer(why, min, min + width);
        expect(number >= 0 && number < 1).toBe(true);
        expect(between >= min && between <= min + width).toBe(true);
        expect(integer >= min && integer <= min + width && Number.isInteger(integer)).toBe(true);
      }),
    );
  });

  it('chance from a seed draws whole numbers up to both ends', () => {
    const chance = seededChance(3);

    const drawn = new Set(Array.from({ length: 200 }, () => chance.integer('die', 1, 6)));

    expect([...drawn].toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('chance from a seed lets the certain happen, and the impossible not', () => {
    const chance = seededChance(3);

    expect(Array.from({ length: 100 }, () => chance.happens('certain', 1))).not.toContain(false);
    expect(Array.from({ length: 100 }, () => chance.happens('impossible', 0))).not.toContain(true);
  });

  it('chance from a seed lets happen about as much as it is asked to', () => {
    const chance = seededChance(3);

    const count = Array.from({ length: 1_000 }, () => chance.happens('rare', 0.05)).filter(Boolean).length;

    expect(count).toBeGreaterThan(25);
    expect(count).toBeLessThan(85);
  });
});
