// Weeks where clocks and calendars are awkward: nights in which a clock changes, two zones at one instant, months that end in a night,
// and schedules of one side. What is due, judged at instants.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { awakeAt } from '#definition/schedule/awake.ts';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import { definitionWith } from '../../../support/weeks.ts';

type Due = Readonly<Record<string, 'start' | 'stop' | undefined>>;
type Week = readonly [name: string, zone: string, schedule: string, due: Due];

const nightly = 'start: { days: every day, at: "22:00" }, stop: { days: every day, at: "06:00" }';
const daily = 'start: { days: every day, at: "08:00" }, stop: { days: every day, at: "20:00" }';

const weeks: readonly Week[] = [
  [
    'a window over the night that has 23 hours (Paris)',
    'Europe/Paris',
    nightly,
    {
      '2027-03-27T20:59:59Z': 'stop',
      '2027-03-27T21:00Z': 'start',
      '2027-03-28T01:00Z': 'start',
      '2027-03-28T03:59:59Z': 'start',
      '2027-03-28T04:00Z': 'stop',
      '2027-03-28T20:00Z': 'start',
    },
  ],
  [
    'a window over the night that has 25 hours (Paris)',
    'Europe/Paris',
    nightly,
    {
      '2026-10-24T20:00Z': 'start',
      '2026-10-25T00:30Z': 'start',
      '2026-10-25T01:30Z': 'start',
      '2026-10-25T04:59:59Z': 'start',
      '2026-10-25T05:00Z': 'stop',
    },
  ],
  [
    'a window that begins in the hour that is left out (New York)',
    'America/New_York',
    'start: { days: sun, at: "02:30" }, stop: { days: sun, at: "12:00" }',
    { '2027-03-14T07:29:59Z': 'stop', '2027-03-14T07:30Z': 'start', '2027-03-14T16:00Z': 'stop' },
  ],
  [
    'a window that ends in the hour that is there twice ends at the first (New York)',
    'America/New_York',
    'start: { days: sat, at: "20:00" }, stop: { days: sun, at: "01:30" }',
    { '2026-11-01T05:29:59Z': 'start', '2026-11-01T05:30Z': 'stop', '2026-11-01T06:30Z': 'stop' },
  ],
  [
    'southern summer time begins in October (Sydney)',
    'Australia/Sydney',
    daily,
    {
      '2026-10-02T22:00Z': 'start',
      '2026-10-03T20:59:59Z': 'stop',
      '2026-10-03T21:00Z': 'start',
      '2026-10-04T09:00Z': 'stop',
    },
  ],
  [
    'southern summer time ends in April (Sydney)',
    'Australia/Sydney',
    daily,
    {
      '2027-04-02T21:00Z': 'start',
      '2027-04-03T21:30Z': 'stop',
      '2027-04-03T22:00Z': 'start',
      '2027-04-04T10:00Z': 'stop',
    },
  ],
  [
    'a clock that goes half an hour forward, over a night (Lord Howe)',
    'Australia/Lord_Howe',
    nightly,
    {
      '2026-10-03T11:29:59Z': 'stop',
      '2026-10-03T11:30Z': 'start',
      '2026-10-03T18:59:59Z': 'start',
      '2026-10-03T19:00Z': 'stop',
      '2026-10-04T11:00Z': 'start',
    },
  ],
  [
    'a clock that goes half an hour back, over a night (Lord Howe)',
    'Australia/Lord_Howe',
    nightly,
    {
      '2027-04-03T11:00Z': 'start',
      '2027-04-03T19:29:59Z': 'start',
      '2027-04-03T19:30Z': 'stop',
      '2027-04-04T11:30Z': 'start',
    },
  ],
  [
    'a slot in the half hour that is left out (Lord Howe)',
    'Australia/Lord_Howe',
    'start: { days: sun, at: "02:15" }, stop: { days: sun, at: "12:00" }',
    { '2026-10-03T15:44:59Z': 'stop', '2026-10-03T15:45Z': 'start' },
  ],
  [
    'a window over midnight that begins on the last day of a month',
    'UTC',
    'start: { on: last day, at: "22:00" }, stop: { on: 1, at: "06:00" }',
    {
      '2026-11-30T21:59:59Z': 'stop',
      '2026-11-30T22:00Z': 'start',
      '2026-12-01T00:00Z': 'start',
      '2026-12-01T06:00Z': 'stop',
      '2027-02-28T23:00Z': 'start',
      '2028-02-28T23:00Z': 'stop',
      '2028-02-29T23:00Z': 'start',
    },
  ],
  [
    'a window over midnight of weekdays across the end of a month and of a year',
    'UTC',
    'start: { days: weekdays, at: "22:00" }, stop: { days: tue-sat, at: "06:00" }',
    {
      '2026-12-31T23:00Z': 'start',
      '2027-01-01T05:59:59Z': 'start',
      '2027-01-01T06:00Z': 'stop',
      '2027-01-02T06:00Z': 'stop',
    },
  ],
  [
    'the weekend alone, over a change of the clock (Paris)',
    'Europe/Paris',
    'start: { days: sat, at: "00:00" }, stop: { days: mon, at: "00:00" }',
    {
      '2026-10-23T21:59:59Z': 'stop',
      '2026-10-23T22:00Z': 'start',
      '2026-10-25T22:59:59Z': 'start',
      '2026-10-25T23:00Z': 'stop',
    },
  ],
  [
    'a stop alone, in the hour that is there twice: once (Paris)',
    'Europe/Paris',
    'stop: { days: sun, at: "02:30" }',
    { '2026-10-25T00:30Z': 'stop', '2026-10-25T01:30Z': 'stop' },
  ],
  [
    'a start alone stays the last word for weeks',
    'Europe/Paris',
    'start: { days: mon, at: "07:00" }',
    { '2026-11-16T06:00Z': 'start', '2026-11-22T23:00Z': 'start' },
  ],
];

