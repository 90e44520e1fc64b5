// What status and calendar say of weeks of resources, special days and holds.
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import { withMaintenance } from '#definition/schedule/maintenance.ts';
import { wantedEach } from '#definition/schedule/wanted-each.ts';
import { definitionWith } from '#test/support/weeks.ts';
import { awakeByName, awakeWindows, nextSlots } from '../../../cli/live/coming-slots.ts';

const usual = 'start: { days: weekdays, at: "08:00" }, stop: { days: weekdays, at: "20:00" }';
const at = (local: string): number => Date.parse(`${local}:00-03:00`);
const nothing = { reports: [], overrides: [] };
const hold = (state: 'up' | 'down', from: string, until: string) => ({
  ...{ id: from, hold: state, from: at(from), until: at(until), by: 'ana', why: 'release' },
});

// 2026-11-16 is a Monday.
describe('what comes next', () => {
  const special = `calendars: { all: [{ date: "2026-11-20", name: party, until: "13:00" }, { date: "2026-11-21", name: moving, open: mon }, { date: "2026-11-23", name: holiday }] }`;
  const nextAt = (local: string, overrides: ReturnType<typeof hold>[] = []) =>
    nextSlots(definitionWith(usual, undefined, special), { reports: [], overrides }, at(local)).map(
      ({ action, at: time, reason, skipped }) =>
        [action, time.slice(0, 16), reason ?? '', skipped ?? ''].join(' ').trim(),
    );

  it('next knows half days, opening days and closed days', () => {
    expect(nextAt('2026-11-20T12:00')).toEqual([
      'stop 2026-11-20T13:00 party: until 13:00',
      'start 2026-11-21T08:00 moving: open, like mon',
    ]);
    expect(nextAt('2026-11-21T12:00')).toEqual([
      'stop 2026-11-21T20:00 moving: open, like mon',
      'start 2026-11-24T08:00',
    ]);
  });

  it('next says which hold skips it', () => {
    expect(nextAt('2026-11-16T12:00', [hold('up', '2026-11-16T10:00', '2026-11-17T06:00')])).toEqual([
      'stop 2026-11-16T20:00  held up by ana: release',
      'start 2026-11-17T08:00',
    ]);
  });
});

describe('a week of its own', () => {
  const definition = definitionWith(
    usual,
    undefined,
    '',
    ', awakeOn: { days: [mon, sat], from: "19:00", until: "23:00" }',
  );
  const awakeAt = (local: string, overrides: ReturnType<typeof hold>[] = []) => {
    const nowMs = at(local);
    const inputs = { reports: [], overrides };
    const { whole } = wantedEach(definition, inputs, nowMs);
    return awakeByName(definition, { inputs, whole, nowMs })
      .get('db' as ResourceName)
      ?.until?.slice(0, 16);
  };

  it.each([
    ['in the downtime', '2026-11-21T20:00', '2026-11-21T23:00'],
    ['before the stop that it outlasts', '2026-11-16T19:30', '2026-11-16T23:00'],
    ['after it', '2026-11-21T23:00', undefined],
    ['before it', '2026-11-21T18:59', undefined],
  ])('until when a resource is awake is told %s', (_, now, until) => {
    expect(awakeAt(now)).toBe(until);
  });

  it('a hold down ends it', () => {
    expect(awakeAt('2026-11-21T20:00', [hold('down', '2026-11-21T19:30', '2026-11-22T10:00')])).toBeUndefined();
  });

  it('its window that is open and the one that comes are listed', () => {
    expect(awakeWindows(definition, at('2026-11-16T19:30'))).toEqual([
      { resource: 'db', from: '2026-11-16T19:00:00-03:00', until: '2026-11-16T23:00:00-03:00', open: true },
      { resource: 'db', from: '2026-11-21T19:00:00-03:00', until: '2026-11-21T23:00:00-03:00', open: false },
    ]);
  });

  it('a day of the month that is far away is found', () => {
    const monthly = definitionWith(usual, undefined, '', ', awakeOn: { on: 31, from: "21:00", until: "23:00" }');

    expect(awakeWindows(monthly, at('2027-01-31T23:30')).map(({ from }) => from)).toEqual([
      '2027-03-31T21:00:00-03:00',
    ]);
  });

  it('a maintenance window that is attended is one, with AWS’s own words', () => {
    const attending = withMaintenance(
      definitionWith(usual, undefined, '', ', maintenance: attend'),
      new Map([['db' as ResourceName, [{ what: 'maintenance', text: 'sun:06:00-sun:06:30' }]]]),
    );

    expect(awakeWindows(attending, at('2026-11-16T12:00'))).toEqual([
      {
        ...{ resource: 'db', from: '2026-11-22T02:00:00-03:00', until: '2026-11-22T03:30:00-03:00', open: false },
        why: 'its maintenance window sun:06:00-sun:06:30 UTC',
      },
    ]);
    expect(nextSlots(attending, nothing, at('2026-11-16T12:00'))).toHaveLength(2);
  });
});
