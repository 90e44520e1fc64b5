import { describe, expect, it } from 'vitest';
import { closedInChangeCalendar } from '#definition/change-calendar.ts';

const calendar = (type: string, ...events: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'PRODID:-//AWS//Change Calendar 1.0//EN',
    'VERSION:2.0',
    `X-CALENDAR-TYPE:${type}`,
    'X-WR-CALDESC:test',
    // The console leaves this in a calendar that has no events.
    'BEGIN:VTODO\nDTSTAMP:20200320T004207Z\nUID:3b5af39a\nSUMMARY:Add events to this calendar.\nEND:VTODO',
    ...events.map((lines) => `BEGIN:VEVENT\nDTSTAMP:20200320T004207Z\n${lines}\nEND:VEVENT`),
    'END:VCALENDAR',
    '',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');

const years = { from: '2026-12-01', to: '2026-12-31' };
const daysOf = (text: string) =>
  closedInChangeCalendar(text, years, 'company').map(({ from, to, name }) =>
    from === to ? `${from} ${name}` : `${from} to ${to} ${name}`,
  );

const berlin = (from: string, to: string) =>
  `UID:${from}\nSUMMARY:break\nDTSTART;TZID=Europe/Berlin:${from}\nDTEND;TZID=Europe/Berlin:${to}`;

describe('the closed days of a Change Calendar', () => {
  it.each([
    ['none', [], []],
    ['a whole day', [berlin('20261224T000000', '20261225T000000')], ['2026-12-24 break']],
    [
      'until one minute before midnight',
      [berlin('20261224T000000', '20261226T235900')],
      ['2026-12-24 to 2026-12-26 break'],
    ],
    [
      'until one second before midnight, over the year',
      [berlin('20261231T000000', '20261231T235959')],
      ['2026-12-31 break'],
    ],
    ['a day alone', ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20261224'], ['2026-12-24 x']],
    ['some hours are left out', [berlin('20261224T090000', '20261224T170000')], []],
  ])('of one that is open by default are its events: %s', (_, events, expected) => {
    expect(daysOf(calendar('DEFAULT_OPEN', ...events))).toEqual(expected);
  });

  it.each([
    ['no events: always', [], ['2026-12-01 to 2026-12-31 closed by default in company']],
    [
      'around an event',
      [berlin('20261207T000000', '20261209T000000')],
      [
        '2026-12-01 to 2026-12-06 closed by default in company',
        '2026-12-09 to 2026-12-31 closed by default in company',
      ],
    ],
    [
      'around two that overlap, to the ends',
      [berlin('20261130T000000', '20261210T000000'), berlin('20261205T000000', '20261231T235900')],
      [],
    ],
    [
      'a day between two',
      [berlin('20261201T000000', '20261210T000000'), berlin('20261211T000000', '20270105T000000')],
      ['2026-12-10 closed by default in company'],
    ],
  ])('of one that is closed by default are all without an event: %s', (_, events, expected) => {
    expect(daysOf(calendar('DEFAULT_CLOSED', ...events))).toEqual(expected);
  });

  it.each([
    [
      'another type',
      calendar('SOMETIMES'),
      'its X-CALENDAR-TYPE is SOMETIMES: neither DEFAULT_OPEN nor DEFAULT_CLOSED',
    ],
    ['no type', calendar('').replace('X-CALENDAR-TYPE:', 'X-OTHER:'), 'its X-CALENDAR-TYPE is missing'],
    ['no calendar', 'X-CALENDAR-TYPE:DEFAULT_OPEN', 'there is no VCALENDAR'],
  ])('cannot be told of %s', (_, text, why) => {
    expect(() => daysOf(text)).toThrow(why);
  });
});
