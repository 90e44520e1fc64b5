import { describe, expect, it } from 'vitest';
import type { Service, Services } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import { limits } from '#run/limits.ts';
import { recentReadings } from '#run/loop/recent-readings.ts';
import { database } from '#test/support/definitions.ts';

const [orders, ledger] = [database('orders'), database('ledger')];
const seen = (status: string): Reading => ({
  state: 'seen',
  observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] },
});
const unread: Reading = { state: 'unreadable', code: 'Throttling', message: 'slower', retryable: true };

/** Databases that change their status with every read. */
const world = (readings: (name: string, read: number) => Reading = (_, read) => seen(`read ${read}`)) => {
  let nowMs = 0;
  let reads = 0;
  const service = {
    observe: async (all: readonly Resource[]) => {
      reads++;
      return new Map(all.map(({ name }) => [name, readings(name, reads)]));
    },
    act: async () => {},
  };
  const services = recentReadings({ 'rds-instance': service } as unknown as Services, { now: () => new Date(nowMs) });
  const databases = services['rds-instance'] as unknown as Service<Kind>;
  return {
    databases,
    at: (ms: number) => {
      nowMs = ms;
    },
    reads: () => reads,
  };
};

describe('what a plan has just read', () => {
  const lastMs = limits.readingSecondsMax * 1_000 - 1;

  it('what a plan has just read is not read again by the first look, and by the next one it is', async () => {
    const { databases, at, reads } = world();
    await databases.observe([orders, ledger], 'stop');
    at(lastMs);

    expect([...(await databases.observe([ledger], 'stop'))]).toEqual([['ledger', seen('read 1')]]);
    expect([...(await databases.observe([ledger], 'stop'))]).toEqual([['ledger', seen('read 2')]]);
    expect(reads()).toBe(2);
  });

  it.each<[string, (played: ReturnType<typeof world>) => unknown]>([
    ['it is old', ({ at }) => at(lastMs + 1)],
    ['the clock was put back', ({ at }) => at(-1)],
    ['something was changed', ({ databases }) => databases.act(orders, { do: 'stop-instance' })],
    ['it was for the other direction', ({ databases }) => databases.observe([orders, ledger], 'start')],
  ])('what a plan has just read is read again when %s', async (_, happen) => {
    const played = world();
    await played.databases.observe([orders], 'stop');
    await happen(played);
    const before = played.reads();
    await played.databases.observe([orders], 'stop');

    expect(played.reads()).toBe(before + 1);
  });

  it('what a plan has just read is read again with what it has not read or could not read', async () => {
    const { databases, reads } = world((name) => (name === 'ledger' ? unread : seen('available')));
    await databases.observe([orders], 'stop');
    await databases.observe([orders, ledger], 'stop');
    await databases.observe([orders, ledger], 'stop');

    expect(reads()).toBe(3);
  });
});
