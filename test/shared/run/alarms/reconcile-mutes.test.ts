import { describe, expect, it } from 'vitest';
import { keepMuted } from '#run/alarms/keep-muted.ts';
import { evening } from '#test/support/cloud.ts';
import { allDone, claimOf, definition, minute, untilUsual, world } from './muting-world.ts';

describe('reconcile', () => {
  const situation = (nowMs: number, more: object = {}) => ({
    definition,
    wanted: { state: 'down' as const, since: evening, because: 'slot' as const, reason: 'stop is scheduled' },
    overrides: [],
    reports: [],
    nowMs,
    ...more,
  });
  /** As a tick calls it: with what it has read before. */
  const tick = async (its: Awaited<ReturnType<typeof world>>, of: ReturnType<typeof situation>) =>
    keepMuted({ ...of, expectations: await its.expectations() }, its.deps);
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

    expect(await its.finish(tick(its, situation(its.clock.nowMs())))).toBeUndefined();
    expect(its.calls()).toHaveLength(before);
  });

  it('reconcile moves the end when a hold moves the start, once', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    const held = situation(its.clock.nowMs() + minute, { overrides: [hold] });
    await its.finish(tick(its, held));
    await its.finish(tick(its, held));

    // Held until Tuesday at 16:00, in working hours: then it is due up.
    expect((await its.expectations())[0]?.until).toBe(new Date(hold.until + 190 * minute).toISOString());
    expect(its.rules('Put')).toBe(2);
  });

  it('reconcile does nothing while a run holds the lease', async () => {
    const its = await world();
    await its.begin();
    await its.finish(tick(its, situation(its.clock.nowMs(), { overrides: [hold] })));

    expect(its.rules('Put')).toBe(1);
  });

  it('reconcile says what it may not do, and keeps the record, so that it is tried again', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    its.faults.add({ operation: 'cloudwatch:PutAlarmMuteRule', error: 'AccessDenied' });

    expect(await its.finish(tick(its, situation(its.clock.nowMs(), { overrides: [hold] })))).toContain('AccessDenied');
    expect((await its.expectations())[0]?.until).toBe(untilUsual);
  });

  const outage = { operation: 'cloudwatch:DescribeAlarms', error: 'InternalFailure', untilMs: evening + 20 * minute };

  it('reconcile mutes what a stop could not mute because CloudWatch did not answer, as soon as it does', async () => {
    const its = await world(outage);
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    expect(await its.expectations()).toMatchObject([{ alarms: ['app-cpu'], unmuted: true }]);
    await expect(its.finish(tick(its, situation(its.clock.nowMs())))).rejects.toThrow('InternalFailure');

    its.pass(30 * minute);
    expect(await its.finish(tick(its, situation(its.clock.nowMs())))).toBeUndefined();
    expect(its.rules('Put')).toBe(1);
    const [now] = await its.expectations();
    expect(now).toMatchObject({ alarms: ['app-cpu', 'db-storage'] });
    expect(now?.unmuted).toBeUndefined();
    const before = its.calls().length;
    await its.finish(tick(its, situation(its.clock.nowMs())));
    expect(its.calls(), 'once is enough').toHaveLength(before);
  });

  it('reconcile goes by what is recorded when it writes: a downtime that ended during its look stays ended', async () => {
    const its = await world();
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    const expectations = await its.expectations();
    for (const one of expectations) await its.state.expect('staging', { ...one, until: one.from });
    const held = { ...situation(its.clock.nowMs() + minute, { overrides: [hold] }), expectations };
    await its.finish(keepMuted(held, its.deps));

    expect((await its.expectations()).map(({ until }) => until)).toEqual(expectations.map(({ from }) => from));
    expect(its.rules('Put')).toBe(1);
  });

  it('reconcile mutes nothing any more once the environment is to be up', async () => {
    const its = await world(outage);
    await its.begin();
    await its.state.releaseLease('staging', 'staging-stop-1');
    its.pass(60 * minute);
    const wanted = { state: 'up' as const, since: evening, because: 'person' as const, reason: 'start by ana' };
    await its.finish(tick(its, situation(its.clock.nowMs(), { wanted })));

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
    await its.finish(tick(its, situation(its.clock.nowMs(), { wanted, reports: [report] })));

    expect(Date.parse((await its.expectations())[0]?.until ?? '')).toBe(its.clock.nowMs() + 10 * minute);
    expect(its.rules('Put')).toBe(2);
  });
});
