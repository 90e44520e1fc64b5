// How long a downtime is planned to last. Times are those of Fortaleza (UTC-3); 2026-11-19 is a Thursday.
import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import type { Definition } from '#definition/definition.ts';
import { downtimeEnd, inForce, isOutdated, plannedStart, stoppableNameOf } from '#run/alarms/downtime.ts';
import { aurora, cache, connector, database, definitionOf, kafka, service } from '#test/support/definitions.ts';

const at = (local: string): number => Date.parse(`2026-${local}:00-03:00`);
const local = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms - 3 * 3_600_000).toISOString().slice(5, 16);

const definition = definitionOf([]);
const held = (hold: 'up' | 'down', from: string, until: string): Override => ({
  id: from,
  hold,
  from: at(from),
  until: at(until),
  by: 'ana',
  why: 'release',
});

const closed = (from: string, to: string): Definition => ({
  ...definition,
  calendars: [{ name: 'brazil', closed: [{ from, to, name: 'holiday' }] }],
});
const scheduled = (schedule: Partial<Definition['schedule']>): Definition => ({
  ...definition,
  schedule: { ...definition.schedule, ...schedule },
});
const { start: _start, ...withoutStart } = definition.schedule;

describe('the next start that is planned', () => {
  it.each<[why: string, Definition, Override[], now: string, expected: string | undefined]>([
    ['is that of the next morning', definition, [], '11-19T20:00', '11-20T08:00'],
    ['is that of Monday after a Friday', definition, [], '11-20T20:00', '11-23T08:00'],
    ['is not the one that is due this very moment', definition, [], '11-20T08:00', '11-23T08:00'],
    ['leaves out closed days', closed('2026-11-20', '2026-11-23'), [], '11-19T20:00', '11-24T08:00'],
    [
      'is when a hold ends in working hours',
      definition,
      [held('down', '11-19T21:00', '11-20T12:00')],
      '11-19T22:00',
      '11-20T12:00',
    ],
    [
      'is the one after a hold that ends at night',
      definition,
      [held('down', '11-19T21:00', '11-20T23:00')],
      '11-19T22:00',
      '11-23T08:00',
    ],
    [
      'is the usual one when a hold ends before it',
      definition,
      [held('down', '11-19T21:00', '11-20T03:00')],
      '11-19T22:00',
      '11-20T08:00',
    ],
    [
      'is the usual one when a hold has ended',
      definition,
      [held('down', '11-18T21:00', '11-19T03:00')],
      '11-19T20:00',
      '11-20T08:00',
    ],
    [
      'does not fall into a hold that keeps it up',
      definition,
      [held('up', '11-19T19:00', '11-20T07:00')],
      '11-19T20:00',
      '11-20T08:00',
    ],
    [
      'is when the outer of two holds ends in working hours',
      definition,
      [held('down', '11-19T21:00', '11-20T16:00'), held('down', '11-19T22:00', '11-20T12:00')],
      '11-19T22:30',
      '11-20T16:00',
    ],
    [
      'is when the last of two holds ends in working hours',
      definition,
      [held('down', '11-19T21:00', '11-20T12:00'), held('down', '11-19T22:00', '11-20T16:00')],
      '11-19T22:30',
      '11-20T16:00',
    ],
    [
      'is when the first of two holds ends, each in working hours',
      definition,
      [held('down', '11-20T13:00', '11-20T16:00'), held('down', '11-19T21:00', '11-20T12:00')],
      '11-19T22:30',
      '11-20T12:00',
    ],
    [
      'is the start before a hold that begins and ends later',
      definition,
      [held('down', '11-23T12:00', '11-23T16:00')],
      '11-20T22:00',
      '11-23T08:00',
    ],
    [
      'is the end of a hold that is seen in the last moment of looking ahead',
      closed('2026-11-20', '2027-03-01'),
      [held('down', '11-19T07:00', '11-19T09:30')],
      '11-19T08:30',
      '11-19T09:30',
    ],
    [
      'is not the end of a hold that has ended this very moment',
      definition,
      [held('down', '11-19T07:00', '11-19T09:30')],
      '11-19T09:30',
      '11-20T08:00',
    ],
    ['is none where the schedule is off', scheduled({ enabled: false }), [], '11-19T20:00', undefined],
    ['is none where nothing is started', { ...definition, schedule: withoutStart }, [], '11-19T20:00', undefined],
    ['is none where months are closed', closed('2026-11-20', '2027-03-01'), [], '11-19T20:00', undefined],
  ])('the next start that is planned is found: %s', (_, its, overrides, now, expected) => {
    expect(local(plannedStart(its, overrides, at(now)))).toBe(expected);
  });
});

