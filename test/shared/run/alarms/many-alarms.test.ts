// Alarms by the hundred: every list that grows with them has a bound, and none is lost without a word.
import { describe, expect, it } from 'vitest';
import { beginDowntime, boundedWarnings } from '#run/alarms/begin-downtime.ts';
import { endDowntime } from '#run/alarms/end-downtime.ts';
import { evening } from '#test/support/cloud.ts';
import { atOnce, expectation, iso, refusal } from './many-at-once.ts';
import { allDone, claimOf, ended, outcome, usualPlan } from './muting-world.ts';

const named = (count: number) => Array.from({ length: count }, (_, index) => `db-${String(index).padStart(4, '0')}`);

describe('a stop with alarms by the hundred', () => {
  it.each<[count: number, told: number, mutedCount: number | undefined]>([
    [100, 100, undefined],
    [101, 100, 101],
    [250, 100, 250],
  ])('a stop with %i alarms mutes all of them and tells of %i by name', async (count, told, mutedCount) => {
    const its = await atOnce([], { found: named(count) });
    const begun = await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps);

    expect(begun.muted).toEqual(named(count).slice(0, told));
    expect(begun.mutedCount).toBe(mutedCount);
    expect('mutedCount' in begun).toBe(mutedCount !== undefined);
    expect(its.rules.flatMap(({ alarms }) => alarms)).toEqual(named(count));
    expect(its.rules.map(({ alarms }) => alarms.length)).toEqual(
      Array.from({ length: Math.ceil(count / 100) }, (_, index) => Math.min(100, count - index * 100)),
    );
    expect((await its.expectations())[0]?.alarms).toEqual(named(count));
    const alarmsOf = await endDowntime(its.workflow, claimOf('stop'), begun, allDone, its.deps);
    expect(alarmsOf).toEqual({ ...begun, recorded: undefined, expected: [] });
    expect('mutedCount' in alarmsOf).toBe(mutedCount !== undefined);
  });

  it('a stop with fewer alarms than the last one deletes the rules that it needs no more, and no others', async () => {
    const earlier = expectation('staging-stop-0', { alarms: named(350) });
    const its = await atOnce([earlier], { found: named(120) });
    await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps);

    expect(its.deleted).toEqual(['curfew-staging-downtime-3', 'curfew-staging-downtime-4']);
  });

  it('a stop that is repeated does not take its own downtime for an earlier one', async () => {
    const its = await atOnce([expectation('staging-stop-1', { alarms: named(350) })], { found: named(120) });
    await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps);

    expect(its.deleted).toEqual([]);
  });

  it('a stop says which rule of an earlier downtime AWS does not let go, and which alarm nobody has', async () => {
    const earlier = expectation('staging-stop-0', { alarms: named(350) });
    const mute = ['db-*', 'web-cpu'];
    const its = await atOnce([earlier], { found: named(2), mute, refused: (rule) => rule.endsWith('-3') });
    const { warnings } = await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps);

    expect(warnings).toEqual([
      'no alarm is named web-cpu; check `alarms.mute` in the definition',
      'alarms of an earlier downtime stay muted: curfew-staging-downtime-3 refused',
    ]);
  });

  it('a stop of a definition without alarms does not ask for any, and expects what it stops', async () => {
    const its = await atOnce([], { mute: [], findError: new Error('asked') });
    const begun = await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps);

    expect(begun).toEqual({ recorded: true, muted: [], warnings: [] });
    expect(await its.expectations()).toMatchObject([{ alarms: [], identities: ['atlas-db', 'atlas/atlas-app'] }]);
  });

  it('a stop that is only tried out says what it could not look at, or what it would not mute', async () => {
    const dryRun = claimOf('stop', { dryRun: true });
    const lasting = await atOnce([], { findError: refusal('no rights') });
    const passing = await atOnce([], { findError: refusal('no answer', true) });

    expect(await beginDowntime(lasting.workflow, dryRun, usualPlan, lasting.deps)).toEqual({
      recorded: false,
      muted: [],
      warnings: ['alarms are not muted: no rights'],
    });
    expect(await beginDowntime(passing.workflow, dryRun, usualPlan, passing.deps)).toEqual({
      recorded: false,
      muted: [],
      warnings: ['alarms are not muted: no answer'],
    });
    expect(passing.steps).toEqual(['look at alarms', 'look at alarms later']);
  });

  it('a stop to which CloudWatch does not answer records the alarms of its own downtime, not of another', async () => {
    const others = [
      expectation('staging-stop-0', { alarms: ['a-of-another'] }),
      expectation('staging-stop-1', { alarms: ['b-of-its-own'] }),
    ];
    const its = await atOnce(others, { findError: refusal('no answer', true) });
    const begun = await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps);
    const own = (await its.expectations()).find(({ run }) => run === 'staging-stop-1');

    expect(begun.recorded).toBe(true);
    expect(its.steps).toEqual(['mute alarms', 'mute alarms later']);
    expect(own).toMatchObject({ alarms: ['b-of-its-own'], unmuted: true });
    // The planned start, the longest that it may take, and the grace.
    expect(own?.until).toBe(iso(evening + (12 + 3) * 3_600_000 + 600_000));
  });

  it('a stop that has lost its lease by the time that it gives up on CloudWatch records nothing', async () => {
    const its = await atOnce([], { findError: refusal('no answer', true) });
    const find = its.deps.alarms.find;
    const taken = {
      ...its.deps,
      alarms: {
        ...its.deps.alarms,
        find: async () => {
          await its.deps.state.acquireLease(
            'staging',
            { run: 'x', action: 'start', until: evening * 2 },
            evening,
            true,
          );
          return find();
        },
      },
    };

    expect(await beginDowntime(its.workflow, claimOf('stop'), usualPlan, taken)).toEqual({
      recorded: false,
      muted: [],
      warnings: [],
    });
    expect(await its.expectations()).toEqual([]);
  });

  it('a stop that may not read alarms expects its resources all the same', async () => {
    const its = await atOnce([], { findError: refusal('no rights') });

    expect(await beginDowntime(its.workflow, claimOf('stop'), usualPlan, its.deps)).toEqual({
      recorded: true,
      muted: [],
      warnings: ['alarms are not muted: no rights'],
    });
  });

  it('a stop says how long an alarm is quiet when no start is planned, also where it is one, and nothing where there is none', async () => {
    const unplanned = (its: Awaited<ReturnType<typeof atOnce>>) => {
      const definition = its.deps.definition();
      return {
        ...its.deps,
        definition: () => ({ ...definition, schedule: { ...definition.schedule, enabled: false } }),
      };
    };
    const one = await atOnce([], { found: named(1) });
    const none = await atOnce([], { found: [] });
    const begunWith = async (its: typeof one) =>
      (await beginDowntime(its.workflow, claimOf('stop'), usualPlan, unplanned(its))).warnings;

    expect(await begunWith(one)).toContainEqual(
      expect.stringMatching(/^no start of staging is scheduled: its alarms are muted/),
    );
    expect(await begunWith(none)).not.toContainEqual(expect.stringContaining('no start of staging is scheduled'));
  });

  it('a stop that could record neither may have recorded all the same: whoever ends it looks', async () => {
    const its = await atOnce([], { found: named(1) });
    const deps = { ...its.deps, state: { ...its.deps.state, expect: async () => Promise.reject(new Error('no')) } };

    expect(await beginDowntime(its.workflow, claimOf('stop'), usualPlan, deps)).toEqual({
      recorded: true,
      muted: [],
      warnings: ['alarms are not muted: no'],
    });
  });
});

