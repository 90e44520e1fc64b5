import { describe, expect, it } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import type { Claim } from '#core/run.ts';
import { beginDowntime } from '#run/alarms/begin-downtime.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { Plan } from '#run/plan/plan.ts';
import { evening } from '#test/support/cloud.ts';
import {
  allDone,
  claimOf,
  definition,
  ended,
  item,
  minute,
  outcome,
  planOf,
  untilUsual,
  usualPlan,
  world,
} from './muting-world.ts';

describe('a stop', () => {
  it('a stop records what it is about to cause and mutes, each once', async () => {
    const its = await world();

    expect(await its.begin()).toEqual({ recorded: true, muted: ['app-cpu', 'db-storage'], warnings: [] });
    expect(await its.expectations()).toEqual<Expectation[]>([
      {
        run: 'staging-stop-1',
        reason: 'stop by ana',
        from: new Date(evening).toISOString(),
        until: untilUsual,
        alarms: ['app-cpu', 'db-storage'],
        identities: ['atlas-db', 'atlas/atlas-app'],
      },
    ]);
    expect(its.rules('Put')).toBe(1);
  });

  it('a stop that is repeated after a crash comes to the same', async () => {
    const its = await world();
    await its.begin();
    const before = await its.expectations();

    expect(await its.begin()).toMatchObject({ muted: ['app-cpu', 'db-storage'], warnings: [] });
    expect(await its.expectations()).toEqual(before);
  });

  it.each<[string, Claim, Plan]>([
    ['with nothing left to stop', claimOf('stop'), planOf(item('app', 'skip'), item('db', 'refuse'))],
    ['that was not granted', { ...claimOf('stop'), granted: false, outcome: 'stale', reason: 'late' }, usualPlan],
    ['that is a start', claimOf('start'), usualPlan],
  ])('no mute rule is written by a run %s', async (_, claim, plan) => {
    const its = await world();

    expect(await its.begin(claim, plan)).toEqual({ recorded: false, muted: [], warnings: [] });
    expect(await its.expectations()).toEqual([]);
    expect(its.calls()).toEqual([]);
  });

  it('a stop that cannot read everything yet mutes for what it may stop later, too', async () => {
    const its = await world();
    const plan = planOf(item('app', 'skip'), { ...item('db', 'refuse'), unread: true });

    expect(await its.begin(claimOf('stop'), plan)).toMatchObject({ recorded: true, muted: ['app-cpu', 'db-storage'] });
    expect((await its.expectations())[0]?.identities).toEqual(['atlas-db']);
  });

  it('a stop that is only tried out looks, and writes nothing', async () => {
    const its = await world();
    const dryRun = claimOf('stop', { dryRun: true });
    const begun = await its.begin(dryRun);

    expect(begun).toEqual({ recorded: false, muted: ['app-cpu', 'db-storage'], warnings: [] });
    expect(await its.end(dryRun, allDone, { ...begun, muted: [] })).toMatchObject({ expected: [] });
    expect(await its.expectations()).toEqual([]);
    expect(its.calls().every(({ mutating }) => !mutating)).toBe(true);
  });

  it('a stop that was taken over while it was dead leaves the alarms alone', async () => {
    const its = await world();
    await its.lease('staging-start-2');

    expect(await its.begin()).toEqual({ recorded: false, muted: [], warnings: [] });
    expect(await its.expectations()).toEqual([]);
    expect(its.calls()).toEqual([]);
  });

  it.each([
    ['cloudwatch:PutAlarmMuteRule', ['app-cpu', 'db-storage']],
    ['cloudwatch:DescribeAlarms', ['app-cpu']],
  ])(
    'a stop that has no right to %s goes on with a warning, and expects what it knows',
    async (operation, expected) => {
      const its = await world({ operation, error: 'AccessDenied' });
      const begun = await its.begin();

      expect(begun.muted).toEqual([]);
      expect(begun.warnings).toEqual([expect.stringContaining('AccessDenied')]);
      expect((await its.expectations())[0]?.alarms).toEqual(expected);
      expect(its.calls(operation)).toHaveLength(1);
    },
  );

  it('a stop tries again for a while when CloudWatch does not answer, and then goes on with a warning', async () => {
    const passing = await world({ operation: 'cloudwatch:PutAlarmMuteRule', error: 'InternalFailure', times: 4 });
    const lasting = await world({ operation: 'cloudwatch:PutAlarmMuteRule', error: 'InternalFailure' });

    expect(await passing.begin()).toMatchObject({ muted: ['app-cpu', 'db-storage'], warnings: [] });
    const begun = await lasting.begin();
    expect(begun).toMatchObject({ recorded: true, muted: [] });
    expect(begun.warnings).toEqual([
      expect.stringMatching(/^alarms are not muted yet, reconcile retries: .*InternalFailure/),
    ]);
    expect(await lasting.expectations()).toMatchObject([{ alarms: ['app-cpu', 'db-storage'], unmuted: true }]);
    expect(lasting.clock.nowMs() - evening).toBeLessThan(2 * minute);
  });

  it('a stop mutes nothing that it could not record: nobody would lift it', async () => {
    const its = await world();
    const state = { ...its.state, expect: async () => Promise.reject(new Error('no table')) };
    const begun = await its.finish(
      beginDowntime(
        localWorkflow({
          journal: memoryJournal(),
          log: { info() {}, warn() {} },
          nowMs: its.clock.nowMs,
          sleepUntil: its.clock.sleepUntil,
        }),
        claimOf('stop'),
        usualPlan,
        { ...its.deps, state },
      ),
    );

    expect(begun.warnings).toEqual(['alarms are not muted: no table']);
    expect(its.rules('Put')).toBe(0);
  });

  it('a stop says how long the alarms are quiet when no start is planned', async () => {
    const its = await world();
    const unplanned = { ...definition, schedule: { ...definition.schedule, enabled: false } };
    const begun = await its.finish(
      beginDowntime(
        localWorkflow({
          journal: memoryJournal(),
          log: { info() {}, warn() {} },
          nowMs: its.clock.nowMs,
          sleepUntil: its.clock.sleepUntil,
        }),
        claimOf('stop'),
        usualPlan,
        { ...its.deps, definition: () => unplanned },
      ),
    );

    expect(begun.warnings).toEqual([
      'no start of staging is scheduled: its alarms are muted until 2026-11-17T20:00:00-03:00 at most; alarms that are active then notify',
    ]);
  });

  it('a stop that stopped nothing arms them again and says so', async () => {
    const its = await world();
    const begun = await its.begin();
    const alarmsOf = await its.end(claimOf('stop'), ended(outcome('app', 'failed')), { ...begun, muted: [] });

    expect(alarmsOf.muted).toEqual([]);
    expect(alarmsOf.warnings.join()).toMatch(/no resource of staging was stopped: .*app-cpu, db-storage/);
    expect(its.rules('Delete')).toBe(1);
    expect(Date.parse((await its.expectations())[0]?.until ?? '')).toBe(its.clock.nowMs());
  });

  it('a stop that stopped nothing more of what was down before leaves them muted', async () => {
    const its = await world();
    await its.begin(claimOf('stop', {}, 'staging-stop-0'));
    await its.lease('staging-stop-0');
    await its.begin(claimOf('stop', {}, 'staging-stop-0'));
    await its.lease('staging-stop-1');
    await its.begin();
    await its.end(claimOf('stop'), ended(outcome('app', 'failed'), outcome('db', 'skipped')));

    expect(its.rules('Delete')).toBe(0);
    expect((await its.expectations()).map(({ until }) => until)).toEqual([untilUsual, untilUsual]);
  });

  it('a stop no longer expects anything of what it left alone', async () => {
    const its = await world();
    await its.begin();
    await its.end(claimOf('stop'), ended(outcome('app', 'done'), outcome('db', 'refused')));

    expect((await its.expectations())[0]?.identities).toEqual(['atlas/atlas-app']);
  });
});
