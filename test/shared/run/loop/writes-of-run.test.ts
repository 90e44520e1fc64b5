// What a run writes: its journal, its log, and what it remembers.
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { memoryJournal } from '#run/engine/local.ts';
import { database } from '#test/support/definitions.ts';
import { playSmallRun, run } from './small-runs.ts';

const db = database('db');
const many = (count: number) => Array.from({ length: count }, (_, index) => database(`db-${index}`));

describe('what a small run writes', () => {
  it('what a small run writes to the table is in the name of its environment and of itself', async () => {
    const asked: unknown[] = [];
    await playSmallRun({
      resources: [db],
      action: 'stop',
      statuses: { db: 'available' },
      isInterrupted: (at) => at > 0,
      state: (state) => ({
        remember: async (environment, memory, permit) => {
          asked.push([environment, memory.resource, memory.run]);
          return state.remember(environment, memory, permit);
        },
      }),
    });

    expect(asked).toContainEqual(['staging', 'db', run]);
  });

  it('what a small run writes down names its rounds, its looks, and its changes', async () => {
    const journal = memoryJournal();
    const keys = new Set<string>();
    const { fields } = await playSmallRun({
      resources: [db],
      journal: {
        get: journal.get,
        set: (key, entry) => {
          keys.add(key);
          journal.set(key, entry);
        },
      },
    });

    expect([...keys].toSorted()).toEqual([
      '1 round 1',
      '1 round 1/1 poll',
      '1 round 1/2 act',
      '1 round 1/2 act/0/1 db: start-instance',
      '2 round 2',
      '2 round 2/1 poll',
    ]);
    expect(fields).toEqual([
      { resource: 'db', why: 'stopped, should be available' },
      {
        resource: 'db',
        kind: 'rds-instance',
        stage: 1,
        startedAt: 0,
        endedAt: 30_000,
        reason: 'available',
        outcome: 'done',
      },
    ]);
  });

  it('what a small run writes down of a change that was not made is AWS’s code and words', async () => {
    const { fields } = await playSmallRun({
      resources: [db],
      act: () => {
        throw new OperationError('ACCESS_DENIED', 'no rights', { awsCode: 'AccessDenied' });
      },
    });

    expect(fields[0]).toEqual({
      ...{ resource: 'db', why: 'stopped, should be available', code: 'AccessDenied', reason: 'no rights' },
    });
  });

  it('what a small run found fits into its checkpoint, and what is due is changed all the same', async () => {
    const odd = many(400);
    const statuses = Object.fromEntries(odd.map(({ name }, index) => [name, index < 5 ? 'stopped' : 'x'.repeat(800)]));
    const { lines } = await playSmallRun({
      resources: odd.map((one) => ({ ...one, deadlineSeconds: { start: 60, stop: 60 } })),
      statuses,
    });

    expect(lines.filter((line) => line.startsWith('start-instance'))).toHaveLength(5);
  });
});