describe('warnings about alarms', () => {
  it('warnings about alarms are told one by one up to a hundred, and then counted', () => {
    const all = named(130);

    expect(boundedWarnings(all.slice(0, 100))).toEqual(all.slice(0, 100));
    expect(boundedWarnings(all)).toEqual([...all.slice(0, 100), 'and 30 warnings more about alarms']);
    expect(boundedWarnings(['x'.repeat(1_001)])[0]).toHaveLength(1_000);
  });
});

describe('a start after a night with notifications by the hundred', () => {
  const countedIn = async (kinds: number) => {
    const its = await atOnce([expectation('staging-stop-1')]);
    for (let kind = 0; kind < kinds; kind++)
      for (let times = 0; times <= (kind === 60 ? 2 : kind === 110 ? 1 : 0); times++)
        await its.deps.state.countExpected('staging', 'staging-stop-1', {
          ...{ id: `${kind}-${times}`, what: `alarm ${kind}`, at: iso(evening) },
        });
    const claim = { ...claimOf('start', {}, 'staging-stop-1'), at: evening + 1 };
    return (await endDowntime(its.workflow, claim, { recorded: false, muted: [], warnings: [] }, allDone, its.deps))
      .expected;
  };

  it('a start after a night with a hundred kinds of notifications tells of each', async () => {
    expect(await countedIn(100)).toHaveLength(100);
    expect((await countedIn(100)).at(-1)).not.toHaveProperty('what', expect.stringContaining('others'));
  });

  it('a start after a night with more of them tells of the most frequent, and counts the others', async () => {
    const expected = await countedIn(120);

    expect(expected).toHaveLength(101);
    expect(expected.slice(0, 2)).toEqual([
      { what: 'alarm 60', times: 3 },
      { what: 'alarm 110', times: 2 },
    ]);
    expect(expected.at(-1)).toEqual({ what: '20 others', times: 20 });
  });
});

