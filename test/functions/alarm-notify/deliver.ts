// What tests of storms and of downtimes deliver, and when.
import { expect } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import { batchOf, benchStart, type NotifyBench } from '#test/support/notify-bench.ts';

export const all = (bench: NotifyBench): string => JSON.stringify(bench.posts);

/** Invokes with as many messages at a time as the queue hands over. */
export const deliver = async (bench: NotifyBench, bodies: readonly string[]): Promise<void> => {
  for (let from = 0; from < bodies.length; from += 10)
    expect(await bench.notify(batchOf(...bodies.slice(from, from + 10)))).toEqual({ batchItemFailures: [] });
};

export const minutes = (count: number): string => new Date(Date.parse(benchStart) + count * 60_000).toISOString();

export const expectation: Expectation = {
  run: 'prod-stop-1',
  reason: 'stop of prod',
  from: minutes(-20),
  until: minutes(12 * 60),
  alarms: ['scoring-tasks'],
  identities: ['atlas/scoring'],
};
