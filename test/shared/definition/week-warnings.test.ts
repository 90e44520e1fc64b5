// Weeks and calendars that are allowed and contradict themselves.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { warningsIn } from '#definition/warnings.ts';
import { validYaml } from './wrong-file.ts';

/** A Tuesday. */
const nowMs = Date.parse('2026-12-01T12:00:00-03:00');
const usual = 'start: { days: weekdays, at: "08:00" }, stop: { days: weekdays, at: "20:00" }';
const pair = (start: string, stop: string): string => `start: ${start}, stop: ${stop}`;

type Given = { readonly schedule?: string; readonly calendars?: string; readonly ofDb?: string };

const told = ({ schedule = usual, calendars = '{}', ofDb = '' }: Given): string[] => {
  const text = validYaml
    .replace(/^schedule:\n(?: .*\n)+/m, `schedule: { enabled: true, ${schedule} }\ncalendars: ${calendars}\n`)
    .replace('instance: qa-db', `instance: qa-db${ofDb}`);
  return warningsIn(parseDefinition(text, 'qa.yaml'), nowMs).map(({ path, what }) => `${path.join('.')}: ${what}`);
};

const everyNight = '{ days: every day, at: "20:00" }';

describe('slots that stand in each other’s way', () => {
  it.each([
    ['a usual week', usual, []],
    [
      'a stop of the month that leaves a month without one',
      pair('{ days: weekdays, at: "08:00" }', '{ on: last day, at: "20:00" }'),
      [/^schedule\.stop: no stop within 24 h of a start: the environment stays up, for example from .* \(732 h\)$/],
    ],
    ['a start of the month before stops of every day', pair('{ on: [1, 15], at: "08:00" }', everyNight), []],
    [
      'a start of the month that may be on a Sunday',
      pair('{ on: 15, at: "08:00" }', '{ days: weekdays, at: "20:00" }'),
      [/^schedule\.stop: no stop within 24 h .* \(60 h\)$/],
    ],
    [
      'a stop of the month at the time of a start of the week',
      pair('{ days: weekdays, at: "08:00" }', '[{ days: every day, at: "20:00" }, { on: 18, at: "08:00" }]'),
      ['schedule.stop: on some days a start and a stop are at the same time, 08:00: the stop counts'],
    ],
    [
      'a stop of the month at that time, on a weekday that it never is',
      pair('{ days: tue, at: "08:00" }', '[{ days: every day, at: "20:00" }, { on: first mon, at: "08:00" }]'),
      [],
    ],
    [
      'a stop while a start prepares',
      pair(
        '{ days: weekdays, readyBy: "08:00", notBefore: "05:00" }',
        '[{ days: every day, at: "06:00" }, { days: every day, at: "20:00" }]',
      ),
      [
        'schedule.start: the stop of 06:00 comes while a start prepares to be ready by 08:00, which may begin at 05:00: what is started is stopped again',
      ],
    ],
    [
      'a stop before the usual preparation',
      pair(
        '{ days: weekdays, readyBy: "08:00" }',
        '[{ days: every day, at: "05:59" }, { days: every day, at: "20:00" }]',
      ),
      [],
    ],
    [
      'a stop that is spread to after a start that is not',
      `spreadMinutes: 120, ${pair('{ days: weekdays, readyBy: "20:10", notBefore: "20:05" }', '{ days: every day, at: "20:00" }')}`,
      [/^schedule\.spreadMinutes: moves the stop of 20:00 to 2\d:\d\d, after the start that is ready by 20:10/],
    ],
    [
      'a day of the month that is listed twice',
      pair('{ on: [15, 15], at: "08:00" }', everyNight),
      ['schedule.start: `15` is listed twice in `on`'],
    ],
  ] as const)('%s', (_, schedule, expected) => {
    expect(told({ schedule })).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    );
  });
});

const half = (date: string, until: string) => `{ h: [{ date: "${date}", name: half, until: "${until}" }] }`;