const msOf = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

describe('weeks over awkward clocks', () => {
  it.each(weeks.map(([name, zone, schedule, due]) => ({ name, zone, schedule, due })))(
    '$name',
    ({ zone, schedule, due }) => {
      const definition = definitionWith(schedule, zone);
      const found = Object.fromEntries(Object.keys(due).map((at) => [at, lastSlot(definition, msOf(at))?.action]));

      expect(found).toEqual(due);
    },
  );

  it('one instant is working time in one zone and night in another', () => {
    const at = msOf('2026-11-16T09:00Z');
    const due = (zone: string) => lastSlot(definitionWith(daily, zone), at)?.action;

    expect(
      ['Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney', 'America/Fortaleza'].map(due),
    ).toEqual(['start', 'stop', 'start', 'stop', 'stop']);
  });

  it('the clocks of Paris and New York change in different weeks: their common hours do, too', () => {
    const isUp = (zone: string, at: string) => lastSlot(definitionWith(daily, zone), msOf(at))?.action === 'start';
    const both = (at: string) => [isUp('Europe/Paris', at), isUp('America/New_York', at)];

    expect(both('2026-10-23T12:30Z')).toEqual([true, true]);
    expect(both('2026-10-26T12:30Z')).toEqual([true, true]);
    expect(both('2026-11-02T12:30Z')).toEqual([true, false]);
  });
});

describe('weeks of resources of their own over awkward clocks', () => {
  type Own = readonly [name: string, zone: string, awakeOn: string, awake: Readonly<Record<string, boolean>>];
  const own: readonly Own[] = [
    [
      'over a night of 23 hours it is awake for an hour less (Paris)',
      'Europe/Paris',
      '{ days: sat, from: "23:00", until: "05:00" }',
      {
        '2027-03-27T21:59:59Z': false,
        '2027-03-27T22:00Z': true,
        '2027-03-28T02:59:59Z': true,
        '2027-03-28T03:00Z': false,
      },
    ],
    [
      'over a night of 25 hours it is awake for an hour more (Paris)',
      'Europe/Paris',
      '{ days: sat, from: "23:00", until: "05:00" }',
      { '2026-10-24T21:00Z': true, '2026-10-25T03:59:59Z': true, '2026-10-25T04:00Z': false },
    ],
    [
      'a time that lies in the half hour that is left out is none (Lord Howe)',
      'Australia/Lord_Howe',
      '{ days: sun, from: "02:05", until: "02:25" }',
      { '2026-10-03T15:34:59Z': false, '2026-10-03T15:56Z': false, '2026-10-10T15:10Z': true },
    ],
    [
      'over the end of a month (Fortaleza)',
      'America/Fortaleza',
      '{ days: mon, from: "22:00", until: "02:00" }',
      {
        '2026-12-01T00:59:59Z': false,
        '2026-12-01T01:00Z': true,
        '2026-12-01T04:59:59Z': true,
        '2026-12-01T05:00Z': false,
      },
    ],
    [
      'two times that meet at midnight are one',
      'UTC',
      '[{ days: sat, from: "20:00", until: "00:00" }, { days: sun, from: "00:00", until: "04:00" }]',
      { '2026-11-21T23:59:59Z': true, '2026-11-22T00:00Z': true, '2026-11-22T04:00Z': false },
    ],
  ];

  it.each(own.map(([name, zone, awakeOn, awake]) => ({ name, zone, awakeOn, awake })))(
    '$name',
    ({ zone, awakeOn, awake }) => {
      const definition = definitionWith('stop: { days: every day, at: "20:00" }', zone, '', `, awakeOn: ${awakeOn}`);
      const found = Object.fromEntries(Object.keys(awake).map((at) => [at, awakeAt(definition, msOf(at)).length > 0]));

      expect(found).toEqual(awake);
    },
  );
});
