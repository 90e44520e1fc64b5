// The run loop from its first look to its last outcome, over databases that need no simulated AWS.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { memoryJournal } from '#run/engine/local.ts';
import { limits } from '#run/limits.ts';
import { database } from '#test/support/definitions.ts';
import { playSmallRun } from './small-runs.ts';

const db = database('db');
const app = database('app', { dependsOn: ['db'] });
const many = (count: number) => Array.from({ length: count }, (_, index) => database(`db-${index}`));

const outcomesOf = ({ result }: Awaited<ReturnType<typeof playSmallRun>>) =>
  result.outcomes.map((one) => [one.resource, one.outcome, one.reason, 'errorCode' in one ? one.errorCode : undefined]);

describe('a small run', () => {
  it('a small run looks, acts, waits and settles in the order of the graph, and logs a line for each', async () => {
    const { result, happened } = await playSmallRun({ resources: [db, app] });

    expect(happened).toEqual([
      [0, 'read db'],
      [0, 'start-instance db'],
      [0, 'db: acted'],
      ...[5, 10, 15, 20, 25, 30].map((at) => [at, 'read db']),
      [30, 'db: done'],
      [30, 'read app'],
      [30, 'start-instance app'],
      [30, 'app: acted'],
      ...[35, 40, 45, 50, 55, 60].map((at) => [at, 'read app']),
      [60, 'app: done'],
    ]);
    expect(result).toStrictEqual({
      end: 'complete',
      endedAt: 60_000,
      warnings: [],
      outcomes: [
        {
          ...{ resource: 'db', kind: 'rds-instance', stage: 1, outcome: 'done', reason: 'available' },
          ...{ startedAt: 0, endedAt: 30_000 },
        },
        {
          ...{ resource: 'app', kind: 'rds-instance', stage: 2, outcome: 'done', reason: 'available' },
          ...{ startedAt: 30_000, endedAt: 60_000 },
        },
      ],
    });
  });

  it('a small run calls skipped what is there already, and begins what waits for it at once', async () => {
    const played = await playSmallRun({ resources: [db, app], statuses: { db: 'available' } });

    expect(outcomesOf(played).map(([name, outcome]) => [name, outcome])).toEqual([
      ['db', 'skipped'],
      ['app', 'done'],
    ]);
    expect(played.lines.slice(0, 4)).toEqual(['read db', 'db: skipped', 'read app', 'start-instance app']);
  });

  it('a small run leaves alone what another environment has stopped, and says whose it is', async () => {
    const played = await playSmallRun({ resources: [db], plan: { theirs: { db: 'blog stopped it' } } });

    expect(outcomesOf(played)).toEqual([['db', 'refused', 'blog stopped it', 'ALSO_IN']]);
    expect(played.lines).toEqual(['read db', 'db: refused']);
  });

  it('a small run of which there is no plan is over at once', async () => {
    const { result, lines } = await playSmallRun({
      resources: [db],
      plan: { items: [], problem: 'the table does not answer' },
    });

    expect([result, lines]).toEqual([{ end: 'unplanned', outcomes: [], endedAt: 0, warnings: [] }, []]);
  });

  it('a small run makes as many changes as one round may, and the others after a fresh look', async () => {
    const count = limits.changesPerRoundMax + 3;
    const { lines } = await playSmallRun({ resources: many(count) });
    const kinds = lines.map((line) =>
      line.startsWith('start-instance') ? 'act' : line.startsWith('read') ? 'read' : '',
    );
    const inOrder = kinds.filter((kind) => kind !== '');

    expect(inOrder.indexOf('act')).toBe(1);
    expect(inOrder.indexOf('read', 1)).toBe(1 + limits.changesPerRoundMax);
    expect(inOrder.filter((kind) => kind === 'act')).toHaveLength(count);
  });
});

describe('a small run that is cut short', () => {
  it('a small run that is interrupted reads nothing more and says what it leaves to AWS', async () => {
    const played = await playSmallRun({ resources: [db, app], isInterrupted: (at) => at >= 10 });

    expect(played.result.end).toBe('interrupted');
    expect(played.happened.at(-1)).toEqual([5, 'read db']);
    expect(played.result.endedAt).toBe(10_000);
    expect(outcomesOf(played)).toEqual([
      ['db', 'failed', 'started, then left to AWS: the run was interrupted', 'INTERRUPTED'],
      ['app', 'skipped', 'not touched: the run was interrupted', undefined],
    ]);
    expect(played.result.outcomes[0]).toMatchObject({ startedAt: 0, endedAt: 10_000 });
  });

  it('a small run that lost its lease reads nothing more and leaves the rest to whoever has it', async () => {
    let renewals = 0;
    const played = await playSmallRun({
      resources: [db, app],
      state: (state) => ({
        renewLease: async (...how) => (++renewals > 2 ? false : state.renewLease(...how)),
      }),
    });

    expect(played.result.end).toBe('superseded');
    expect(played.lines).toEqual(['read db', 'start-instance db', 'db: acted', 'read db']);
    expect(outcomesOf(played)).toEqual([
      ['db', 'failed', 'started, then left to the run that took over', 'SUPERSEDED'],
      ['app', 'skipped', 'not touched: another run took over', undefined],
    ]);
  });
});

