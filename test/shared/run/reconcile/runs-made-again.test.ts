import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Next } from '#kinds/next.ts';
import type { Difference } from '#run/reconcile/difference.ts';
import { runAgain } from '#run/reconcile/run-again.ts';
import { minute, report, slotAt } from './situation.ts';

describe('a run is made again', () => {
  const act: Next = { kind: 'act', effects: [], reason: 'r' };
  const differing = (...all: readonly (readonly [resource: string, next: Next])[]): Difference[] =>
    all.map(([resource, next]) => ({ resource: resource as ResourceName, next }));
  const failure = (resource: string, errorCode: string, more: object = {}) => ({
    ...{ resource, outcome: 'failed', errorCode, reason: 'no' },
    ...more,
  });
  const failed = (...resources: object[]) => report('stop', resources, { outcome: 'partial' });
  const ask = (reports: readonly Report[], of: readonly Difference[], minutes: number) =>
    runAgain({ action: 'stop', reports, differing: of, since: slotAt, nowMs: slotAt + (5 + minutes) * minute });
  const again = (reports: readonly Report[], minutes: number, of = differing(['db', act])) =>
    ask(reports, of, minutes) !== undefined;

  it.each([
    [1, 14],
    [2, 29],
    [3, 59],
    [4, 59],
    [9, 59],
  ])('a run is made again after %i failures in a row a minute before its time: %i minutes', (times, minutes) => {
    const reports = Array.from({ length: times }, () => failed(failure('db', 'OPERATIONS')));

    expect(again(reports, minutes)).toBe(true);
    expect(again(reports, minutes - 0.01)).toBe(false);
  });

  it('a run is made again with its name, everything that failed in it, and why', () => {
    const of = [failed(failure('db', 'NO_ANSWER'), failure('log', 'X'), { resource: 'app', outcome: 'done' })];

    expect(ask(of, differing(['db', act]), 15)).toEqual({
      of: 'staging-stop-1',
      failing: ['db', 'log'],
      why: 'staging-stop-1 failed; retrying',
    });
  });

  it.each([
    ['DEADLINE', {}, true],
    ['OPERATIONS', {}, true],
    ['NO_ANSWER', {}, true],
    ['TASKS_FAIL', {}, true],
    ['Throttling', {}, true],
    ['X', { reason: 'given up after 5 tries' }, true],
    ['X', { reason: 'it was given up after 5 tries' }, false],
    ['ACCESS_DENIED', {}, false],
    ['DEADLINE', { outcome: 'blocked' }, false],
    [undefined, {}, false],
    [undefined, { reason: undefined }, false],
  ])('a run is made again for %s with %j: %s', (errorCode, more, expected) => {
    expect(again([failed({ ...failure('db', 'X'), errorCode, ...more })], 60)).toBe(expected);
  });

  it('a run is not made again for what needs no change now, nor for what did not fail', () => {
    expect(again([failed(failure('db', 'OPERATIONS'))], 60, differing(['db', { kind: 'wait', reason: 'r' }]))).toBe(
      false,
    );
    expect(again([failed(failure('db', 'OPERATIONS'))], 60, differing(['log', act]))).toBe(false);
    expect(again([failed({ resource: 'db', outcome: 'skipped' })], 60)).toBe(false);
    expect(again([], 60)).toBe(false);
  });

  it('a run is not made again for a failure from before it was wanted, nor beyond one that went well or went the other way', () => {
    const of = failed(failure('db', 'OPERATIONS'));
    const old = { ...of, startedAt: new Date(slotAt - 1).toISOString() };

    expect(again([old], 60)).toBe(false);
    expect(again([{ ...of, startedAt: new Date(slotAt).toISOString() }], 60)).toBe(true);
    expect(again([report('stop'), of], 60)).toBe(false);
    expect(again([report('start', [], { outcome: 'partial' }), of], 60)).toBe(false);
    // Skipped runs are not in the row.
    expect(again([report('stop', [], { outcome: 'skipped' }), of], 14)).toBe(true);
    // Two failures, not three: the third is beyond a run that went well.
    expect(again([of, of, report('stop'), of], 29)).toBe(true);
  });

  it('a run is made again at once for what can continue now, twice in a row', () => {
    const slow = failed(failure('db', 'DEADLINE'));

    expect(ask([slow], differing(['db', act]), 0)).toMatchObject({ why: 'staging-stop-1 failed; db can continue now' });
    expect(again([slow, slow], 0)).toBe(true);
    expect(again([slow, slow, slow], 0)).toBe(false);
    expect(again([failed(failure('db', 'X', { outcome: 'refused' }))], 0)).toBe(true);
    expect(again([slow], 0, differing(['db', { kind: 'wait', reason: 'r' }]))).toBe(false);
  });

  it('a run is made again at once for what was blocked, once what it waited for is there, whoever brought it up', () => {
    const blocked = { resource: 'app', outcome: 'blocked', blockedBy: 'db', reason: 'r' };
    const app = ['app', act] as const;

    expect(again([failed(failure('db', 'OPERATIONS'), blocked)], 0, differing(app))).toBe(true);
    expect(again([failed(failure('db', 'OPERATIONS'), blocked)], 0, differing(app, ['db', act]))).toBe(false);
    expect(again([failed(failure('db', 'ACCESS_DENIED'), blocked)], 0, differing(app))).toBe(true);
    expect(again([failed(blocked)], 0, differing(app))).toBe(false);
    expect(again([failed({ ...blocked, blockedBy: undefined })], 0, differing(app))).toBe(false);
  });
});

describe('a run of some resources is made again', () => {
  const act: Next = { kind: 'act', effects: [], reason: 'r' };
  const blocked = { resource: 'db', outcome: 'blocked', blockedBy: 'log', reason: 'waits for log' };
  const ask = (next: Next | undefined, isThere: boolean) =>
    runAgain({
      ...{ action: 'stop', since: slotAt, nowMs: slotAt + 20 * minute, isRight: () => next === undefined },
      reports: [report('stop', [blocked], { outcome: 'partial' })],
      differing: next ? [{ resource: 'db' as ResourceName, next }] : [],
      isRightElsewhere: (name) => name === 'log' && isThere,
    })?.why;

  it('a run of some resources is made again once what it waited for, which is none of them, is as it is due', () => {
    expect(ask(act, true)).toBe('staging-stop-1 failed; db can continue now');
    expect(ask(act, false)).toBeUndefined();
  });

  it('a run of some resources has not come to its end by itself while it waits for what is none of them', () => {
    expect(ask(undefined, true)).toBe('staging-stop-1 failed, and what failed has come to its end since');
    expect(ask(undefined, false)).toBeUndefined();
  });
});