describe('days of calendars that say nothing, or two things', () => {
  it.each([
    ['days to come', '{ h: [{ date: "2026-12-25", name: Christmas }] }', []],
    ['today', '{ h: [{ date: "2026-12-01", name: today }] }', []],
    [
      'days that are all over',
      '{ h: [{ date: "2025-12-25", name: Christmas }, { from: "2025-12-31", to: "2026-01-01", name: new year }] }',
      ['calendars.h: its last day was 2026-01-01: it says nothing any more'],
    ],
    [
      'years that are all closed',
      '{ h: [{ from: "2026-01-01", to: "2029-12-31", name: long }] }',
      ['calendars: they close every day in sight that has a start: nothing is started'],
    ],
    [
      'a date that one list closes and opens',
      '{ h: [{ date: "2026-12-12", name: off }, { date: "2026-12-12", name: on, open: true }] }',
      ['calendars.h: 2026-12-12 is closed (off) and open (on): it is open'],
    ],
    [
      'a date that one calendar closes and another opens',
      '{ h: [{ date: "2026-12-12", name: off }], o: [{ date: "2026-12-12", name: on, open: true }] }',
      [],
    ],
    [
      'an opening day within closed days',
      '{ h: [{ from: "2026-12-20", to: "2026-12-31", name: off }, { date: "2026-12-28", name: on, open: true }] }',
      [],
    ],
    [
      'a date that goes like two days',
      '{ h: [{ date: "2026-12-12", name: one, open: mon }], o: [{ date: "2026-12-12", name: other, open: tue }] }',
      ['calendars.o: other (2026-12-12) is open twice, like two days: the slots of both come'],
    ],
    ['a half day', half('2026-12-24', '13:00'), []],
    ['a half day on a Saturday', half('2026-12-26', '13:00'), []],
    [
      'a half day that ends after the stop',
      half('2026-12-24', '22:00'),
      ['calendars.h: half (2026-12-24): `until: "22:00"` changes nothing: it is stopped before'],
    ],
    [
      'a half day that ends after the stop and is over',
      half('2026-11-30', '22:00').replace('}]', '}, { date: "2026-12-25", name: x }]'),
      [],
    ],
    [
      'a half day that ends as the day begins',
      half('2026-12-24', '08:00'),
      ['calendars.h: half (2026-12-24): `until: "08:00"` is not after a start of that day: it goes like a closed day'],
    ],
    [
      'a half day that another calendar closes',
      `{ ${half('2026-12-24', '13:00').slice(1, -1)}, c: [{ date: "2026-12-24", name: closed }] }`,
      [],
    ],
  ] as const)('%s', (_, calendars, expected) => {
    expect(told({ calendars })).toEqual(expected);
  });
});

const changesNothing = 'changes nothing: the environment is up at all of these times anyway';
const leftAlone = 'changes nothing: `leaveAlone` keeps Curfew from starting and stopping it';

describe('a resource with a week of its own that changes nothing', () => {
  it.each([
    ['on a Saturday', 'awakeOn: { days: sat, from: "10:00", until: "14:00" }', []],
    ['beyond the stop', 'awakeOn: { days: fri, from: "19:00", until: "20:01" }', []],
    ['always', 'awakeOn: always', []],
    [
      'inside the up-time',
      'awakeOn: { days: weekdays, from: "08:00", until: "20:00" }',
      [`awakeOn: ${changesNothing}`],
    ],
    [
      'one window inside and one outside',
      'awakeOn: [{ days: mon, from: "09:00", until: "10:00" }, { days: sat, from: "09:00", until: "10:00" }]',
      [],
    ],
    ['on a day that not every month has', 'awakeOn: { on: 31, from: "23:00", until: "23:30" }', []],
    ['left alone', 'awakeOn: always, leaveAlone: Ana migrates it', [`awakeOn: ${leftAlone}`]],
    ['left alone in its window', 'maintenance: attend, leaveAlone: Ana migrates it', [`maintenance: ${leftAlone}`]],
    [
      'left alone and its snapshot',
      'snapshotBeforeStop: true, leaveAlone: Ana migrates it',
      [`snapshotBeforeStop: ${leftAlone}`],
    ],
    ['a window that is ignored', 'maintenance: ignore, leaveAlone: Ana migrates it', []],
    [
      'up for every window',
      'maintenance: attend, awakeOn: always',
      ['maintenance: changes nothing: with `awakeOn: always` it is up for every window'],
    ],
  ] as const)('%s', (_, ofDb, expected) => {
    expect(told({ ofDb: `\n    ${ofDb.replaceAll(/, (?=\w+: )(?![^{[]*[}\]])/g, '\n    ')}` })).toEqual(
      expected.map((one) => `resources.db.${one}`),
    );
  });

  it('a half day that ends before it makes the difference', () => {
    const ofDb = '\n    awakeOn: { days: thu, from: "12:00", until: "15:00" }';

    expect(told({ ofDb })).toEqual([`resources.db.awakeOn: ${changesNothing}`]);
    expect(told({ ofDb, calendars: half('2026-12-24', '13:00') })).toEqual([]);
  });

  it('days that a calendar closes leave nothing of it', () => {
    const closed = '{ h: [{ date: "2026-12-05", name: x }, { from: "2026-12-12", to: "2027-06-30", name: y }] }';

    expect(told({ ofDb: '\n    awakeOn: { days: sat, from: "10:00", until: "14:00" }', calendars: closed })).toContain(
      'resources.db.awakeOn: it is never awake in the coming 10 weeks',
    );
  });

  it('without a scheduled stop it is up anyway', () => {
    expect(told({ schedule: 'start: { days: mon, at: "08:00" }', ofDb: '\n    awakeOn: always' })).toContain(
      'resources.db.awakeOn: changes nothing: no stop is scheduled',
    );
  });
});
