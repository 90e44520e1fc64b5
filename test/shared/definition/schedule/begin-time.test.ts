// `readyBy` over many mornings of random environments whose durations drift.
import { describe, expect, it } from 'vitest';
import { mornings } from '#bench/mornings.ts';

describe('a start that is to be ready by a time', () => {
  const seeds = Array.from({ length: 200 }, (_, index) => index + Number(process.env.TEST_SEED ?? 1) * 1_000);
  const all = seeds.flatMap((seed) => mornings(seed, 20).slice(5));

  it('over 200 environments with drifting durations it is ready before the hour in 95 of 100 mornings, after five nights', () => {
    expect(all.filter(({ early }) => early >= 0).length / all.length).toBeGreaterThanOrEqual(0.95);
  });

  it('it is ready at a median of at most ten minutes early', () => {
    const early = all.map((one) => one.early).toSorted((a, b) => a - b);

    expect(early[Math.floor(early.length / 2)]).toBeLessThanOrEqual(10);
  });

  it('it never begins before it may', () => {
    expect(all.every(({ beginMs, notBeforeMs }) => beginMs >= notBeforeMs)).toBe(true);
  });
});
