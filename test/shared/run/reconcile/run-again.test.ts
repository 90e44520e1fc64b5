// When an operation that failed is run again.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Next } from '#kinds/next.ts';
import type { Difference } from '#run/reconcile/difference.ts';
import { judgeRetry, runAgain, sayRetry } from '#run/reconcile/run-again.ts';
import { named } from '#test/support/definitions.ts';

const slotAt = Date.parse('2026-11-18T11:00:00Z');
const minute = 60_000;
type Entry = { resource: string; outcome: string; errorCode?: string; blockedBy?: string; reason?: string };

/** A start that ended so many minutes after the slot. */
const start = (endedAfter: number, ...entries: Entry[]): Report =>
  ({
    action: 'start',
    run: `start-${endedAfter}`,
    outcome: entries.some(({ outcome }) => outcome !== 'done') ? 'partial' : 'done',
    requestedBy: 'schedule',
    startedAt: new Date(slotAt + 1_000).toISOString(),
    endedAt: new Date(slotAt + endedAfter * minute).toISOString(),
    resources: entries.map((entry) => ({ reason: 'why', ...entry })),
  }) as unknown as Report;

const act: Next = { kind: 'act', effects: [{ do: 'start-instance' }], reason: 'stopped' };
const final: Next = { ...act, final: true };
const wait: Next = { kind: 'wait', reason: 'starting' };
const refuse: Next = { kind: 'refuse', reason: 'never', code: 'READ_REPLICA' };
const differing = (nexts: Record<string, Next>): Difference[] =>
  Object.entries(nexts).map(([name, next]) => ({ resource: named(name), next }));

const noCapacity: Entry = { resource: 'db', outcome: 'failed', errorCode: 'InsufficientDBInstanceCapacity' };
const blocked: Entry = { resource: 'app', outcome: 'blocked', blockedBy: 'db' };
const again = (reports: Report[], nexts: Record<string, Next>, afterMinutes: number) =>
  runAgain({
    action: 'start',
    reports,
    differing: differing(nexts),
    since: slotAt,
    nowMs: slotAt + afterMinutes * minute,
  });

describe('a run that failed', () => {
  it.each([
    ['once', [start(30, noCapacity)], 43, false],
    ['once', [start(30, noCapacity)], 45, true],
    ['twice', [start(90, noCapacity), start(30, noCapacity)], 119, true],
    ['twice', [start(90, noCapacity), start(30, noCapacity)], 118, false],
    ['four times', [9, 6, 3, 1].map((hours) => start(hours * 60, noCapacity)), 9 * 60 + 58, false],
    ['four times', [9, 6, 3, 1].map((hours) => start(hours * 60, noCapacity)), 9 * 60 + 60, true],
  ])('a run that failed for a passing reason %s waits 15, 30, then 60 minutes', (_, reports, at, expected) => {
    expect(again(reports, { db: act }, at) !== undefined).toBe(expected);
  });

  it.each<[why: string, entries: Entry[], nexts: Record<string, Next>]>([
    ['what a block waited for is there', [{ ...noCapacity, errorCode: 'DEADLINE' }, blocked], { app: act }],
    ['what failed is up and only to be given back', [{ ...noCapacity, errorCode: 'CANNOT_START' }], { db: final }],
    [
      'what blocked is up and only to be given back',
      [{ ...noCapacity, errorCode: 'CANNOT_START' }, blocked],
      { db: final, app: act },
    ],
    ['a person has seen to what blocked', [{ ...noCapacity, errorCode: 'AccessDenied' }, blocked], { app: act }],
    ['what was waited for too long has come to rest', [{ ...noCapacity, errorCode: 'DEADLINE' }], { db: act }],
    [
      'what was refused can be done now',
      [{ ...noCapacity, outcome: 'refused', errorCode: 'READ_REPLICA' }],
      { db: act },
    ],
  ])('a run that failed is made again at once when %s', (_, entries, nexts) => {
    expect(again([start(30, ...entries)], nexts, 31)).toMatchObject({ of: 'start-30' });
  });

  it.each<[why: string, entries: Entry[], nexts: Record<string, Next>]>([
    ['a permission is missing', [{ ...noCapacity, errorCode: 'AccessDenied' }], { db: act }],
    ['a permission to give back is missing', [{ ...noCapacity, errorCode: 'AccessDenied' }], { db: final }],
    ['AWS does not know it', [{ ...noCapacity, errorCode: 'DBInstanceNotFound' }], { db: act }],
    ['AWS refuses what is asked', [{ ...noCapacity, errorCode: 'InvalidParameterCombination' }], { db: act }],
    ['a person interrupted it', [{ ...noCapacity, errorCode: 'INTERRUPTED' }], { db: act }],
    ['it is still on its way', [{ ...noCapacity, errorCode: 'DEADLINE' }, blocked], { db: wait, app: act }],
    ['it can never be done', [{ ...noCapacity, outcome: 'refused', errorCode: 'READ_REPLICA' }], { db: refuse }],
    ['what blocked needs a person', [{ ...noCapacity, errorCode: 'AccessDenied' }, blocked], { db: act, app: act }],
    ['nothing of it failed', [], { db: act }],
  ])('a run that failed is never made again when %s', (_, entries, nexts) => {
    expect(again([start(30, ...entries)], nexts, 31)).toBeUndefined();
    expect(again([start(30, ...entries)], nexts, 600)).toBeUndefined();
  });

  it('a run that failed is made again once when all that failed has come to its end by itself, so that people hear of it', () => {
    const finished = (reports: Report[], isRight: boolean, afterMinutes = 31) =>
      runAgain({
        action: 'start',
        reports,
        differing: [],
        isRight: (resource) => isRight && resource === 'db',
        since: slotAt,
        nowMs: slotAt + afterMinutes * minute,
      });
    const failed = start(30, { ...noCapacity, errorCode: 'TASKS_FAIL' });

    expect(finished([failed], true)).toMatchObject({ of: 'start-30', failing: ['db'] });
    expect(finished([failed], false)).toBeUndefined();
    expect(finished([start(31, { resource: 'db', outcome: 'done' }), failed], true)).toBeUndefined();
    const left = {
      ...failed,
      resources: [...failed.resources, { resource: 'lake', outcome: 'skipped', staysDown: true }],
    };
    expect(finished([left as unknown as Report], true)).toBeUndefined();
    const three = [29, 20, 10].map((minutes) => start(minutes, noCapacity));
    expect(finished(three, true)).toBeUndefined();
    expect(finished(three, true, 89)).toMatchObject({ of: 'start-29' });
  });

  it('a run that failed is not made again for what was wanted before, nor after one that went well', () => {
    const older = { ...start(30, noCapacity), startedAt: new Date(slotAt - minute).toISOString() };

    expect(again([older], { db: act }, 60)).toBeUndefined();
    expect(
      again([start(50, { resource: 'db', outcome: 'done' }), start(30, noCapacity)], { db: act }, 120),
    ).toBeUndefined();
  });
});

