import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import { lastSlot, wantedState } from '#definition/schedule/wanted-state.ts';
import { definitionOf } from '#test/support/definitions.ts';

const staging = definitionOf([]);
/** Local times of staging, which is three hours behind UTC. */
const local = (text: string) => Date.parse(`${text}:00-03:00`);

const hold = (which: 'up' | 'down', from: string, until: string): Override => ({
  id: from,
  hold: which,
  from: local(from),
  until: local(until),
  by: 'ana',
  why: 'release',
});

const run = (action: 'start' | 'stop', at: string, requestedBy = 'ana', outcome: Report['outcome'] = 'done') =>
  ({ action, requestedBy, outcome, startedAt: `${at}:00-03:00` }) as Report;

const wanted = (now: string, { overrides = [], reports = [] }: { overrides?: Override[]; reports?: Report[] } = {}) =>
  wantedState(staging, overrides, reports, local(now));

describe('an environment is due', () => {
  it.each([
    ['2026-11-18T07:59', 'down', '2026-11-17T20:00'],
    ['2026-11-18T08:00', 'up', '2026-11-18T08:00'],
    ['2026-11-18T19:59', 'up', '2026-11-18T08:00'],
    ['2026-11-18T20:00', 'down', '2026-11-18T20:00'],
    ['2026-11-22T12:00', 'down', '2026-11-20T20:00'],
  ] as const)('at %s to be %s since %s', (now, state, since) => {
    expect(wanted(now)).toMatchObject({ state, since: local(since), because: 'slot' });
  });

  it('to be what a person asked for last, until the next slot', () => {
    const reports = [run('start', '2026-11-17T21:00')];

    expect(wanted('2026-11-17T22:00', { reports })).toMatchObject({ state: 'up', because: 'person' });
    expect(wanted('2026-11-18T20:00', { reports })).toMatchObject({ state: 'down', because: 'slot' });
  });

  it.each(['refused', 'stale', 'dry-run', 'superseded', 'skipped'] as const)(
    'to be what it was when a request was %s',
    (outcome) => {
      expect(wanted('2026-11-17T22:00', { reports: [run('start', '2026-11-17T21:00', 'ana', outcome)] })).toMatchObject(
        { state: 'down' },
      );
    },
  );

  it('to be what an override holds, although a slot comes in it', () => {
    const overrides = [hold('up', '2026-11-17T19:00', '2026-11-17T23:00')];

    expect(wanted('2026-11-17T21:00', { overrides })).toMatchObject({
      state: 'up',
      because: 'override',
      reason: 'held up by ana: release',
    });
  });

  it('from the end of an override on to be what the schedule says', () => {
    const overrides = [hold('up', '2026-11-17T19:00', '2026-11-17T23:00')];

    expect(wanted('2026-11-17T23:00', { overrides })).toMatchObject({
      state: 'down',
      since: local('2026-11-17T23:00'),
      because: 'slot',
    });
  });

  it('to be what a person asks for during an override, which came first', () => {
    const overrides = [hold('up', '2026-11-17T19:00', '2026-11-17T23:00')];

    expect(wanted('2026-11-17T22:00', { overrides, reports: [run('stop', '2026-11-17T21:00')] })).toMatchObject({
      state: 'down',
      because: 'person',
    });
  });

  it('to be what the later of two overrides holds', () => {
    const overrides = [
      hold('up', '2026-11-17T19:00', '2026-11-17T23:00'),
      hold('down', '2026-11-17T20:00', '2026-11-17T22:00'),
    ];

    expect(wanted('2026-11-17T21:00', { overrides })).toMatchObject({ state: 'down' });
    expect(wanted('2026-11-17T22:30', { overrides })).toMatchObject({ state: 'up' });
  });
});

describe('the last slot', () => {
  it('passes over starts on closed days', () => {
    const closed = {
      ...staging,
      calendars: [{ name: 'brazil', closed: [{ from: '2026-11-18', to: '2026-11-19', name: 'holiday' }] }],
    };

    expect(lastSlot(closed, local('2026-11-19T12:00'))).toEqual({ action: 'stop', at: local('2026-11-18T20:00') });
    expect(lastSlot(closed, local('2026-11-20T12:00'))).toEqual({ action: 'start', at: local('2026-11-20T08:00') });
  });

  it('is none where the schedule is off', () => {
    expect(
      lastSlot({ ...staging, schedule: { ...staging.schedule, enabled: false } }, local('2026-11-20T12:00')),
    ).toBeUndefined();
  });
});
