// What reconcile does, in full: the occasion, the words, and the limits to the minute.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import { type Difference, differences, isDoneOrSkipped, names } from '#run/reconcile/difference.ts';
import { reconcile, type Situation } from '#run/reconcile/reconcile.ts';
import { runAgain } from '#run/reconcile/run-again.ts';
import { database, definitionOf, named, numbered, service } from '#test/support/definitions.ts';

const minute = 60_000;
const dayMs = 24 * 60 * minute;
const slotAt = Date.parse('2026-11-17T23:00:00Z');
const definition = definitionOf([database('db'), database('log'), service('app')]);

const dbIs = (status: string): Reading => ({
  state: 'seen',
  observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] },
});
const appIs = (count: number, more: object = {}): Reading => ({
  state: 'seen',
  observation: {
    ...{ kind: 'ecs-service', status: 'ACTIVE', rollout: 'settled' },
    ...{ desired: count, running: count, tasksLeft: count, tasksHealthy: count },
    ...more,
  } as never,
});
const readingsOf = (of: Record<string, Reading>) =>
  new Map(Object.entries(of).map(([name, reading]) => [named(name), reading]));
const zero = { kind: 'ecs-service', resource: named('app'), desired: 2, run: 'r' } as const;
const allDown = { db: dbIs('stopped'), log: dbIs('stopped'), app: appIs(0) };

const report = (action: 'start' | 'stop', resources: readonly object[] = [], more: Partial<Report> = {}) =>
  ({
    run: `staging-${action}-1`,
    action,
    outcome: 'done',
    requestedBy: 'schedule',
    startedAt: new Date(slotAt + minute).toISOString(),
    endedAt: new Date(slotAt + 5 * minute).toISOString(),
    resources,
    ...more,
  }) as unknown as Report;

const wantedDown = { state: 'down', since: slotAt, because: 'slot', reason: 'stop is scheduled' } as const;
const wantedUp = { state: 'up', since: slotAt, because: 'slot', reason: 'start is scheduled' } as const;

const corrected = (more: Partial<Situation> = {}) =>
  reconcile({
    definition,
    wanted: wantedDown,
    enabled: true,
    lease: undefined,
    reports: [report('stop')],
    readings: readingsOf(allDown),
    memories: [zero],
    restarted: [],
    nowMs: slotAt + 60 * minute,
    ...more,
  });
const awake = readingsOf({ ...allDown, db: dbIs('available') });
const reason = 'available, should be stopped';

describe('reconcile leaves things as they are', () => {
  const lease = { run: 'x', until: slotAt + 61 * minute };

  it.each<[reason: string, situation: Partial<Situation>]>([
    ['paused by the runtime switch', { enabled: false }],
    ['no desired state yet: never started, stopped or held', { wanted: undefined }],
    ['x is deploying', { lease: { ...lease, action: 'deploy' } }],
    ['x is at work', { lease: { ...lease, action: 'stop' } }],
    ['everything is down', {}],
    [
      'everything is up',
      { wanted: wantedUp, readings: readingsOf({ db: dbIs('available'), app: appIs(2) }), memories: [] },
    ],
    ['the scheduler may still deliver', { reports: [], readings: awake, nowMs: slotAt + 5 * minute - 1 }],
  ])('reconcile leaves things as they are: %s', (why, situation) => {
    expect(corrected(situation)).toEqual({ kind: 'nothing', reason: why });
  });
});

describe('reconcile finishes', () => {
  it('reconcile finishes what a dead run was asked for, and not what a deployment left', () => {
    const lease = { run: 'x', until: slotAt };
    const byAna = { ...wantedDown, because: 'person', by: 'ana', reason: 'stop by ana' } as const;

    expect(corrected({ lease: { ...lease, action: 'stop' } })).toEqual({
      kind: 'invoke',
      action: 'stop',
      why: 'x died',
      dueSince: slotAt,
    });
    expect(corrected({ lease: { ...lease, action: 'deploy' } }).kind).toBe('nothing');
    expect(corrected({ lease: { ...lease, action: 'stop' }, wanted: byAna })).toEqual({
      kind: 'invoke',
      action: 'stop',
      why: 'x died',
      onBehalfOf: { requestedBy: 'ana', since: slotAt },
      dueSince: slotAt,
    });
  });

  const late = (minutes: number, more: Partial<Situation> = {}) =>
    corrected({ reports: [], readings: awake, nowMs: slotAt + minutes * minute, ...more });

  it('reconcile finishes what nobody did, within the tolerance of the slot', () => {
    const invoked = { kind: 'invoke', action: 'stop', why: 'stop is scheduled', dueSince: slotAt };

    expect(late(5)).toEqual(invoked);
    expect(late(90)).toEqual(invoked);
    expect(late(91)).toEqual({
      kind: 'say',
      key: `late@${slotAt}`,
      saying: {
        notice: 'late',
        text: 'staging: stop is scheduled for 91 min and was not done. It is later than its tolerance: run it by hand',
        resources: [{ resource: 'db', reason }],
      },
    });
    expect(late(1, { wanted: { ...wantedDown, because: 'override' } })).toEqual(invoked);
  });

  it('reconcile finishes what is within a tick of the slot, however short its tolerance is', () => {
    const short = { ...definition, schedule: { ...definition.schedule, toleranceMinutes: 1 } };

    expect(late(20, { definition: short }).kind).toBe('invoke');
    expect(late(21, { definition: short }).kind).toBe('say');
  });

  it('reconcile finishes what a deployment kept it from, counted from then', () => {
    expect(late(120, { hinderedAt: slotAt + 30 * minute }).kind).toBe('invoke');
    expect(late(121, { hinderedAt: slotAt + 30 * minute }).kind).toBe('say');
  });
});

