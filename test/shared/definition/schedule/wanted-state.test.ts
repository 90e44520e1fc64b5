import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { Lease } from '#core/run.ts';
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

describe('the last slot', () => {
  it('the last slot passes over starts on closed days', () => {
    const closed = {
      ...staging,
      calendars: [{ name: 'brazil', closed: [{ from: '2026-11-18', to: '2026-11-19', name: 'holiday' }] }],
    };

    expect(lastSlot(closed, local('2026-11-19T12:00'))).toEqual({ action: 'stop', at: local('2026-11-18T20:00') });
    expect(lastSlot(closed, local('2026-11-20T12:00'))).toEqual({ action: 'start', at: local('2026-11-20T08:00') });
  });

  it('the last slot is that of the only action, where there is one', () => {
    const { start, stop, ...rest } = staging.schedule;
    const noon = local('2026-11-20T12:00');

    expect(lastSlot({ ...staging, schedule: { ...rest, ...(stop && { stop }) } }, noon)).toEqual({
      action: 'stop',
      at: local('2026-11-19T20:00'),
    });
    expect(lastSlot({ ...staging, schedule: { ...rest, ...(start && { start }) } }, noon)).toEqual({
      action: 'start',
      at: local('2026-11-20T08:00'),
    });
  });

  it('the last slot is the stop when both are at one time of one day', () => {
    const both = { days: ['fri'], at: '08:00' } as const;
    const definition = { ...staging, schedule: { ...staging.schedule, start: both, stop: both } };

    expect(lastSlot(definition, local('2026-11-20T12:00'))?.action).toBe('stop');
  });

  it('the last slot is a stop when calendars have closed every start for longer than anyone looks back', () => {
    const closed = (from: string) => ({
      ...staging,
      calendars: [{ name: 'long', closed: [{ from, to: '2026-11-20', name: 'holiday' }] }],
    });
    const noon = local('2026-11-20T12:00');
    const { stop: _, ...startOnly } = staging.schedule;

    expect(lastSlot(closed('2026-08-01'), noon)).toEqual({ action: 'stop', at: local('2026-11-19T20:00') });
    expect(lastSlot({ ...closed('2026-08-01'), schedule: startOnly }, noon)).toBeUndefined();
    // Fifty-nine days ago there was one.
    expect(lastSlot({ ...closed('2026-09-23'), schedule: startOnly }, noon)).toEqual({
      action: 'start',
      at: local('2026-09-22T08:00'),
    });
  });

  it('the last slot is not kept from a day before or after what is closed', () => {
    const closed = (day: string) => ({
      ...staging,
      calendars: [
        { name: 'other', closed: [{ from: '2020-01-01', to: '2020-01-02', name: 'old' }] },
        { name: 'brazil', closed: [{ from: day, to: day, name: 'holiday' }] },
      ],
    });
    const started = (day: string) => lastSlot(closed(day), local('2026-11-18T12:00'))?.action;

    expect([started('2026-11-17'), started('2026-11-18'), started('2026-11-19')]).toEqual(['start', 'stop', 'start']);
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