describe('alarms may speak again at the latest', () => {
  const startMayTakeMs = 3 * 3_600_000;
  const end = (its: Definition, overrides: Override[], now: string) => {
    const { untilMs, planned } = downtimeEnd(its, overrides, at(now), startMayTakeMs);
    return `${local(untilMs)}${planned ? '' : ' unplanned'}`;
  };

  it('alarms may speak again at the latest when the longest start and the grace have passed since the planned one', () => {
    expect(end(definition, [], '11-19T20:00')).toBe('11-20T11:10');
    expect(end({ ...definition, alarms: { mute: [], graceMinutes: 45 } }, [], '11-19T20:00')).toBe('11-20T11:45');
  });

  it('alarms may speak again at the latest a day later when no start is planned, unless a hold says otherwise', () => {
    const off = scheduled({ enabled: false });

    expect(end(off, [], '11-19T20:00')).toBe('11-20T20:00 unplanned');
    expect(end(off, [held('down', '11-19T19:00', '11-22T12:00')], '11-19T20:00')).toBe('11-22T15:10');
    expect(end(off, [held('up', '11-19T19:00', '11-22T12:00')], '11-19T20:00')).toBe('11-20T20:00 unplanned');
  });

  it('alarms may speak again at the latest after fifteen days, which is the longest that CloudWatch mutes', () => {
    expect(end(closed('2026-11-20', '2026-12-20'), [], '11-19T20:00')).toBe('12-04T20:00');
  });
});

describe('an end that was fixed before', () => {
  const now = at('11-19T22:00');
  const planned = (untilMs: number) => ({ untilMs, planned: true });

  it.each<[why: string, standing: string, wanted: string, outdated: boolean]>([
    ['stays when it is the same', '11-20T11:10', '11-20T11:10', false],
    ['is moved further away by a hold', '11-20T11:10', '11-23T11:10', true],
    ['is moved nearer', '11-23T11:10', '11-20T11:10', true],
    ['is moved once a day when it is the furthest there is', '12-04T21:45', '12-04T22:00', false],
    ['stays when it moves nearer by a minute', '11-20T11:10', '11-20T11:09', false],
    ['stays when it moves away by a minute', '11-20T11:10', '11-20T11:11', false],
    ['is moved when it moves nearer by more', '11-20T11:10', '11-20T11:08', true],
    ['is moved when it moves away by more', '11-20T11:10', '11-20T11:12', true],
    ['is moved when a day of the furthest has passed to the minute', '12-03T22:00', '12-04T22:00', true],
    ['is moved when a day of the furthest has passed', '12-03T21:00', '12-04T22:00', true],
  ])('an end of downtime that was fixed before is kept or moved: %s', (_, standing, wanted, outdated) => {
    expect(isOutdated(at(standing), planned(at(wanted)), now)).toBe(outdated);
  });

  it('an end of downtime that was fixed before stays where nothing is planned', () => {
    expect(isOutdated(at('11-20T11:10'), { untilMs: at('11-20T22:00'), planned: false }, now)).toBe(false);
  });
});

it('an expectation is in force from its beginning to just before its end', () => {
  const one = {
    run: 'r',
    reason: 'x',
    alarms: [],
    identities: [],
    from: '2026-11-19T23:00:00Z',
    until: '2026-11-20T14:10:00Z',
  };
  const isInForce = (time: string) => inForce([one], Date.parse(time)).length === 1;

  expect(['2026-11-19T22:59:59Z', one.from, '2026-11-20T14:09:59Z', one.until].map(isInForce)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it('what is stopped is known by the names that AWS gives to it, and gates by none', () => {
  const resources = [
    database('db'),
    aurora('cluster'),
    service('app'),
    connector('sink'),
    cache('sessions', { whenStopped: 'shrink' }),
    cache('kept'),
    kafka('kafka'),
  ];

  expect(resources.flatMap(stoppableNameOf)).toEqual([
    'atlas-db',
    'atlas-cluster',
    'atlas/atlas-app',
    'atlas-sink',
    'atlas-sessions',
  ]);
});
