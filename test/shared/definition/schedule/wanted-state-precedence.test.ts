import { describe, expect, it } from 'vitest';
import type { Lease } from '#core/run.ts';
import { lastSlot, wantedState } from '#definition/schedule/wanted-state.ts';
import { hold, local, run, staging, wanted } from './wanted-at.ts';

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

  it.each([
    ['before the hold', '2026-11-21T05:00', 'down', 'slot'],
    ['at its first moment', '2026-11-21T06:00', 'down', 'slot'],
    ['just after that', '2026-11-21T06:01', 'up', 'person'],
    ['at its last moment', '2026-11-21T10:00', 'up', 'person'],
    ['after it', '2026-11-21T10:01', 'up', 'person'],
  ])(
    'what a person asked for %s of a hold that is over counts only after its first moment',
    (_, asked, state, because) => {
      const overrides = [hold('down', '2026-11-21T06:00', '2026-11-21T10:00')];

      expect(wanted('2026-11-21T10:15', { overrides, reports: [run('start', asked)] })).toMatchObject({
        state,
        because,
      });
    },
  );

  it('an end of a hold that is over before another begins does not date that', () => {
    const early = hold('up', '2026-11-21T06:00', '2026-11-21T07:00');
    const since = (from: string) =>
      wanted('2026-11-21T12:00', { overrides: [early, hold('down', from, '2026-11-21T15:00')] })?.since;

    expect(since('2026-11-21T08:00')).toBe(local('2026-11-21T08:00'));
    expect(since('2026-11-21T06:30')).toBe(local('2026-11-21T07:00'));
  });

  it('a slot that says what a hold says counts only when it comes in it', () => {
    const reason = (from: string) =>
      wanted('2026-11-18T21:00', { overrides: [hold('down', from, '2026-11-19T23:00')] })?.because;

    expect(reason('2026-11-18T19:59')).toBe('slot');
    expect(reason('2026-11-18T20:00')).toBe('override');
    expect(reason('2026-11-18T20:01')).toBe('override');
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

  it.each([
    ['of a deployment', { action: 'deploy' as const }],
    ['that does not say who asked', { requestedBy: undefined }],
    ['that does not say since when', { since: undefined }],
  ])('a lease %s says nothing', (_, more) => {
    const lease = { run: 'x', action: 'stop', until: 0, requestedBy: 'ana', since: local('2026-11-18T12:00'), ...more };

    expect(wantedState(staging, [], [], local('2026-11-18T13:00'), { lease: lease as Lease })).toMatchObject({
      state: 'up',
      because: 'slot',
      reason: 'start is scheduled',
    });
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
    const atTheSlot = local('2026-11-18T08:00');
    expect(wantedState(staging, [], [], atTheSlot, { installedAt: atTheSlot })).toMatchObject({ state: 'up' });
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