describe('when it is tried next', () => {
  const judge = (reports: Report[], nexts: Record<string, Next>, afterMinutes: number, ends?: number | 'off') => {
    const judged = judgeRetry({
      action: 'start',
      reports,
      differing: differing(nexts),
      since: slotAt,
      ...(ends === undefined ? {} : { ends: ends === 'off' ? ends : slotAt + ends * minute }),
      nowMs: slotAt + afterMinutes * minute,
    });
    return judged && sayRetry(judged, 'America/Fortaleza', '12:00');
  };
  const denied: Entry = { ...noCapacity, errorCode: 'AccessDenied' };
  const slow: Entry = { ...noCapacity, errorCode: 'DEADLINE' };

  it.each<
    [says: string | undefined, reports: Report[], nexts: Record<string, Next>, at: number, ends?: number | 'off']
  >([
    ['retried at 2026-11-18T08:45:00-03:00', [start(30, noCapacity)], { db: act }, 31],
    ['retried at 2026-11-18T08:45:00-03:00', [start(30, noCapacity)], { db: act }, 31, 45],
    ['not retried after 12:00', [start(30, noCapacity)], { db: act }, 31, 44],
    ['not retried after 12:00', [start(30, slow)], { db: wait }, 61, 60],
    ['not retried: `retry` is `off`', [start(30, noCapacity)], { db: act }, 600, 'off'],
    ['not retried: `retry` is `off`', [start(30, slow, blocked)], { app: act }, 31, 'off'],
    ['retried now', [start(30, noCapacity)], { db: act }, 45, 45],
    ['retried now', [start(30, slow, blocked)], { app: act }, 31, 45],
    ['not retried after 12:00', [start(30, slow, blocked)], { app: act }, 46, 45],
    ['retried as soon as its status is stable', [start(30, slow)], { db: wait }, 31],
    ['not retried: it needs manual action', [start(30, denied)], { db: act }, 31],
    [undefined, [start(30, noCapacity)], {}, 31],
    [undefined, [], { db: act }, 31],
  ])('a run that failed says when it is tried next: %s', (says, reports, nexts, at, ends) => {
    const said = judge(reports, nexts, at, ends);

    if (says === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(says);
  });
});
