// A report in full, and who hears of it.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { Claim } from '#core/run.ts';
import { criticalPath, secondsOf } from '#run/report/critical-path.ts';
import { summarise } from '#run/report/summarise.ts';
import { named } from '#test/support/definitions.ts';
import { at, claimOf, done, head, item, planOf, reportOf, resultOf, took } from './ended-runs.ts';

const skipped = (resource: string): Outcome => ({ ...head(resource), outcome: 'skipped' });
const failed = (resource: string): Outcome => ({ ...head(resource), ...took(0, 1), outcome: 'failed', errorCode: 'X' });
const refused = (resource: string): Outcome => ({ ...head(resource), outcome: 'refused', errorCode: 'NO_MEMORY' });
const blocked = (resource: string, blockedBy: string): Outcome => ({
  ...head(resource),
  outcome: 'blocked',
  blockedBy: named(blockedBy),
});

describe('a report says', () => {
  it('a report says everything of a run that somebody asked for', () => {
    const outcomes = [
      done('db', 0, 60),
      { ...skipped('kafka'), warning: 'look' },
      blocked('app', 'db'),
      refused('web'),
    ];
    const request = {
      scheduledTime: '2026-11-20T23:00:00Z',
      why: 'release',
      onBehalfOf: { requestedBy: 'bob', since: at - 60_000 },
      retry: { of: 'staging-stop-0', failing: [] },
    };
    const plan = planOf([item('db'), item('kafka'), item('app', { after: [named('db')] }), item('web')]);

    expect(
      summarise(
        claimOf({ request, superseded: 'staging-start-0' }),
        plan,
        resultOf(outcomes, { warnings: ['slow'] }),
        'America/Fortaleza',
      ),
    ).toEqual({
      kind: 'curfew-report',
      version: 1,
      run: 'staging-stop-1',
      environment: 'staging',
      action: 'stop',
      outcome: 'partial',
      reason: '1 refused (web), 1 blocked (app)',
      requestedBy: 'ana',
      why: 'release',
      onBehalfOf: { requestedBy: 'bob', since: '2026-11-20T19:59:00-03:00' },
      retryOf: 'staging-stop-0',
      scheduledTime: '2026-11-20T20:00:00-03:00',
      startedAt: '2026-11-20T20:00:00-03:00',
      endedAt: '2026-11-20T20:01:30-03:00',
      seconds: 90,
      criticalPath: ['db'],
      criticalPathSeconds: 60,
      resources: [
        {
          ...head('db'),
          outcome: 'done',
          startedAt: '2026-11-20T20:00:00-03:00',
          endedAt: '2026-11-20T20:01:00-03:00',
          seconds: 60,
        },
        { ...head('kafka'), outcome: 'skipped' },
        { ...head('app'), outcome: 'blocked', blockedBy: 'db' },
        { ...head('web'), outcome: 'refused', errorCode: 'NO_MEMORY' },
      ],
      alarmsMuted: [],
      warnings: ['took over the lease from staging-start-0', 'slow', 'kafka: look'],
    });
  });

  it('a report says nothing of what there was not', () => {
    const report = reportOf([done('db')]);

    for (const key of ['why', 'onBehalfOf', 'retryOf', 'scheduledTime', 'expected'])
      expect(report).not.toHaveProperty(key);
    for (const key of ['errorCode', 'blockedBy']) expect(report.resources[0]).not.toHaveProperty(key);
    expect(reportOf([skipped('db')]).resources[0]).toEqual({ ...head('db'), outcome: 'skipped' });
    expect(report.warnings).toEqual([]);
  });

  it.each<[outcome: string, reason: string, outcomes: readonly Outcome[], more: Parameters<typeof reportOf>[1]]>([
    ['done', 'everything was already up', [skipped('db')], { action: 'start' }],
    ['done', 'everything was already down', [skipped('db')], {}],
    ['done', '1 of 2 resources changed, all as planned', [done('db'), skipped('kafka')], {}],
    ['failed', '2 failed (db, app)', [failed('db'), failed('app')], {}],
    ['failed', '1 refused (db)', [refused('db')], {}],
    ['superseded', 'another run took over; this run made no further changes', [done('db')], { end: 'superseded' }],
    [
      'partial',
      'interrupted: 1 of 2 done, 1 started, left to AWS (app), the rest unchanged',
      [done('db'), failed('app')],
      { end: 'interrupted' },
    ],
    ['failed', 'interrupted: 0 of 1 done, the rest unchanged', [skipped('db')], { end: 'interrupted' }],
  ])('a report says %s: %s', (outcome, reason, outcomes, more) => {
    expect(reportOf(outcomes, more)).toMatchObject({ outcome, reason });
  });

  it('a report says why nothing was done', () => {
    const refusal: Claim = { ...claimOf(), granted: false, outcome: 'stale', reason: 'late' };

    expect(summarise(refusal, planOf([]), resultOf([]), 'UTC')).toMatchObject({ outcome: 'stale', reason: 'late' });
    expect(summarise(claimOf(), planOf([], { problem: 'no table' }), resultOf([]), 'UTC')).toMatchObject({
      outcome: 'failed',
      reason: 'nothing was changed: no table',
    });
  });

  it('a report says what a dry run would do, skip and refuse', () => {
    const items = [
      item('db'),
      item('kafka', { decision: 'skip' }),
      item('web', { decision: 'refuse', code: 'NO_MEMORY' }),
    ];
    const report = summarise(claimOf({ request: { dryRun: true } }), planOf(items), resultOf([]), 'UTC');

    expect(report).toMatchObject({ outcome: 'dry-run', reason: 'dry run: nothing was changed' });
    expect(report.resources).toEqual([
      { ...head('db'), outcome: 'skipped', decision: 'act', reason: 'would act: why db' },
      { ...head('kafka'), outcome: 'skipped', decision: 'skip' },
      { ...head('web'), outcome: 'refused', decision: 'refuse', errorCode: 'NO_MEMORY' },
    ]);
  });
});

describe('the longest chain', () => {
  const after = new Map([[named('app'), [named('db')]]]);

  it('the first of two longest chains that took the same is told, and what took no time is in none', () => {
    expect(criticalPath([done('a', 0, 5), done('b', 0, 5)], new Map()).path).toEqual(['a']);
    expect(criticalPath([skipped('db'), done('app', 0, 5)], after).path).toEqual(['app']);
    expect(criticalPath([done('app', 0, 5)], after)).toEqual({ path: ['app'], seconds: 5 });
  });

  it('the longest chain counts a resource until it served, for those that waited for it, and whole for itself', () => {
    const cache: Outcome = { ...done('db', 0, 100), servedAt: at + 10_000 };

    expect(criticalPath([cache, done('app', 10, 20)], after)).toEqual({ path: ['db'], seconds: 100 });
    expect(criticalPath([cache, done('app', 10, 200)], after)).toEqual({ path: ['db', 'app'], seconds: 200 });
    expect(criticalPath([{ ...cache, servedAt: at - 5_000 }, done('app', 0, 200)], after).path).toEqual(['app']);
  });

  it('the longest chain counts what has no beginning or no end as nothing', () => {
    expect([secondsOf({}), secondsOf({ startedAt: 1 }), secondsOf({ endedAt: 1 })]).toEqual([0, 0, 0]);
    const { endedAt: _, ...begun } = done('db', 0, 9);
    const { startedAt: __, ...ended } = done('db', 0, 9);
    for (const one of [begun, ended] as Outcome[])
      expect(criticalPath([one, done('app', 0, 5)], after)).toEqual({ path: ['app'], seconds: 5 });
  });
});
