// Simulated nights per second of one core: random environments with random faults, each judged by every invariant.

import { randomNight } from '#sim/random/night.ts';
import { nights as play } from '#sim/random/nights.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Family } from './figure.ts';

const warmUp = 20;
const count = 200;

const playAll = async (first: number, nightsOfIt: number): Promise<void> => {
  for await (const { seed, violations } of play({ first, count: nightsOfIt, night: randomNight }))
    if (violations.length > 0) throw new Error(`night ${seed} violates ${violations[0]?.invariant}`);
};

export const nights: Family = {
  namePrefixes: ['nights'],
  async *measure() {
    await playAll(1, warmUp);
    const { seconds } = await cpuSecondsOf(() => playAll(1, count));
    yield { name: 'nights.perSecond', value: count / seconds, unit: 'nights/s', limit: 30, atLeast: true };
  },
};
