// Working Saturdays and half days: what is due at a local time, and which schedules wake for it.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { closedReason } from '#definition/schedule/calendar.ts';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import { schedulesOf } from '#run/schedules/schedule.ts';
import { definitionWith } from '../../../support/weeks.ts';

const zone = 'Europe/Paris';
const ms = (local: string): number => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;

const usual = 'start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" }';
const of = (schedule: string, ...days: readonly string[]) =>
  definitionWith(schedule, zone, `calendars: { company: [${days.join(', ')}] }`);
const stocktaking = '{ date: "2026-11-21", name: stocktaking, open: true }';

type Due = Readonly<Record<string, 'start' | 'stop'>>;
type Days = readonly [name: string, schedule: string, days: readonly string[], due: Due];

// 2026-11-16 is a Monday.
const cases: readonly Days[] = [
  [
    'a working Saturday goes like the Friday before it',
    'start: { days: weekdays, at: "08:00" }, stop: [{ days: mon-thu, at: "20:00" }, { days: fri, at: "16:00" }]',
    [stocktaking],
    {
      '2026-11-21T07:59': 'stop',
      '2026-11-21T08:00': 'start',
      '2026-11-21T15:59': 'start',
      '2026-11-21T16:00': 'stop',
      '2026-11-22T12:00': 'stop',
    },
  ],
  [
    'a working Sunday goes like the Monday that is named',
    'start: [{ days: tue-fri, at: "08:00" }, { days: mon, at: "06:00" }], stop: { days: weekdays, at: "20:00" }',
    ['{ date: "2026-11-22", name: moving, open: mon }'],
    {
      '2026-11-22T06:00': 'start',
      '2026-11-22T19:59': 'start',
      '2026-11-22T20:00': 'stop',
      '2026-11-23T05:59': 'stop',
    },
  ],
  [
    'a stop of the Saturday itself does not end a working Saturday early',
    'start: { days: weekdays, at: "08:00" }, stop: [{ days: weekdays, at: "20:00" }, { days: sat, at: "12:00" }]',
    [stocktaking],
    { '2026-11-21T12:01': 'start', '2026-11-21T20:00': 'stop' },
  ],
  [
    'the stop after midnight of a working Saturday comes on Sunday',
    'start: { days: weekdays, at: "08:00" }, stop: { days: tue-sat, at: "01:00" }',
    [stocktaking],
    {
      '2026-11-21T01:00': 'stop',
      '2026-11-21T08:00': 'start',
      '2026-11-22T00:59': 'start',
      '2026-11-22T01:00': 'stop',
    },
  ],
  [
    'a working day goes before a holiday of another calendar',
    usual,
    ['{ from: "2026-11-16", to: "2026-11-27", name: holidays }', '{ date: "2026-11-18", name: audit, open: true }'],
    { '2026-11-17T12:00': 'stop', '2026-11-18T12:00': 'start', '2026-11-19T12:00': 'stop' },
  ],
  [
    'a half day ends early, and nothing starts afterwards',
    'start: [{ days: weekdays, at: "08:00" }, { days: weekdays, at: "14:00" }], stop: { days: every day, at: "20:00" }',
    ['{ date: "2026-12-24", name: Christmas Eve, until: "13:00" }'],
    {
      '2026-12-24T12:59': 'start',
      '2026-12-24T13:00': 'stop',
      '2026-12-24T15:00': 'stop',
      '2026-12-25T12:00': 'start',
    },
  ],
  [
    'several half days in a row',
    usual,
    ['{ from: "2026-11-17", to: "2026-11-18", name: summer, until: "13:00" }'],
    {
      '2026-11-16T14:00': 'start',
      '2026-11-17T14:00': 'stop',
      '2026-11-18T12:00': 'start',
      '2026-11-18T14:00': 'stop',
    },
  ],
  [
    'a working Saturday that is a half day',
    usual,
    ['{ date: "2026-11-21", name: stocktaking, open: true, until: "13:00" }'],
    { '2026-11-21T12:00': 'start', '2026-11-21T13:00': 'stop', '2026-11-21T21:00': 'stop' },
  ],
];

describe('days on which the week goes otherwise', () => {
  it.each(cases)('%s', (_, schedule, days, due) => {
    const definition = of(schedule, ...days);
    const found = Object.keys(due).map((local) => [local, lastSlot(definition, ms(local))?.action]);

    expect(Object.fromEntries(found)).toEqual(due);
  });

  it('a slot that does not count says why', () => {
    const definition = of(usual, stocktaking, '{ date: "2026-11-18", name: party, until: "12:00" }');
    const every = of(
      usual.replace('weekdays', 'every day'),
      '{ date: "2026-11-19", name: moving, open: sun, until: "07:00" }',
    );
    const early = of(
      usual.replace('"20:00" }', '"20:00" }, { days: sat, at: "12:00" }]').replace('stop: ', 'stop: ['),
      stocktaking,
    );

    expect(closedReason(definition, 'start', ms('2026-11-18T12:00'))).toBe('party: until 12:00, no starts afterwards');
    expect(closedReason(every, 'start', ms('2026-11-19T08:00'))).toBe('moving: until 07:00, no starts afterwards');
    expect(closedReason(early, 'stop', ms('2026-11-21T12:00'))).toBe('stocktaking: open until 20:00');
    expect(closedReason(definition, 'start', ms('2026-11-19T08:00'))).toBeUndefined();
  });

  it('the next start of a Friday evening is that of the working Saturday', () => {
    expect(nextSlotThatCounts(of(usual, stocktaking), 'start', ms('2026-11-20T21:00'))).toBe(ms('2026-11-21T08:00'));
  });

  it('a schedule of its own wakes for such a day, set some days before and gone when it is over', () => {
    const targets = { runs: { start: 'start:live', stop: 'stop:live' }, role: 'role', deadLetters: 'queue' };
    const definition = of(usual, stocktaking);
    const startsAt = (local: string) =>
      schedulesOf(definition, targets, ms(local)).start.map(({ name, expression }) => `${name} ${expression}`);
    const weekly = 'start-1 cron(0 8 ? * MON,TUE,WED,THU,FRI *)';

    expect(startsAt('2026-11-01T12:00')).toEqual([weekly]);
    expect(startsAt('2026-11-18T12:00')).toEqual([weekly, 'start-2 at(2026-11-21T08:00:00)']);
    expect(startsAt('2026-11-21T08:00')).toEqual([weekly]);
  });
});