describe('of what is up again while the environment is down', () => {
  const stopped = (endedAt: number, outcome = 'done') => ({
    resource: 'db',
    outcome,
    endedAt: new Date(endedAt).toISOString(),
  });
  const sevenDays = { kind: 'invoke', action: 'stop', why: 'AWS restarted db after seven days' };
  const told = {
    kind: 'say',
    key: `drift@${slotAt}@db`,
    saying: {
      notice: 'drift',
      text: 'staging is down, but somebody started db',
      resources: [{ resource: 'db', reason }],
    },
  };
  const later = (ms: number, reports: readonly Report[], more: Partial<Situation> = {}) =>
    corrected({ readings: awake, reports, nowMs: slotAt + ms, ...more });

  it('a person is told of what is up again while the environment is down, unless the definition enforces', () => {
    expect(later(60 * minute, [report('stop')])).toEqual(told);
    expect(later(60 * minute, [report('stop')], { definition: { ...definition, whileDown: 'enforce' } })).toEqual({
      kind: 'invoke',
      action: 'stop',
      why: 'db was started while the environment is down',
    });
  });

  it('a person is told at once of several resources that are up again', () => {
    const readings = readingsOf({ ...allDown, db: dbIs('available'), log: dbIs('available') });

    expect(later(60 * minute, [report('stop')], { readings })).toMatchObject({ key: `drift@${slotAt}@db, log` });
  });

  it('AWS is the cause of what is up again when it says so', () => {
    expect(later(60 * minute, [report('stop')], { restarted: [named('db')] })).toEqual(sevenDays);
    expect(later(60 * minute, [report('stop')], { restarted: [named('log')] })).toEqual(told);
  });

  it('AWS is the cause seven days after a stop that took it down, and not a moment before', () => {
    const last = report('stop', [stopped(slotAt)]);

    expect(later(7 * dayMs, [last])).toEqual(sevenDays);
    expect(later(7 * dayMs - 1, [last])).toEqual(told);
    expect(later(7 * dayMs, [report('stop', [stopped(slotAt, 'skipped')])])).toEqual(told);
    expect(later(7 * dayMs, [report('stop', [{ resource: 'db', outcome: 'done' }])])).toEqual(told);
    expect(later(7 * dayMs, [report('stop'), report('start', [stopped(slotAt)])])).toEqual(told);
    expect(later(7 * dayMs, [report('stop', [{ ...stopped(slotAt), resource: 'log' }])])).toEqual(told);
    // The newest stop that took it down counts.
    expect(later(7 * dayMs, [report('stop', [stopped(slotAt + 1)]), report('stop', [stopped(slotAt)])])).toEqual(told);
  });

  it('a service is never restarted by AWS', () => {
    const last = report('stop', [{ ...stopped(slotAt), resource: 'app' }]);
    const readings = readingsOf({ ...allDown, app: appIs(2) });

    expect(later(8 * dayMs, [last], { readings })).toMatchObject({ kind: 'say', key: `drift@${slotAt}@app` });
  });

  it('what the last stop could not take down is only tried again', () => {
    const failed = { resource: 'db', outcome: 'failed', errorCode: 'DEADLINE', reason: 'slow' };
    const last = report('stop', [failed], { outcome: 'partial' });

    expect(later(60 * minute, [last])).toEqual({
      kind: 'invoke',
      action: 'stop',
      why: 'staging-stop-1 failed; db can continue now',
      retry: { of: 'staging-stop-1', failing: ['db'] },
    });
    expect(later(60 * minute, [report('stop', [{ ...failed, errorCode: 'X' }], { outcome: 'partial' })])).toEqual({
      kind: 'nothing',
      reason:
        'db: reported by the failed run; not retried: it needs manual action, a permission or a changed definition',
    });
  });

  it('what the last stop could not take down is not told with what somebody woke', () => {
    const failed = { resource: 'log', outcome: 'failed', errorCode: 'X', reason: 'no' };
    const readings = readingsOf({ ...allDown, db: dbIs('available'), log: dbIs('available') });

    expect(later(60 * minute, [report('stop', [failed], { outcome: 'partial' })], { readings })).toEqual(told);
  });
});

