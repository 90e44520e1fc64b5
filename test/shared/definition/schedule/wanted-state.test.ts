import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { hold, local, run, wanted } from './wanted-at.ts';

describe('an environment is due', () => {
  it.each([
    ['2026-11-18T07:59', 'down', '2026-11-17T20:00'],
    ['2026-11-18T08:00', 'up', '2026-11-18T08:00'],
    ['2026-11-18T19:59', 'up', '2026-11-18T08:00'],
    ['2026-11-18T20:00', 'down', '2026-11-18T20:00'],
    ['2026-11-22T12:00', 'down', '2026-11-20T20:00'],
  ] as const)('an environment is due at %s to be %s since %s', (now, state, since) => {
    expect(wanted(now)).toMatchObject({ state, since: local(since), because: 'slot' });
  });

  it('an environment is due to be what a person asked for last, until the next slot', () => {
    const reports = [run('start', '2026-11-17T21:00')];

    expect(wanted('2026-11-17T22:00', { reports })).toMatchObject({ state: 'up', because: 'person' });
    expect(wanted('2026-11-18T20:00', { reports })).toMatchObject({ state: 'down', because: 'slot' });
  });

  it.each(['refused', 'stale', 'dry-run', 'skipped'] as const)(
    'an environment is due to be what it was when a request was %s',
    (outcome) => {
      expect(wanted('2026-11-17T22:00', { reports: [run('start', '2026-11-17T21:00', 'ana', outcome)] })).toMatchObject(
        { state: 'down' },
      );
    },
  );

  it('an environment is due to be what a person asked for although the run was taken over, unless by a run of everything', () => {
    const over = run('stop', '2026-11-18T09:00', 'ana', 'superseded');
    const started = run('start', '2026-11-18T09:05', 'bo');
    const ofSome = { ...started, only: ['db'], resources: [{ resource: 'db' }] } as unknown as Report;
    const state = (...reports: Report[]) => wanted('2026-11-18T10:00', { reports })?.state;

    expect(state(ofSome, over)).toBe('down');
    expect(state(started, over)).toBe('up');
    expect(wanted('2026-11-19T08:00', { reports: [ofSome, over] })?.state).toBe('up');
  });

  it('an environment is due to be what a person asked for although the run failed, once it had begun with a resource', () => {
    const failed = (resources: object[]) =>
      ({ ...run('start', '2026-11-17T21:00', 'ana', 'failed'), resources }) as unknown as Report;
    const state = (report: Report) => wanted('2026-11-17T22:00', { reports: [report] })?.state;

    expect(state(failed([{}]))).toBe('up');
    expect(state(failed([]))).toBe('down');
    expect(state({ ...failed([{}]), outcome: 'partial' })).toBe('up');
  });

  it.each(['schedule', 'reconcile'])(
    'an environment is due not to be what %s did of itself: that is what the slot says',
    (by) => {
      expect(wanted('2026-11-17T22:00', { reports: [run('start', '2026-11-17T21:00', by)] })).toMatchObject({
        state: 'down',
        because: 'slot',
      });
    },
  );

  it('an environment is due to be what an override holds, although a slot comes in it', () => {
    const overrides = [hold('up', '2026-11-17T19:00', '2026-11-17T23:00')];

    expect(wanted('2026-11-17T21:00', { overrides })).toMatchObject({
      state: 'up',
      because: 'override',
      reason: 'held up by ana: release',
    });
  });

  it.each([
    ['before it begins', '2026-11-18T13:59', 'slot'],
    ['at its first moment', '2026-11-18T14:00', 'override'],
    ['before it ends', '2026-11-18T14:59', 'override'],
    ['at its last moment', '2026-11-18T15:00', 'slot'],
  ])('an environment is due to be what an override says %s: %s', (_, now, because) => {
    expect(wanted(now, { overrides: [hold('down', '2026-11-18T14:00', '2026-11-18T15:00')] })).toMatchObject({
      because,
    });
  });

  it('an environment is due from the end of an override on to be what the schedule says', () => {
    const overrides = [hold('up', '2026-11-17T19:00', '2026-11-17T23:00')];

    expect(wanted('2026-11-17T23:00', { overrides })).toMatchObject({
      state: 'down',
      since: local('2026-11-17T23:00'),
      because: 'slot',
    });
  });

  it('an environment is due to be what a person asks for during an override, which came first', () => {
    const overrides = [hold('up', '2026-11-17T19:00', '2026-11-17T23:00')];

    expect(wanted('2026-11-17T22:00', { overrides, reports: [run('stop', '2026-11-17T21:00')] })).toMatchObject({
      state: 'down',
      because: 'person',
    });
  });

  it('an environment is due to be what the later of two overrides holds', () => {
    const overrides = [
      hold('up', '2026-11-17T19:00', '2026-11-17T23:00'),
      hold('down', '2026-11-17T20:00', '2026-11-17T22:00'),
    ];

    expect(wanted('2026-11-17T21:00', { overrides })).toMatchObject({ state: 'down' });
    expect(wanted('2026-11-17T22:30', { overrides })).toMatchObject({ state: 'up' });
  });
});
