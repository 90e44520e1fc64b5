// Databases that attend their maintenance window are awake for it.
import { describe, expect, it } from 'vitest';
import { awakeAt } from '#definition/schedule/awake.ts';
import { slotOfWindow, withMaintenance } from '#definition/schedule/maintenance.ts';
import { wantedEach, wantedOf } from '#definition/schedule/wanted-each.ts';
import type { Resource } from '#kinds/resource.ts';
import { definitionWith } from '../../../support/weeks.ts';

describe('the time for a maintenance window', () => {
  it.each([
    ['sun:04:00-sun:04:30', 'sun 03:00-04:30'],
    ['Sun:04:00-Sun:04:30', 'sun 03:00-04:30'],
    ['mon:00:10-mon:00:40', 'sun 23:10-00:40'],
    ['sat:23:45-sun:00:15', 'sat 22:45-00:15'],
    ['tue:00:00-wed:00:00', 'mon 23:00-22:59'],
  ])('the time for %s begins an hour before it and ends with it: %s, in UTC', (text, expected) => {
    const { days, from, until, utc } = slotOfWindow(text) ?? {};

    expect([`${days?.join()} ${from}-${until}`, utc]).toEqual([expected, true]);
  });

  it.each(['', '04:00-04:30', 'sonntag', 'xxx:04:00-xxx:05:00'])('there is none for %j', (text) => {
    expect(slotOfWindow(text)).toBeUndefined();
  });
});

const zone = 'America/Fortaleza';
const base = definitionWith('start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" }', zone);
const text = 'sun:04:00-sun:04:30';

const attending = (more: Partial<Resource> = {}, of = text, calendars = base.calendars) => {
  const resources = base.resources.map((one) => ({ ...one, maintenance: 'attend', ...more }) as Resource);
  const windows = new Map(resources.map(({ name }) => [name, [{ what: 'maintenance', text: of } as const]]));
  return withMaintenance({ ...base, calendars, resources }, windows);
};
const at = (time: string): number => Date.parse(`${time}:00Z`);
const due = (definition: typeof base, time: string): string => {
  const each = wantedEach(definition, { overrides: [], reports: [] }, at(time));
  const wanted = wantedOf(each, 'db');
  return `${wanted?.state}: ${wanted?.reason}`;
};

describe('a database that attends its window', () => {
  it.each([
    ['2026-11-22T02:59', 'down: stop is scheduled'],
    [
      '2026-11-22T03:00',
      'up: db stays awake until 2026-11-22T01:30:00-03:00: its maintenance window sun:04:00-sun:04:30 UTC',
    ],
    [
      '2026-11-22T04:29',
      'up: db stays awake until 2026-11-22T01:30:00-03:00: its maintenance window sun:04:00-sun:04:30 UTC',
    ],
    ['2026-11-22T04:30', 'down: db is awake no longer'],
  ])('is due at %s UTC %s', (time, expected) => {
    expect(due(attending(), time)).toBe(expected);
  });

  it('is due up for nothing else where the window is in the time in which the environment is up', () => {
    expect(due(attending({}, 'tue:14:00-tue:14:30'), '2026-11-24T14:10')).toBe('up: start is scheduled');
  });

  it('is awake on a day that a calendar closes, too', () => {
    const closed = [{ name: 'all', closed: [{ from: '2026-01-01', to: '2027-12-31', name: 'closed' }] }];

    expect(due(attending({}, text, closed), '2026-11-22T03:30')).toContain('its maintenance window');
  });

  it.each([
    ['ignores it', { maintenance: 'ignore' }],
    ['says nothing of it', { maintenance: undefined }],
    ['is left alone', { leaveAlone: 'ana' }],
  ] as const)('sleeps on where it %s', (_, more) => {
    expect(awakeAt(attending(more as Partial<Resource>), at('2026-11-22T03:30'))).toEqual([]);
  });

  it('sleeps on where the schedule is off', () => {
    const definition = attending();

    expect(
      awakeAt({ ...definition, schedule: { ...definition.schedule, enabled: false } }, at('2026-11-22T03:30')),
    ).toEqual([]);
  });

  it('is awake at the same time in UTC before and after the clocks change', () => {
    const paris = { ...attending(), timeZone: 'Europe/Paris' };
    const awake = ['2026-10-18T03:30', '2026-10-25T03:30', '2026-11-01T03:30'].map(
      (time) => awakeAt(paris, at(time)).length,
    );

    expect(awake).toEqual([1, 1, 1]);
  });
});
