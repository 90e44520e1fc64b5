// A resource that began before what it depends on was ready: what is decided and reported of it.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { Next } from '#kinds/next.ts';
import {
  type EarlyFlight,
  earlySeen,
  earlyTold,
  freedFlight,
  heldOpen,
  isHeldOpen,
  lostWith,
} from '#run/early/flight-early.ts';
import { named } from '#test/support/definitions.ts';

const [db, cache] = [named('db'), named('cache')];
const open: EarlyFlight = {};
const freed: EarlyFlight = { freedAt: 300_000 };
const wait: Next = { kind: 'wait', reason: '1 of 2 tasks healthy' };
const ready: Next = { kind: 'ready', reason: '2 of 2 tasks healthy' };
const act: Next = { kind: 'act', reason: '2 tasks wanted', effects: [] };
const failed: Next = { kind: 'fail', reason: 'tasks fail', code: 'TASKS_FAIL', since: 5 };
const proven: Next = { kind: 'fail', reason: 'it was deleted', code: 'DELETED' };
const refused: Next = { kind: 'refuse', reason: 'cannot be started', code: 'NO' };
const measured = { ranAfterSeconds: 40, livedSeconds: 7 };

describe('what is up or fails before what it depends on', () => {
  it.each<[string, Next, EarlyFlight | undefined, Next]>([
    ['is judged as ever if it did not begin early', ready, undefined, ready],
    ['is judged as ever once all is ready', ready, freed, ready],
    ['is up and waits', { kind: 'wait', reason: 'up, waits for db, cache', upEarly: true }, open, ready],
    [
      'is up and waits when only its last change is left',
      { kind: 'wait', reason: 'up, waits for db, cache', upEarly: true },
      open,
      { ...act, final: true },
    ],
    [
      'keeps what was measured of it while it waits',
      { kind: 'wait', reason: 'up, waits for db, cache', upEarly: true, ...measured },
      open,
      { ...ready, ...measured },
    ],
    ['that stays down is no more up than before', { ...ready, staysDown: true }, open, { ...ready, staysDown: true }],
    ['waits when its tasks fail', { kind: 'wait', reason: 'tasks fail; waits for db, cache' }, open, failed],
    [
      'keeps what was measured of it when its tasks fail',
      { kind: 'wait', reason: 'tasks fail; waits for db, cache', ...measured },
      open,
      { ...failed, ...measured },
    ],
    ['fails for what has nothing to do with it', proven, open, proven],
    ['is refused as ever', refused, open, refused],
    ['serves nobody on its way', wait, open, { ...wait, serves: true }],
    ['serves nobody while it is changed', act, open, { ...act, serves: true }],
  ])('what began early %s', (_, expected, early, next) => {
    expect(heldOpen(next, early, [db, cache])).toStrictEqual(expected);
  });

  it('what began early is held open until all that it depends on is ready', () => {
    expect(
      [undefined, open, freed].map((early) => isHeldOpen({ since: 0, ...(early ? { early } : {}) })),
    ).toStrictEqual([...[false, true, false]]);
  });
});

describe('what a look adds to an early start', () => {
  const upEarly: Next = { ...wait, upEarly: true };

  it.each<[string, EarlyFlight | undefined, EarlyFlight | undefined, Next]>([
    ['nothing to one that did not begin early', undefined, undefined, upEarly],
    ['nothing while it is on its way', {}, open, wait],
    ['since when it is up', { upAt: 9_000 }, open, upEarly],
    ['not again since when', { upAt: 5_000 }, { upAt: 5_000 }, upEarly],
    ['that it is not up any more', {}, { upAt: 5_000 }, wait],
    ['what was up when all was ready was so', { upAt: 5_000, freedAt: 6_000 }, { upAt: 5_000, freedAt: 6_000 }, ready],
    ['its failed tasks are remembered', { inVain: true }, { inVain: true }, wait],
    ['how long its first task lived', { livedSeconds: 4 }, open, { ...wait, livedSeconds: 4 }],
    [
      'the shortest life of a task, the new one',
      { livedSeconds: 4 },
      { livedSeconds: 9 },
      { ...wait, livedSeconds: 4 },
    ],
    [
      'the shortest life of a task, the old one',
      { livedSeconds: 4 },
      { livedSeconds: 4 },
      { ...wait, livedSeconds: 9 },
    ],
    ['nothing when it is refused', { livedSeconds: 4 }, { livedSeconds: 4 }, refused],
  ])('a look adds to an early start: %s', (_, expected, early, next) => {
    expect(earlySeen(early ? { early } : {}, next, 9_000)).toStrictEqual(expected ? { early: expected } : {});
  });
});

