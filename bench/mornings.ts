// Mornings of random environments whose durations drift, over the pure decision of when a start begins: a cheap model of what starts
// take.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import { beginTime, startTakes } from '#definition/schedule/begin-time.ts';

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

/** Of one environment, day by day; `early` in minutes. */
export const mornings = (seed: number, days: number) => {
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
