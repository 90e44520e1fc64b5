// `readyBy` over many mornings of random environments whose durations drift: a cheap model of durations over the pure decision.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import { beginTime, startTakes } from '#run/ready/begin-time.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

type Part = {
  readonly name: ResourceName;
  readonly dependsOn: ResourceName[];
  readonly usual: number;
  readonly drift: number;
};

const randomOf = (seed: number) => {
  const generator = xoroshiro128plus(seed);
  const number = () => uniformFloat64(generator);
  /** About one, rarely twice or half. */
  const noise = (spread: number) => Math.exp(spread * (number() + number() + number() + number() - 2) * Math.sqrt(3));
  return { number, noise };
};

const environment = ({ number, noise }: ReturnType<typeof randomOf>): Part[] =>
  Array.from({ length: 1 + Math.floor(number() * 25) }, (_, index) => ({
    name: `r-${index}` as ResourceName,
    dependsOn: Array.from({ length: index }, (_each, other) => `r-${other}` as ResourceName).filter(
      () => number() < 1.2 / (index + 1),
    ),
    usual: 60 + 240 * noise(0.7),
    drift: 0.97 + 0.06 * number(),
  }));

/** How long each takes in the morning of a day, and all of them together. */
const morning = (parts: readonly Part[], day: number, { number, noise }: ReturnType<typeof randomOf>) => {
  const ends = new Map<string, number>();
  const seconds = parts.map(({ name, dependsOn, usual, drift }) => {
    const slow = number() < 0.01 ? 1.5 : 1;
    const own = usual * drift ** day * noise(0.08) * slow;
    ends.set(name, own + Math.max(0, ...dependsOn.map((one) => ends.get(one) ?? 0)));
    return { name, own };
  });
  // A look every few seconds, and the run's own steps.
  return { seconds, all: Math.max(...ends.values()) + 10 + 20 * number() };
};

const play = (seed: number, days: number) => {
  const random = randomOf(seed);
  const parts = environment(random);
  const reports: Report[] = [];
  return Array.from({ length: days }, (_, day) => {
    const slotMs = (day + 1) * dayMs;
    const notBeforeMs = slotMs - 180 * minuteMs;
    const beginMs = beginTime({ slotMs, notBeforeMs }, startTakes(parts, reports));
    const { seconds, all } = morning(parts, day, random);
    const endMs = beginMs + all * 1_000;
    reports.unshift({
      ...{ action: 'start', outcome: 'done', seconds: all, readyBy: new Date(slotMs).toISOString() },
      endedAt: new Date(endMs).toISOString(),
      resources: seconds.map(({ name, own }) => ({ resource: name, outcome: 'done', seconds: own })),
    } as unknown as Report);
    return { early: (slotMs - endMs) / minuteMs, beginMs, notBeforeMs, slotMs };
  });
};

describe('a start that is to be ready by a time', () => {
  const seeds = Array.from({ length: 200 }, (_, index) => index + Number(process.env.TEST_SEED ?? 1) * 1_000);
  const mornings = seeds.flatMap((seed) => play(seed, 20).slice(5));

  it('over 200 environments with drifting durations it is ready before the hour in 95 of 100 mornings, after five nights', () => {
    expect(mornings.filter(({ early }) => early >= 0).length / mornings.length).toBeGreaterThanOrEqual(0.95);
  });

  it('it is ready at a median of at most ten minutes early', () => {
    const early = mornings.map((one) => one.early).toSorted((a, b) => a - b);

    expect(early[Math.floor(early.length / 2)]).toBeLessThanOrEqual(10);
  });

  it('it never begins before it may', () => {
    expect(mornings.every(({ beginMs, notBeforeMs }) => beginMs >= notBeforeMs)).toBe(true);
  });
});
