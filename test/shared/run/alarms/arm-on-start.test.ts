import { describe, expect, it } from 'vitest';
import { evening } from '#test/support/cloud.ts';
import { allDone, claimOf, ended, minute, outcome, untilUsual, type Wrong, world } from './muting-world.ts';

/** An environment that went down at the evening, about to be started an hour later. */
const down = async (...wrong: Wrong[]) => {
  const its = await world(...wrong);
  await its.begin();
  its.pass(60 * minute);
  await its.lease('staging-start-1');
  return { ...its, start: { ...claimOf('start'), at: its.clock.nowMs() } };
};

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

    expect(warnings).toEqual([
      'staging is not up: its alarms are armed again, and those still in alarm speak now: app-cpu, db-storage',
    ]);
    expect(Date.parse((await its.expectations())[0]?.until ?? '')).toBe(its.clock.nowMs());
    expect(its.rules('Delete')).toBe(1);
  });

  it('a start does not say of an alarm that somebody keeps quiet by hand that it speaks', async () => {
    const muted = await down({ muted: ['app-cpu'] });
    const { warnings } = await muted.end(muted.start, ended(outcome('app', 'failed')));
    expect(warnings).toEqual([expect.stringMatching(/those still in alarm speak now: db-storage$/)]);

    const all = await down({ muted: ['app-cpu', 'db-storage'] });
    expect((await all.end(all.start, ended(outcome('app', 'failed')))).warnings).toEqual([
      'staging is not up: its alarms are armed again; all of them are muted or disabled by hand',
    ]);
  });

  it('a start says so when CloudWatch does not tell which are kept quiet by hand', async () => {
    const its = await down({ operation: 'cloudwatch:ListAlarmMuteRules', error: 'AccessDenied', every: 1 });
    const { warnings } = await its.end(its.start, ended(outcome('app', 'failed')));

    expect(warnings).toEqual([
      expect.stringContaining('speak now, unless somebody muted them by hand: app-cpu, db-storage'),
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

    expect(warnings).toEqual(['alarms may stay muted: another run has taken over, and sees to them']);
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
