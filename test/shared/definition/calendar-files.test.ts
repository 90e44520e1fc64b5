import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysInCalendar } from '#definition/calendar-days.ts';
import { withCalendarFiles } from '#definition/calendar-files.ts';
import { checkText } from '#definition/check-text.ts';
import { validYaml } from './wrong-file.ts';

const calendar = (...events: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.map((lines) => `BEGIN:VEVENT\n${lines}\nEND:VEVENT`),
    'END:VCALENDAR',
  ].join('\r\n');

const years = { from: '2026-01-01', to: '2027-12-31' };
const daysOf = (...events: readonly string[]): string[] =>
  daysInCalendar(calendar(...events), years).map(
    ({ from, to, name }) => `${from === to ? from : `${from} to ${to}`} ${name}`,
  );

describe('the days of an iCalendar file', () => {
  it.each([
    [
      'one day',
      ['UID:1\nSUMMARY:Christmas\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226'],
      ['2026-12-25 Christmas'],
    ],
    ['one day without an end', ['UID:1\nSUMMARY:Christmas\nDTSTART;VALUE=DATE:20261225'], ['2026-12-25 Christmas']],
    [
      'several days over the end of a year',
      ['UID:1\nSUMMARY:break\nDTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270103'],
      ['2026-12-30 to 2027-01-02 break'],
    ],
    [
      'every year, begun long ago',
      ['UID:1\nSUMMARY:New Year\nDTSTART;VALUE=DATE:20100101\nRRULE:FREQ=YEARLY'],
      ['2026-01-01 New Year', '2027-01-01 New Year'],
    ],
    [
      'the fourth Thursday of November',
      ['UID:1\nSUMMARY:Thanksgiving\nDTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
      ['2026-11-26 Thanksgiving', '2027-11-25 Thanksgiving'],
    ],
    [
      'with one that is left out',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270501'],
      ['2026-05-01 x'],
    ],
    [
      'with one that was moved',
      [
        'UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY',
        'UID:1\nRECURRENCE-ID;VALUE=DATE:20270501\nSUMMARY:y\nDTSTART;VALUE=DATE:20270503',
      ],
      ['2026-05-01 x', '2027-05-03 y'],
    ],
    [
      'from midnight to midnight',
      ['UID:1\nSUMMARY:x\nDTSTART:20261224T000000\nDTEND:20261225T000000'],
      ['2026-12-24 x'],
    ],
    [
      'one of those that repeat was cancelled',
      [
        'UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY',
        'UID:1\nSTATUS:CANCELLED\nRECURRENCE-ID;VALUE=DATE:20270501\nSUMMARY:x\nDTSTART;VALUE=DATE:20270501',
      ],
      ['2026-05-01 x'],
    ],
    [
      'the last day of some months, until a day',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20200131\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20260430'],
      ['2026-01-31 x', '2026-04-30 x'],
    ],
    [
      'midnight of a zone, but one',
      [
        'UID:1\nSUMMARY:x\nDTSTART;TZID=Asia/Tokyo:20251224T000000\nDURATION:P2D\nRRULE:FREQ=YEARLY;UNTIL=20271223T150000Z\nEXDATE:20261223T150000Z',
      ],
      ['2027-12-24 to 2027-12-25 x'],
    ],
    [
      'begun before the years and not over',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20201230\nDTEND;VALUE=DATE:20210103\nRRULE:FREQ=YEARLY;UNTIL=20251231'],
      ['2025-12-30 to 2026-01-02 x'],
    ],
    ['a 29 February, in leap years alone', ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY'], []],
    [
      'the 31st of months that have one',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20260131\nRRULE:FREQ=MONTHLY;COUNT=3'],
      ['2026-01-31 x', '2026-03-31 x', '2026-05-31 x'],
    ],
    [
      'every year until a moment',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=20261225T000000Z'],
      ['2026-12-25 x'],
    ],
    [
      'every year in two months',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20260310\nRRULE:FREQ=YEARLY;BYMONTH=3,9;COUNT=3'],
      ['2026-03-10 x', '2026-09-10 x', '2027-03-10 x'],
    ],
    ['a line that goes on', ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DA\n TE:20261225'], ['2026-12-25 x']],
    ['what repeats every second', ['UID:1\nSUMMARY:x\nDTSTART:20260101T000000\nRRULE:FREQ=SECONDLY'], []],
    ['an event with times', ['UID:1\nSUMMARY:lunch\nDTSTART:20261224T120000\nDTEND:20261224T130000'], []],
    ['one that was cancelled', ['UID:1\nSTATUS:CANCELLED\nSUMMARY:x\nDTSTART;VALUE=DATE:20261225'], []],
    [
      'other years',
      ['UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20251225', 'UID:2\nSUMMARY:x\nDTSTART;VALUE=DATE:20280101'],
      [],
    ],
    ['without a name', ['UID:1\nDTSTART;VALUE=DATE:20261225'], ['2026-12-25 closed']],
  ])('%s', (_, events, days) => {
    expect(daysOf(...events)).toEqual(days);
  });
});

describe('an iCalendar file that says what is not read', () => {
  it.each([
    ['UID:1\nDTSTART;VALUE=DATE:20260501\nRDATE;VALUE=DATE:20260601', /RDATE is not read/],
    ['UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260501\nDTSTART;VALUE=DATE:20260501', /THISANDFUTURE/],
    ['UID:1\nDTSTART;VALUE=DATE:2026xx01', /the event 1 has no valid DTSTART/],
    ['UID:1\nSUMMARY:x', /the event 1 has no valid DTSTART/],
    ['UID:1\nDTSTART;VALUE=DATE:20260230', /2026-02-30 is not a date/],
    ['UID:1\nDTSTART;TZID=Europe/Paris:20270229T000000', /2027-02-29 is not a date/],
    [
      'UID:1\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20260501,20260431',
      /2026-04-31 is not a date/,
    ],
    ['UID:1\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nEXRULE:FREQ=YEARLY;INTERVAL=2', /EXRULE is not read/],
    ['UID:1\nDTSTART;VALUE=DATE:20260501\nRDA\n TE;VALUE=DATE:20260601', /RDATE is not read/],
  ])('is refused: %s', (event, reason) => {
    expect(() => daysOf(event)).toThrow(reason);
  });
});

describe('a definition with a calendar file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'curfew-calendar-'));
    writeFileSync(
      join(folder, 'all.ics'),
      calendar('UID:1\nSUMMARY:New: Year\nDTSTART;VALUE=DATE:20100101\nRRULE:FREQ=YEARLY'),
    );
    writeFileSync(join(folder, 'none.ics'), calendar());
    writeFileSync(join(folder, 'wrong.ics'), 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (ical: string): string =>
    validYaml.replace('schedule:', `calendars: # ours\n  all: { ical: ${ical} }\nschedule:`);
  const resolved = (ical: string) =>
    withCalendarFiles(written(ical), join(folder, 'qa.yaml'), new Date('2026-11-20T12:00Z'));

  it('has the days of this year and the next two in its text, and the same lines', () => {
    const text = resolved('all.ics');

    expect(checkText(text, 'qa.yaml').definition.calendars).toEqual([
      {
        name: 'all',
        closed: ['2026-01-01', '2027-01-01', '2028-01-01'].map((date) => ({ from: date, to: date, name: 'New: Year' })),
      },
    ]);
    expect(text.split('\n')).toHaveLength(written('all.ics').split('\n').length);
    expect(text).toContain('# ours');
    expect(withCalendarFiles(text, join(folder, 'qa.yaml'), new Date('2026-11-20T12:00Z'))).toBe(text);
  });

  it.each([
    ['gone.ics', /gone\.ics cannot be read: ENOENT/],
    ['none.ics', /none\.ics has no whole day in 2026 to 2028/],
    ['wrong.ics', /wrong\.ics is not a valid iCalendar file/],
  ])('is refused with the reason where its file is of no use: %s', (file, reason) => {
    expect(() => resolved(file)).toThrow(reason);
  });

  it('is refused by whoever has only its text', () => {
    expect(() => checkText(written('all.ics'), 'qa.yaml')).toThrow(
      /calendars\.all\.ical: the file `all\.ics` was not read/,
    );
  });

  it('another text stays as it is, to the letter', () => {
    expect(withCalendarFiles(validYaml, 'qa.yaml', new Date())).toBe(validYaml);
  });
});