describe('when all that it depends on is ready', () => {
  const flight = { since: 1_000, firstActAt: 2_000, early: { upAt: 3_000 } };
  const outcome = (more: object) => ({ resource: db, outcome: 'failed', ...more }) as unknown as Outcome;

  it.each<[string, object | undefined, readonly string[], Outcome | undefined, object | undefined]>([
    ['it has no flight', undefined, ['db', 'cache'], undefined, undefined],
    ['it did not begin early', undefined, ['db', 'cache'], undefined, { since: 1_000 }],
    ['that was so before', undefined, ['db', 'cache'], undefined, { ...flight, early: freed }],
    ['one of them is not ready', undefined, ['cache'], undefined, flight],
    ['all are', { freedAt: 9_000 }, ['db', 'cache'], undefined, flight],
    ['one failed', { freedAt: 9_000, lost: 'db' }, ['cache'], outcome({}), flight],
    [
      'one waited for another in vain',
      { freedAt: 9_000, lost: 'network' },
      ['cache'],
      outcome({ outcome: 'blocked', blockedBy: 'network' }),
      flight,
    ],
    [
      'one is up without another',
      { freedAt: 9_000, lost: 'network' },
      ['cache'],
      outcome({ early: { lost: 'network' } }),
      flight,
    ],
  ])('an early start is one as any other from then on: %s', (_, expected, going, lost, given) => {
    const letsGo = (name: string) => going.includes(name);
    const outcomes = new Map(lost ? [[db, lost]] : []);
    const found = freedFlight([db, cache], given as typeof flight | undefined, { letsGo, outcomes, at: 9_000 });

    expect(found).toStrictEqual(expected && { ...flight, since: 9_000, early: { upAt: 3_000, ...expected } });
  });
});

describe('what is reported of an early start', () => {
  const item = { early: { on: [db] } };
  const firstActAt = 200_000;
  const gained = { on: [db], gainedSeconds: 100 };

  it.each<[string, object, object, Next, object?]>([
    ['nothing where nothing was done', {}, {}, { ...ready, ...measured }],
    ['nothing where nothing was done and all is ready', {}, { early: freed }, ready],
    ['when its task ran', { ranAfterSeconds: 40 }, { firstActAt }, { ...ready, ranAfterSeconds: 40 }],
    ['nothing of one that is refused', {}, { firstActAt }, refused],
    [
      'when its task ended for want of something',
      { ranAfterSeconds: 7, early: gained },
      { firstActAt, early: { ...freed, livedSeconds: 7 } },
      { ...ready, ranAfterSeconds: 40 },
    ],
    ['nothing else of one that is planned as any other', {}, { firstActAt, early: freed }, ready, {}],
    ['what it gained', { early: gained }, { firstActAt, early: freed }, ready],
    [
      'what it was up before',
      { early: { ...gained, upBeforeSeconds: 60 } },
      { firstActAt, early: { ...freed, upAt: 240_000 } },
      ready,
    ],
    ['not what came up with them', { early: gained }, { firstActAt, early: { ...freed, upAt: 300_000 } }, ready],
    [
      'nothing less than nothing',
      { early: { ...gained, gainedSeconds: 0 } },
      { firstActAt: 301_000, early: freed },
      ready,
    ],
    [
      'that it was in vain',
      { early: { ...gained, inVain: true } },
      { firstActAt, early: { ...freed, inVain: true } },
      ready,
    ],
    [
      'what it is up without',
      { early: { ...gained, gainedSeconds: 0, lost: 'db' }, warning: 'up, although db is not' },
      { early: { ...freed, lost: db } },
      ready,
    ],
  ])('of an early start is reported: %s', (_, expected, flight, next, planned = item) => {
    expect(earlyTold(planned, { since: 0, ...flight }, next)).toStrictEqual(expected);
  });

  const lost = { since: 0, firstActAt, early: { ...freed, lost: db } };
  const begun = 'started early, and db, which it depends on, failed: 1 of 2 tasks healthy';

  it.each<[string, object | undefined, Parameters<typeof lostWith>]>([
    ['nothing', undefined, [item, { ...lost, early: freed }, wait]],
    ['nothing of what did not begin early', undefined, [item, { since: 0, firstActAt }, wait]],
    ['nothing of what needs it only to serve', undefined, [{ early: { on: [db], atOnce: true } }, lost, wait]],
    ['nothing of what is up without it', undefined, [item, lost, ready]],
    ['nothing of what is up with its last change', undefined, [item, lost, { ...act, final: true }]],
    ['what is not up', { reason: begun, isUntouched: false }, [item, lost, wait]],
    [
      'what is to be changed',
      { reason: begun.replace('1 of 2 tasks healthy', '2 tasks wanted'), isUntouched: false },
      [item, lost, act],
    ],
    ['also without a plan of it', { reason: begun, isUntouched: false }, [{}, lost, wait]],
    [
      'what was not touched',
      { reason: 'not touched: waits for db, which failed', isUntouched: true },
      [item, { since: 0, early: { ...freed, lost: db } }, wait],
    ],
  ])('a dependency that fails takes with it: %s', (_, expected, asked) => {
    expect(lostWith(...asked)).toStrictEqual(expected && { errorCode: 'DEPENDENCY', ...expected });
  });
});
