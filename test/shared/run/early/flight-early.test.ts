// A resource that began before its dependency was ready, look by look.
import { describe, expect, it } from 'vitest';
import type { Next } from '#kinds/next.ts';
import { earlySeen, earlyTold, freedFlight, heldOpen, lostWith, withFailures } from '#run/early/flight-early.ts';
import { named } from '#test/support/definitions.ts';

const db = named('db');
const item = { early: { on: [db], needsAfterSeconds: 40 } };
const open = { since: 10_000, firstActAt: 10_000, early: {} };
const freed = { since: 90_000, firstActAt: 10_000, early: { freedAt: 90_000 } };
const wait: Next = { kind: 'wait', reason: '0 of 1 tasks healthy' };
const ready: Next = { kind: 'ready', reason: 'steady' };
const failing = (...tasksFailedAt: number[]): Next => ({ ...wait, tasksFailedAt, livedSeconds: 33 });
const fails: Next = { kind: 'fail', reason: 'tasks fail', code: 'TASKS_FAIL', since: 20_000 };

describe('while its dependency is not ready', () => {
  it('it is neither up nor failed: it waits for the dependency', () => {
    expect(heldOpen(ready, {}, [db])).toEqual({ kind: 'wait', reason: 'up, waits for db', upEarly: true });
    expect(heldOpen(fails, {}, [db])).toEqual({ kind: 'wait', reason: 'tasks fail; waits for db' });
    expect(heldOpen({ ...wait, serves: true }, {}, [db])).toEqual(wait);
  });

  it('what stays down, is refused, or fails for another reason than its tasks is so at once', () => {
    const others: readonly Next[] = [
      { ...ready, staysDown: true },
      { kind: 'refuse', reason: 'left alone', code: 'LEFT' },
      { kind: 'fail', reason: 'its deployment failed', code: 'ROLLOUT_FAILED' },
    ];

    for (const next of others) expect(heldOpen(next, {}, [db])).toBe(next);
  });

  it('once the dependency is ready it is as any other', () => {
    expect(heldOpen(fails, freed.early, [])).toBe(fails);
    expect(heldOpen(ready, undefined, [])).toBe(ready);
  });
});

describe('tasks that failed', () => {
  it.each<[string, boolean, Next, typeof open | typeof freed | undefined, Next | undefined]>([
    ['that began before the dependency was ready began too early', true, failing(12_000), open, undefined],
    ['are still known when it has been ready since', true, failing(12_000, 95_000), freed, undefined],
    ['that began afterwards did not', false, failing(95_000), freed, undefined],
    ['of an earlier start did not', false, failing(1_000), open, undefined],
    ['of a service that waited did not', false, failing(12_000), undefined, undefined],
    [
      'are kept when a later look of the round does not show them any more',
      true,
      ready,
      freed,
      { ...wait, tooEarly: true },
    ],
  ])('%s', (_, tooEarly, next, flight, before) => {
    const told = withFailures(next, flight, before);

    expect('tooEarly' in told).toBe(tooEarly);
    expect(told).not.toHaveProperty('tasksFailedAt');
  });

  it('are learned from at the look that finds it ready: that it began too early, and when it needed the other', () => {
    const before: Next = { ...wait, tooEarly: true, livedSeconds: 33 };
    const next = withFailures({ ...ready, ranAfterSeconds: 50 }, freed, before);
    const told = earlyTold(item, { ...freed, ...earlySeen(freed, next, 200_000) }, next);

    expect(told).toEqual({ ranAfterSeconds: 33, early: { on: [db], gainedSeconds: 80, inVain: true } });
  });
});

describe('when its dependency is ready or given up', () => {
  const at = 90_000;
  const freeing = (letsGo: boolean, outcome?: object) => ({
    ...{ letsGo: () => letsGo, at },
    outcomes: new Map(outcome ? [[db, { resource: db, reason: 'r', ...outcome } as never]] : []),
  });

  it('its time begins then', () => {
    expect(freedFlight([db], open, freeing(true))).toEqual({ ...open, since: at, early: { freedAt: at } });
    expect(freedFlight([db], open, freeing(false))).toBeUndefined();
    expect(freedFlight([db], { since: 1, firstActAt: 1 }, freeing(true))).toBeUndefined();
  });

  it.each<[string, string, object]>([
    ['one that failed', 'db', { outcome: 'failed', errorCode: 'X' }],
    ['one that stays down', 'db', { outcome: 'skipped', staysDown: true }],
    ['what blocked it', 'net', { outcome: 'blocked', blockedBy: 'net' }],
    ['what that one is up without', 'net', { outcome: 'done', early: { on: ['net'], gainedSeconds: 1, lost: 'net' } }],
  ])('it has lost %s', (_, lost, outcome) => {
    expect(freedFlight([db], open, freeing(false, outcome))?.early).toEqual({ freedAt: at, lost });
  });

  it('what has lost it fails, is blocked where it was never touched, and is up where it needs it only to serve', () => {
    const lost = { ...freed, early: { freedAt: at, lost: db } };
    const { firstActAt: _, ...untouched } = lost;
    const serving = { early: { on: [db], atOnce: true as const } };

    expect(lostWith(item, lost, wait)).toMatchObject({ errorCode: 'DEPENDENCY', isUntouched: false });
    expect(lostWith(item, untouched, wait)).toMatchObject({ reason: 'not touched: waits for db, which failed' });
    expect(lostWith(serving, lost, wait)).toBeUndefined();
    expect(lostWith(item, lost, ready)).toBeUndefined();
    expect(earlyTold(serving, lost, ready).warning).toBe('up, although db is not');
  });
});
