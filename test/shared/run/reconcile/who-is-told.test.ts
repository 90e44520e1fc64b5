import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Situation } from '#run/reconcile/correction.ts';
import { named } from '#test/support/definitions.ts';
import {
  allDown,
  appIs,
  awake,
  corrected,
  dbIs,
  definition,
  minute,
  readingsOf,
  reason,
  report,
  slotAt,
  wantedUp,
} from './situation.ts';

const dayMs = 24 * 60 * minute;

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
    lasting: true,
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
      lasting: true,
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
