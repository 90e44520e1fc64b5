// `readyBy`: how many mornings are ready before the hour, and how early.
import type { Family } from './figure.ts';
import { mornings } from './mornings.ts';
import { median } from './statistics.ts';

const environments = 200;
const days = 20;
/** Until then little is known of what a start takes. */
const daysOfLearning = 5;

export const readyBy: Family = {
  namePrefixes: ['ready-by'],
  async *measure() {
    const all = Array.from({ length: environments }, (_, index) =>
      mornings(index + 1, days).slice(daysOfLearning),
    ).flat();
    const inTime = all.filter(({ early }) => early >= 0).length;
    yield {
      name: 'ready-by.in-time',
      value: (100 * inTime) / all.length,
      unit: '% of mornings',
      limit: 95,
      atLeast: true,
    };
    yield { name: 'ready-by.early.median', value: median(all.map(({ early }) => early)), unit: 'min', limit: 10 };
    const missed = all.flatMap(({ early }) => (early < 0 ? [-early] : []));
    yield { name: 'ready-by.missed.worst', value: Math.max(0, ...missed), unit: 'min late' };
  },
};
