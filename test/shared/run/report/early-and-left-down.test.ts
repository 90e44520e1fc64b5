// What a report says of early starts, of what stays down, of a time by which all was to be ready, and of alarms.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { Report } from '#core/report.ts';
import { summarise } from '#run/report/summarise.ts';
import { named } from '#test/support/definitions.ts';
import { at, claimOf, done, head, item, planOf, reportOf, resultOf, took } from './ended-runs.ts';

const down = (name: string): Outcome => ({ ...head(name), ...took(0, 0), outcome: 'skipped', staysDown: true });
const skipped = (name: string): Outcome => ({ ...head(name), ...took(0, 0), outcome: 'skipped' });
const gate = (name: string): Outcome => ({ ...head(name), ...took(0, 60), outcome: 'done', gate: true });
const blocked = (name: string): Outcome => ({ ...head(name), outcome: 'blocked', blockedBy: named('db') });
const early = { on: ['db'], gainedSeconds: 20 };
const resourceOf = ({ resources }: Report, name: string) => resources.find(({ resource }) => resource === name);

describe('a report of a start', () => {
  it.each<[string, readonly Outcome[]]>([
    ['everything else was already up, 1 left down (db)', [down('db'), skipped('web')]],
    ['everything else was already up, 2 left down (db, log)', [down('db'), down('log'), skipped('web')]],
    ['everything was already up', [skipped('web')]],
    ['1 of 2 resources changed, all as planned, 1 left down (db)', [down('db'), done('web')]],
    ['1 of 2 resources changed, all as planned', [gate('kafka'), done('web')]],
    ['1 left down (db), 1 blocked (app)', [down('db'), blocked('app'), done('web')]],
  ])('a report of a start says: %s', (reason, outcomes) => {
    expect(reportOf(outcomes, { action: 'start' }).reason).toBe(reason);
  });

  it('a gate that was waited for is marked, and nothing else', () => {
    const report = reportOf([gate('kafka'), done('web')]);

    expect(resourceOf(report, 'kafka')?.gate).toBe(true);
    expect('gate' in (resourceOf(report, 'web') ?? {})).toBe(false);
  });

  it('what stays down is marked, and nothing else', () => {
    const report = reportOf([down('db'), skipped('web')], { action: 'start' });

    expect(resourceOf(report, 'db')?.staysDown).toBe(true);
    expect('staysDown' in (resourceOf(report, 'web') ?? {})).toBe(false);
  });

  it('an early start is in the report with what it gained, and why', () => {
    const outcomes: Outcome[] = [done('db', 0, 60), { ...done('app', 40, 80), ranAfterSeconds: 7, early }];
    const plan = planOf([item('db'), item('app', { after: [named('db')] })]);
    const report = summarise(claimOf({ action: 'start' }), plan, resultOf(outcomes), 'UTC');

    expect(report.earlySeconds).toBe(20);
    expect(report.reason).toBe('2 of 2 resources changed, all as planned; ready 20 s sooner by early starts');
    expect(resourceOf(report, 'app')).toMatchObject({
      ...{ ranAfterSeconds: 7, early },
      reason: 'why app; began 20 s before db was ready',
    });
    expect(Object.keys(resourceOf(report, 'db') ?? {})).not.toContain('ranAfterSeconds');
    expect(Object.keys(resourceOf(report, 'db') ?? {})).not.toContain('early');
    expect(Object.keys(reportOf([done('app')]))).not.toContain('earlySeconds');
  });

  it('a start that was to be ready by a time says whether it was', () => {
    const readyBy = (ms: number) =>
      reportOf([done('app')], { action: 'start', request: { readyBy: new Date(ms).toISOString() } });
    const good = readyBy(at + 10 * 60_000);

    expect(good.readyBy).toBe('2026-11-20T20:10:00-03:00');
    expect(good.reason).toBe('1 of 1 resources changed, all as planned; ready 9 min before 20:10');
    expect(Object.keys(reportOf([done('app')]))).not.toContain('readyBy');
  });

  it('a report says how many alarms are muted where it does not name all', () => {
    const alarms = { muted: ['a'], expected: [], warnings: [] };
    const told = (more: object) =>
      summarise(claimOf(), planOf([item('app')]), resultOf([done('app')]), 'UTC', { ...alarms, ...more });

    expect(told({ mutedCount: 900 }).alarmsMutedCount).toBe(900);
    expect(Object.keys(told({}))).not.toContain('alarmsMutedCount');
  });

  it('a dry run names no code where there is none', () => {
    const plan = planOf([item('app'), item('db', { decision: 'refuse', code: 'NO' })]);
    const { resources } = summarise(claimOf({ request: { dryRun: true } }), plan, resultOf([]), 'UTC');

    expect(resources.map((one) => 'errorCode' in one)).toEqual([false, true]);
  });
});
