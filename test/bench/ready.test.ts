// What is deterministic of the time to ready, on a few environments: `npm run bench` measures all of them.
import { describe, expect, it } from 'vitest';
import { blindStart, serialSeconds, stagesSeconds } from '#bench/other-orders.ts';
import { readinessOf } from '#bench/ready.ts';
import { randomEnvironmentNight, stagingNight } from '#bench/start-nights.ts';
import { median } from '#bench/statistics.ts';
import { longestChainSeconds, type TrueDurations } from '#sim/invariants/true-durations.ts';
import { cache, database, definitionOf, service } from '#test/support/definitions.ts';

describe('a start', () => {
  it.each([
    ['random environments', randomEnvironmentNight],
    ['staging', stagingNight],
  ])(
    'a start of %s is ready within 1.03 of the longest chain most of the time, and always within 1.10',
    async (_, nightOf) => {
      const ratios: number[] = [];
      for (let seed = 1; seed <= 6; seed++) {
        const { seconds, limit } = await readinessOf(nightOf(seed));
        ratios.push(seconds / limit);
      }

      expect(Math.min(...ratios)).toBeGreaterThanOrEqual(1);
      expect(median(ratios)).toBeLessThanOrEqual(1.03);
      expect(Math.max(...ratios)).toBeLessThanOrEqual(1.1);
    },
    60_000,
  );
});

describe('other ways to start', () => {
  const definition = definitionOf([
    database('db'),
    cache('cache', { whenStopped: 'shrink' }),
    service('engine', { dependsOn: ['db', 'cache'] }),
    service('web', { dependsOn: ['engine'] }),
    service('worker'),
  ]);
  const took = (seconds: number, awaitedSeconds = seconds) => ({ seconds, awaitedSeconds });
  const durations: TrueDurations = new Map([
    ['db', took(100)],
    ['cache', took(300, 0)],
    ['engine', took(60)],
    ['web', took(30)],
    ['worker', took(20)],
  ]);
  const after = new Map(definition.resources.map(({ name, dependsOn }) => [name, dependsOn]));

  it('other ways to start have the longest chain as their limit, in which a cache that serves holds nobody up', () => {
    expect(longestChainSeconds(durations, after)).toBe(300);
    expect(longestChainSeconds(new Map([...durations, ['cache', took(50, 0)]]), after)).toBe(190);
  });

  it('other ways to start take the sum of all, or of the slowest of each stage', () => {
    expect(serialSeconds(durations)).toBe(510);
    expect(stagesSeconds(definition, durations)).toBe(390);
  });

  it('other ways to start crash without gates until what they need is there, with growing delays', () => {
    const small = new Map(durations).set('cache', took(0));

    // The engine fails at 60 and is up at 130; the web fails at 30, 70 and 120, and is up at 190.
    expect(blindStart(definition, small)).toEqual({ seconds: 190, failures: 4 });
    expect(blindStart(definition, durations)).toEqual({ seconds: 300, failures: 4 });
  });
});