describe('of what is should be up but is not', () => {
  const missing = readingsOf({ db: dbIs('stopped'), log: dbIs('available'), app: appIs(2) });
  const due = (reports: readonly Report[], readings = missing) =>
    corrected({ wanted: wantedUp, reports, readings, memories: [] });

  it('a person is told once per set of resources of what is should be up but is not', () => {
    expect(due([report('start')])).toEqual({
      kind: 'say',
      key: `not-up@${slotAt}@db`,
      saying: {
        notice: 'not-up',
        text: 'staging should be up but is not: db',
        resources: [{ resource: 'db', reason: 'stopped, should be available' }],
      },
    });
    const both = readingsOf({ db: dbIs('stopped'), log: dbIs('stopped'), app: appIs(2) });
    expect(due([report('start')], both)).toMatchObject({ key: `not-up@${slotAt}@db, log` });
  });

  it('nobody is told of what is should be up but is not when the start that failed is made again, whatever else is down', () => {
    const failed = { resource: 'db', outcome: 'failed', errorCode: 'OPERATIONS', reason: 'no' };
    const both = readingsOf({ db: dbIs('stopped'), log: dbIs('stopped'), app: appIs(2) });

    expect(due([report('start', [failed], { outcome: 'partial' })], both)).toEqual({
      kind: 'invoke',
      action: 'start',
      why: 'staging-start-1 failed; retrying',
      retry: { of: 'staging-start-1', failing: ['db'] },
    });
  });

  it('nobody is told of what the start could not bring up: its report told', () => {
    const failed = { resource: 'db', outcome: 'failed', errorCode: 'X', reason: 'no' };

    expect(due([report('start', [failed], { outcome: 'partial' })])).toEqual({
      kind: 'nothing',
      reason:
        'db: reported by the failed run; not retried: it needs manual action, a permission or a changed definition',
    });
    const both = readingsOf({ db: dbIs('stopped'), log: dbIs('stopped'), app: appIs(2) });
    expect(due([report('start', [failed], { outcome: 'partial' })], both)).toMatchObject({
      key: `not-up@${slotAt}@log`,
    });
  });
});

describe('what differs', () => {
  const of = (readings: Record<string, Reading>, action: 'start' | 'stop' = 'stop') =>
    differences(action, { definition, readings: readingsOf(readings), memories: [zero] }).map(
      ({ resource }) => resource,
    );

  it('what differs is what needs a change or cannot be made, not what only keeps books or cannot be read', () => {
    expect(of({ db: dbIs('available'), log: dbIs('starting'), app: appIs(0) })).toEqual(['db', 'log']);
    expect(of({ db: { state: 'unreadable', code: 'X', message: 'no', retryable: true } })).toEqual([]);
    expect(of({ app: appIs(2) }, 'start')).toEqual([]);
    expect(of({ app: appIs(0) }, 'start')).toEqual(['app']);
    expect(
      differences('stop', { definition, readings: readingsOf({ app: appIs(0) }), memories: [] }).map((one) => one.next),
    ).toEqual([]);
  });

  it('what differs is judged by the memory of the resource itself', () => {
    const of = (desired: number) => ({ ...zero, desired });
    const memories = [{ ...of(5), resource: named('web') }, of(0), { ...of(5), resource: named('db') }];
    const readings = readingsOf({ app: appIs(0) });

    expect(differences('start', { definition, readings, memories })).toEqual([]);
    expect(differences('start', { definition, readings, memories: [] })).toMatchObject([
      { next: { code: 'NO_MEMORY' } },
    ]);
  });

  it('what differs is named with ten at most', () => {
    const many = (count: number) =>
      names(numbered(count, 'r', (name) => ({ resource: named(name), next: {} as Next })));
    const ten = 'r-001, r-002, r-003, r-004, r-005, r-006, r-007, r-008, r-009, r-010';

    expect([many(1), many(10), many(11), many(900)]).toEqual([
      'r-001',
      ten,
      `${ten} and 1 more`,
      `${ten} and 890 more`,
    ]);
  });

  it('what differs is fine when it is done or was skipped', () => {
    const fine = ['done', 'skipped', 'failed', 'blocked', 'refused'].filter((outcome) =>
      isDoneOrSkipped({ outcome } as Report['resources'][number]),
    );

    expect(fine).toEqual(['done', 'skipped']);
  });
});

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

  it('a run is made again at once for what was blocked by what passed, once that is there', () => {
    const blocked = { resource: 'app', outcome: 'blocked', blockedBy: 'db', reason: 'r' };
    const app = ['app', act] as const;

    expect(again([failed(failure('db', 'OPERATIONS'), blocked)], 0, differing(app))).toBe(true);
    expect(again([failed(failure('db', 'OPERATIONS'), blocked)], 0, differing(app, ['db', act]))).toBe(false);
    expect(again([failed(failure('db', 'ACCESS_DENIED'), blocked)], 0, differing(app))).toBe(false);
    expect(again([failed(blocked)], 0, differing(app))).toBe(false);
    expect(again([failed({ ...blocked, blockedBy: undefined })], 0, differing(app))).toBe(false);
  });
});