describe('a change of a small run', () => {
  it('a change of a small run that throws is a bug of that resource, and ends nothing else', async () => {
    const played = await playSmallRun({
      resources: [db, app, database('lone')],
      act: ({ name }) => {
        if (name === 'db') throw new Error('oops');
      },
    });

    expect(outcomesOf(played)).toEqual([
      ['db', 'failed', 'a bug in Curfew: oops', 'INTERNAL'],
      ['lone', 'done', 'available', undefined],
      ['app', 'blocked', 'not touched: waits for db, which failed', undefined],
    ]);
    expect(played.lines).toContain('! db: the change was not made');
    expect(played.result.outcomes[0]).toMatchObject({ startedAt: 0, endedAt: 0 });
  });

  it('a change of a small run of which the engine says nothing was not made', async () => {
    const played = await playSmallRun({
      resources: [db],
      workflow: (workflow) => ({
        ...workflow,
        scope: (name, fn) => workflow.scope(name, (inner) => fn({ ...inner, parallel: async () => [] })),
      }),
    });

    expect(outcomesOf(played)).toEqual([['db', 'failed', 'a bug in Curfew: the change was not made', 'INTERNAL']]);
  });

  it('a change of a small run whose turn comes too late is decided again, and then made', async () => {
    const { result, lines, happened, fields } = await playSmallRun({
      resources: many(7),
      startSeconds: 300,
      act: (_, __, tick) => tick(limits.decisionSecondsMax / 3),
    });
    const again = lines.filter((line) => line.endsWith(': decided again'));

    expect(again.length).toBeGreaterThan(0);
    const decided = { resource: again[0]?.split(':')[0], why: 'stopped, should be available' };
    expect(fields.filter((one) => isDeepStrictEqual(one, decided))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('start-instance'))).toHaveLength(7);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(Array(7).fill('done'));
    // Until then nothing was tried.
    const late = again[0]?.split(':')[0];
    const madeAt = happened.find(([, what]) => what === `start-instance ${late}`)?.[0] ?? 0;
    const startedAt = result.outcomes.find(({ resource }) => resource === late)?.startedAt ?? 0;
    expect(Math.round(startedAt / 1_000)).toBe(madeAt);
    expect(madeAt).toBeGreaterThan(limits.decisionSecondsMax);
  });

  it.each([
    [20, false],
    [20.001, true],
  ])(
    'a change of a small run is decided again where its decision is older than twenty seconds: after %d s %s',
    async (each, isAgain) => {
      const { lines } = await playSmallRun({
        resources: many(6),
        startSeconds: 300,
        act: ({ name }, _, tick) => (name === 'db-0' ? tick(each) : undefined),
      });

      expect(lines.some((line) => line.endsWith(': decided again'))).toBe(isAgain);
      expect(lines.filter((line) => line.startsWith('! '))).toEqual([]);
    },
  );

  it('a change of a small run whose process died is decided again from what is remembered by then', async () => {
    const journal = memoryJournal();
    const dying = playSmallRun({
      resources: [db],
      journal,
      workflow: (workflow) => ({
        ...workflow,
        scope: (name, fn) =>
          workflow.scope(name, (inner) =>
            fn({
              ...inner,
              parallel: async () => {
                throw new Error('died');
              },
            }),
          ),
      }),
    });
    await expect(dying).rejects.toThrow('died');
    let asked = 0;
    const resumed = await playSmallRun({
      resources: [db],
      journal,
      fromSeconds: limits.decisionSecondsMax + 1,
      state: (state) => ({
        memories: async (environment) => {
          asked++;
          return state.memories(environment);
        },
      }),
    });

    expect(asked).toBe(1);
    expect(resumed.lines.slice(0, 3)).toEqual(['db: decided again', 'read db', 'start-instance db']);
    expect(resumed.result.outcomes).toMatchObject([{ outcome: 'done', startedAt: 0 }]);
  });
});