describe('alarms at the end of a run', () => {
  const begun = { recorded: true, muted: ['db-storage'], warnings: ['w'] };

  it.each<[what: string, its: Parameters<typeof endDowntime>[1], result: typeof allDone, stands: object]>([
    ['that was not granted', { ...claimOf('stop'), granted: false } as never, ended(), begun],
    ['that was only tried out', claimOf('stop', { dryRun: true }), ended(), begun],
    ['that was taken over', claimOf('stop'), { ...ended(), end: 'superseded' as const }, begun],
    ['of a stop that went well', claimOf('stop'), allDone, begun],
    ['of a stop that began no downtime', claimOf('stop'), ended(), { ...begun, recorded: false }],
  ])('alarms at the end of a run %s stay as they are', async (_, claim, result, its) => {
    const world = await atOnce([expectation('staging-stop-1')]);

    expect(await endDowntime(world.workflow, claim, its as typeof begun, result, world.deps)).toEqual({
      ...{ muted: ['db-storage'], warnings: ['w'], expected: [] },
    });
    expect([world.steps, world.deleted, world.writes()]).toEqual([[], [], 0]);
  });

  it('alarms at the end of a stop that has lost its lease stay as they are', async () => {
    const world = await atOnce([expectation('staging-stop-1')], { isUnheld: true });
    const result = ended(outcome('app', 'failed'));

    expect((await endDowntime(world.workflow, claimOf('stop'), begun, result, world.deps)).muted).toEqual([
      'db-storage',
    ]);
    expect([world.steps, world.deleted]).toEqual([['settle alarms'], []]);
  });

  it('alarms at the end of a stop that stopped nothing are armed by its own record, not by that of a day before', async () => {
    const past = { from: iso(evening - 2 * 86_400_000), until: iso(evening - 86_400_000), alarms: ['old'] };
    const world = await atOnce([expectation('staging-stop-0', past), expectation('staging-stop-1')]);
    const result = ended(outcome('app', 'failed'));
    const { muted, expected, warnings } = await endDowntime(
      ...([world.workflow, claimOf('stop'), begun, result, world.deps] as const),
    );

    expect([muted, expected]).toEqual([[], []]);
    expect(warnings).toEqual([
      'w',
      'no resource of staging was stopped: its alarms are active again; still in alarm: db-storage',
    ]);
  });

  it('alarms at the end of a stop are no longer expected of what it refused or blocked, and what it failed at stays', async () => {
    const world = await atOnce([expectation('staging-stop-1', { identities: ['atlas-db', 'atlas/atlas-app'] })]);
    const blocked = { ...outcome('db', 'failed'), outcome: 'blocked' as const, blockedBy: 'app' } as never;
    await endDowntime(world.workflow, claimOf('stop'), begun, ended(outcome('app', 'done'), blocked), world.deps);

    expect(await world.expectations()).toMatchObject([{ identities: ['atlas/atlas-app'] }]);
    const before = world.writes();
    await endDowntime(
      world.workflow,
      claimOf('stop'),
      begun,
      ended(outcome('app', 'done'), outcome('db', 'failed')),
      world.deps,
    );
    expect(world.writes(), 'nothing differs: no write').toBe(before);
  });

  it('alarms at the end of a run to which the table does not answer may stay muted, and it says what to do', async () => {
    const world = await atOnce([]);
    const state = { ...world.deps.state, readState: async () => Promise.reject(new Error('no table')) };
    const deps = { ...world.deps, state };

    expect(await endDowntime(world.workflow, claimOf('start'), begun, allDone, deps)).toEqual({
      muted: ['db-storage'],
      expected: [],
      warnings: [
        'w',
        'alarms may stay muted: no table; end the mute rules curfew-staging-downtime-* in CloudWatch by hand',
      ],
    });
  });
});
