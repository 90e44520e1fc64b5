// What a run does about alarms, before its first change and after its last.
import { describe, expect, it } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import type { Outcome, RunResult } from '#core/outcome.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import { type Begun, beginDowntime } from '#run/alarms/begin-downtime.ts';
import { endDowntime } from '#run/alarms/end-downtime.ts';
import { keepMuted } from '#run/alarms/keep-muted.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import type { Fault } from '#sim/faults.ts';
import { evening, simulatedCloud } from '#test/support/cloud.ts';
import { database, definitionOf, kafka, named, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const minute = 60_000;
const resources = [database('db'), service('app', { dependsOn: ['db'] }), kafka('kafka')];
const definition = definitionOf(resources, { alarms: { mute: ['db-*', 'app-cpu'], graceMinutes: 10 } });
const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' as const };
const alarms = [
  { ...alarm, name: 'db-storage', watches: 'db' },
  { ...alarm, name: 'app-cpu', watches: 'app' },
];

/** The evening is a Monday's at 20:00 in Fortaleza; the next start is on Tuesday at 08:00. */
const untilUsual = new Date(evening + (12 + 3) * 60 * minute + 10 * minute).toISOString();

const claimOf = (action: 'start' | 'stop', more: Partial<RunRequest> = {}, run = `staging-${action}-1`): Claim => ({
  run,
  action,
  at: evening,
  granted: true,
  request: { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...more },
});

const item = (resource: string, decision: PlanItem['decision'] = 'act'): PlanItem => ({
  ...{ resource: named(resource), kind: 'ecs-service', stage: 1, decision, reason: 'r', after: [] },
});
const planOf = (...items: PlanItem[]): Plan => ({
  ...{ environment: 'staging', action: 'stop', stages: [], memories: [], items },
});
const usualPlan = planOf(item('app'), item('db'), item('kafka', 'skip'));

const outcome = (resource: string, its: 'done' | 'skipped' | 'refused' | 'failed'): Outcome => {
  const head = { resource: named(resource), kind: 'ecs-service' as const, stage: 1, reason: 'r' };
  return its === 'done' || its === 'skipped'
    ? { ...head, outcome: its }
    : { ...head, outcome: its, errorCode: 'AccessDenied' };
};
const ended = (...outcomes: Outcome[]): RunResult => ({ end: 'complete', outcomes, endedAt: evening, warnings: [] });
const allDone = ended(outcome('app', 'done'), outcome('db', 'done'), outcome('kafka', 'skipped'));

type Wrong = Fault | { readonly muted: readonly string[] };

const world = async (...wrong: Wrong[]) => {
  const muted = wrong.flatMap((one) => ('muted' in one ? one.muted : []));
  const faults = wrong.filter((one): one is Fault => !('muted' in one));
  const its = alarms.map((one) => ({ ...one, muted: muted.includes(one.name) }));
  const aws = simulatedCloud(resources, { alarms: its, faults });
  const state = memoryStateStore();
  await state.acquireLease('staging', { run: 'staging-stop-1', action: 'stop', until: evening * 2 }, evening, true);
  const runtime = { now: () => new Date(aws.clock.nowMs()), random: () => 0, newId: () => 'id' };
  const deps = { alarms: aws.alarms, state, runtime, definition: () => definition };
  const workflow = (journal = memoryJournal()) =>
    localWorkflow({
      journal,
      log: { info: () => {}, warn: () => {} },
      nowMs: aws.clock.nowMs,
      sleepUntil: aws.clock.sleepUntil,
    });
  const lease = (run: string) =>
    state.acquireLease('staging', { run, action: 'start', until: evening * 2 }, evening, true);
  return {
    ...aws,
    deps,
    state,
    lease,
    expectations: () => state.expectations('staging'),
    rules: (call: 'Put' | 'Delete') =>
      aws.calls(`cloudwatch:${call}AlarmMuteRule`).filter(({ error }) => !error).length,
    begin: (claim: Claim = claimOf('stop'), plan: Plan = usualPlan) =>
      aws.finish(beginDowntime(workflow(), claim, plan, deps)),
    end: (
      claim: Claim,
      result: RunResult,
      begun: Begun = { recorded: claim.action === 'stop', muted: [], warnings: [] },
    ) => aws.finish(endDowntime(workflow(), claim, begun, result, deps)),
  };
};

/** An environment that went down at the evening, about to be started an hour later. */
const down = async (...wrong: Wrong[]) => {
  const its = await world(...wrong);
  await its.begin();
  its.pass(60 * minute);
  await its.lease('staging-start-1');
  return { ...its, start: { ...claimOf('start'), at: its.clock.nowMs() } };
};

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
      expect.stringMatching(/^alarms are not muted yet, reconcile retries: {2}.*InternalFailure/),
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

describe('a start', () => {
  it('a start that brought everything up lets alarms speak after the grace', async () => {
    const its = await down();

    expect(await its.end(its.start, allDone)).toEqual({ muted: [], expected: [], warnings: [] });
    expect(Date.parse((await its.expectations())[0]?.until ?? '')).toBe(its.clock.nowMs() + 10 * minute);
    expect(its.rules('Put')).toBe(2);
  });

  it('a start that did not arms them at once, and says which', async () => {
    const its = await down();
    const { warnings } = await its.end(its.start, ended(outcome('db', 'done'), outcome('app', 'failed')));

    expect(warnings).toEqual(['staging is not up: its alarms are active again; still in alarm: app-cpu, db-storage']);
    expect(Date.parse((await its.expectations())[0]?.until ?? '')).toBe(its.clock.nowMs());
    expect(its.rules('Delete')).toBe(1);
  });

  it('a start does not say of an alarm that somebody keeps quiet by hand that it speaks', async () => {
    const muted = await down({ muted: ['app-cpu'] });
    const { warnings } = await muted.end(muted.start, ended(outcome('app', 'failed')));
    expect(warnings).toEqual([expect.stringMatching(/still in alarm: db-storage$/)]);

    const all = await down({ muted: ['app-cpu', 'db-storage'] });
    expect((await all.end(all.start, ended(outcome('app', 'failed')))).warnings).toEqual([
      'staging is not up: its alarms are active again; somebody has muted or disabled all of them',
    ]);
  });

  it('a start says so when CloudWatch does not tell which are kept quiet by hand', async () => {
    const its = await down({ operation: 'cloudwatch:ListAlarmMuteRules', error: 'AccessDenied', every: 1 });
    const { warnings } = await its.end(its.start, ended(outcome('app', 'failed')));

    expect(warnings).toEqual([
      expect.stringContaining('still in alarm, unless somebody muted them by hand: app-cpu, db-storage'),
    ]);
  });

  it('a start that somebody interrupted arms them, whatever was done so far', async () => {
    const its = await down();
    const { warnings } = await its.end(its.start, { ...allDone, end: 'interrupted' });

    expect(warnings.join()).toContain('staging is not up');
    expect(its.rules('Delete')).toBe(1);
  });

  it.each([
    ['everything up', allDone],
    ['something missing', ended(outcome('app', 'failed'))],
  ])('a start with %s says the same when it is repeated after a crash', async (_, result) => {
    const its = await down();
    its.pass(minute);
    const first = await its.end(its.start, result);

    expect(await its.end(its.start, result)).toEqual(first);
  });

  it('a start tells what was counted instead of posted', async () => {
    const its = await down();
    for (const id of ['1', '2'])
      await its.state.countExpected('staging', 'staging-stop-1', {
        id,
        what: 'db-storage',
        at: new Date(evening).toISOString(),
      });

    expect((await its.end(its.start, allDone)).expected).toEqual([{ what: 'db-storage', times: 2 }]);
  });

  it('a start with nothing to lift asks CloudWatch nothing', async () => {
    const its = await world();
    await its.lease('staging-start-1');

    expect(await its.end(claimOf('start'), allDone)).toEqual({ muted: [], expected: [], warnings: [] });
    expect(its.calls()).toEqual([]);
  });

  it('a start that could not even be planned arms them at once, as one that failed does', async () => {
    const its = await down();
    const { warnings } = await its.end(its.start, { ...allDone, end: 'unplanned', outcomes: [] });

    expect(warnings).toEqual([expect.stringContaining('staging is not up')]);
    expect(its.rules('Delete')).toBeGreaterThan(0);
  });

  it('a start that was taken over leaves them to the run that took over', async () => {
    const its = await down();
    const before = its.calls().length;
    await its.end(its.start, { ...allDone, end: 'superseded' });
    await its.lease('staging-stop-2');
    const { warnings } = await its.end(its.start, allDone);

    expect(warnings).toEqual(['alarms may stay muted: another run has taken over and handles them']);
    expect(its.calls()).toHaveLength(before);
    expect((await its.expectations())[0]?.until).toBe(untilUsual);
  });

  it('a start that has no right to lift says what to do by hand', async () => {
    const its = await down({ operation: 'cloudwatch:DeleteAlarmMuteRule', error: 'AccessDenied' });
    const { warnings } = await its.end(its.start, ended(outcome('app', 'failed')));

    expect(warnings).toEqual([expect.stringMatching(/^alarms stay muted: .*AccessDenied.*curfew-staging-downtime-\*/)]);
    expect((await its.expectations())[0]?.until, 'the next run can try again').toBe(untilUsual);
  });
});

describe('reconcile', () => {
  const situation = (nowMs: number, more: object = {}) => ({
    definition,
    wanted: { state: 'down' as const, since: evening, because: 'slot' as const, reason: 'stop is scheduled' },
    overrides: [],
    reports: [],
    nowMs,
    ...more,
  });
  const hold = {
    id: '1',
    hold: 'down' as const,
    from: evening,
    until: evening + 20 * 60 * minute,
    by: 'ana',
    why: 'x',
  };

  it('reconcile leaves the end of a downtime alone while its plan stands', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    const before = its.calls().length;

    expect(await its.finish(keepMuted(situation(its.clock.nowMs()), its.deps))).toBeUndefined();
    expect(its.calls()).toHaveLength(before);
  });

  it('reconcile moves the end when a hold moves the start, once', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    const held = situation(its.clock.nowMs() + minute, { overrides: [hold] });
    await its.finish(keepMuted(held, its.deps));
    await its.finish(keepMuted(held, its.deps));

    // Held until Tuesday at 16:00, in working hours: then it is due up.
    expect((await its.expectations())[0]?.until).toBe(new Date(hold.until + 190 * minute).toISOString());
    expect(its.rules('Put')).toBe(2);
  });

  it('reconcile does nothing while a run holds the lease', async () => {
    const its = await world();
    await its.begin();
    await its.finish(keepMuted(situation(its.clock.nowMs(), { overrides: [hold] }), its.deps));

    expect(its.rules('Put')).toBe(1);
  });

  it('reconcile says what it may not do, and keeps the record, so that it is tried again', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    its.faults.add({ operation: 'cloudwatch:PutAlarmMuteRule', error: 'AccessDenied' });

    expect(await its.finish(keepMuted(situation(its.clock.nowMs(), { overrides: [hold] }), its.deps))).toContain(
      'AccessDenied',
    );
    expect((await its.expectations())[0]?.until).toBe(untilUsual);
  });

  const outage = { operation: 'cloudwatch:DescribeAlarms', error: 'InternalFailure', untilMs: evening + 20 * minute };

  it('reconcile mutes what a stop could not mute because CloudWatch did not answer, as soon as it does', async () => {
    const its = await world(outage);
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    expect(await its.expectations()).toMatchObject([{ alarms: ['app-cpu'], unmuted: true }]);
    await expect(its.finish(keepMuted(situation(its.clock.nowMs()), its.deps))).rejects.toThrow('InternalFailure');

    its.pass(30 * minute);
    expect(await its.finish(keepMuted(situation(its.clock.nowMs()), its.deps))).toBeUndefined();
    expect(its.rules('Put')).toBe(1);
    const [now] = await its.expectations();
    expect(now).toMatchObject({ alarms: ['app-cpu', 'db-storage'] });
    expect(now?.unmuted).toBeUndefined();
    const before = its.calls().length;
    await its.finish(keepMuted(situation(its.clock.nowMs()), its.deps));
    expect(its.calls(), 'once is enough').toHaveLength(before);
  });

  it('reconcile mutes nothing any more once the environment is to be up', async () => {
    const its = await world(outage);
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    its.pass(60 * minute);
    const wanted = { state: 'up' as const, since: evening, because: 'person' as const, reason: 'start by ana' };
    await its.finish(keepMuted(situation(its.clock.nowMs(), { wanted }), its.deps));

    expect(its.rules('Put')).toBe(0);
  });

  it('reconcile leaves no rule of a muting that failed in the middle to the day', async () => {
    const its = await world({
      operation: 'cloudwatch:PutAlarmMuteRule',
      error: 'InternalFailure',
      untilMs: evening + 20 * minute,
    });
    await its.begin();
    its.pass(60 * minute);
    await its.lease('staging-start-1');
    await its.end({ ...claimOf('start'), at: its.clock.nowMs() }, allDone);

    expect(its.rules('Put'), 'nothing was muted, so there is nothing to mute for the grace').toBe(0);
    expect(its.rules('Delete')).toBe(1);
  });

  it('reconcile ends what a start could not end', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    its.pass(60 * minute);
    const wanted = { state: 'up' as const, since: evening, because: 'person' as const, reason: 'start by ana' };
    const report = { action: 'start', outcome: 'done', endedAt: new Date(its.clock.nowMs() - minute).toISOString() };
    await its.finish(keepMuted(situation(its.clock.nowMs(), { wanted, reports: [report] }), its.deps));

    expect(Date.parse((await its.expectations())[0]?.until ?? '')).toBe(its.clock.nowMs() + 10 * minute);
    expect(its.rules('Put')).toBe(2);
  });
});
