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
  ] as const)('an environment is due at %s to be %s since %s', (now, state, since) => {
    expect(wanted(now)).toMatchObject({ state, since: local(since), because: 'slot' });
  });

  it('an environment is due to be what a person asked for last, until the next slot', () => {
    const reports = [run('start', '2026-11-17T21:00')];

    expect(wanted('2026-11-17T22:00', { reports })).toMatchObject({ state: 'up', because: 'person' });
    expect(wanted('2026-11-18T20:00', { reports })).toMatchObject({ state: 'down', because: 'slot' });
  });

  it.each(['refused', 'stale', 'dry-run', 'superseded', 'skipped'] as const)(
    'an environment is due to be what it was when a request was %s',
    (outcome) => {
      expect(wanted('2026-11-17T22:00', { reports: [run('start', '2026-11-17T21:00', 'ana', outcome)] })).toMatchObject(
        { state: 'down' },
      );
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

describe('the last slot', () => {
  it('passes over starts on closed days', () => {
    const closed = {
      ...staging,
      calendars: [{ name: 'brazil', closed: [{ from: '2026-11-18', to: '2026-11-19', name: 'holiday' }] }],
    };

    expect(lastSlot(closed, local('2026-11-19T12:00'))).toEqual({ action: 'stop', at: local('2026-11-18T20:00') });
    expect(lastSlot(closed, local('2026-11-20T12:00'))).toEqual({ action: 'start', at: local('2026-11-20T08:00') });
  });

  it('the last slot is none where the schedule is off', () => {
    expect(
      lastSlot({ ...staging, schedule: { ...staging.schedule, enabled: false } }, local('2026-11-20T12:00')),
    ).toBeUndefined();
  });
});

describe('of several who said something', () => {
  const weekend = hold('down', '2026-11-20T18:00', '2026-11-23T07:00');
  const friday = '2026-11-20';

  it('a slot that says what a hold says is newer than a visit in it', () => {
    const reports = [run('start', `${friday}T19:10`)];

    expect(wanted(`${friday}T19:59`, { overrides: [weekend], reports })).toMatchObject({ state: 'up', by: 'ana' });
    expect(wanted(`${friday}T20:15`, { overrides: [weekend], reports })).toMatchObject({ state: 'down' });
  });

  it('the same holds for a stop by hand in a hold that keeps it up', () => {
    const overrides = [hold('up', '2026-11-17T06:00', '2026-11-18T23:00')];
    const reports = [run('stop', '2026-11-18T07:10')];

    expect(wanted('2026-11-18T07:30', { overrides, reports })).toMatchObject({ state: 'down' });
    expect(wanted('2026-11-18T08:15', { overrides, reports })).toMatchObject({ state: 'up' });
  });

  it('a hold that was covered by another is due from the end of that', () => {
    const overrides = [weekend, hold('up', '2026-11-21T11:00', '2026-11-21T15:00')];

    expect(wanted('2026-11-21T15:10', { overrides })).toMatchObject({
      state: 'down',
      because: 'override',
      since: local('2026-11-21T15:00'),
    });
  });

  it('the end of a hold says nothing any more when a person has acted against it', () => {
    const overrides = [hold('down', '2026-11-21T06:00', '2026-11-21T10:00')];
    const reports = [run('start', '2026-11-21T09:00')];

    expect(wanted('2026-11-21T10:15', { overrides, reports })).toMatchObject({ state: 'up', because: 'person' });
  });

  it('a person whose run died is remembered by its lease', () => {
    const lease = { run: 'x', action: 'stop' as const, until: 0, requestedBy: 'ana', since: local('2026-11-18T12:00') };

    expect(wantedState(staging, [], [], local('2026-11-18T13:00'), { lease })).toMatchObject({
      state: 'down',
      because: 'person',
      by: 'ana',
    });
    expect(
      wantedState(staging, [], [], local('2026-11-18T13:00'), { lease: { ...lease, requestedBy: 'schedule' } }),
    ).toMatchObject({ state: 'up', because: 'slot' });
  });

  it('whoever reconcile acted for counts from when they asked', () => {
    const since = '2026-11-18T12:00:00-03:00';
    const report = { ...run('stop', '2026-11-18T12:20', 'reconcile'), onBehalfOf: { requestedBy: 'ana', since } };

    expect(wanted('2026-11-18T13:00', { reports: [report] })).toMatchObject({
      state: 'down',
      since: Date.parse(since),
    });
  });

  it('slots from before the installation say nothing', () => {
    const installedAt = local('2026-11-17T21:00');

    expect(wantedState(staging, [], [], local('2026-11-17T21:10'), { installedAt })).toBeUndefined();
    expect(wantedState(staging, [], [], local('2026-11-18T08:10'), { installedAt })).toMatchObject({ state: 'up' });
  });

  it.each([
    ['on one moment', '02:30', '03:30', 'start'],
    ['in the wrong order', '02:30', '03:15', 'start'],
    ['the other way round', '03:30', '02:30', 'stop'],
  ] as const)(
    'of two slots that a clock change lays %s the later by the clock on the wall is newer',
    (_, stopAt, startAt, newer) => {
      const days = ['sun'] as const;
      const definition = {
        ...staging,
        timeZone: 'Europe/Berlin',
        schedule: { ...staging.schedule, stop: { days, at: stopAt }, start: { days, at: startAt } },
      };

      expect(lastSlot(definition, Date.parse('2027-03-28T05:00:00+02:00'))?.action).toBe(newer);
    },
  );
});
