// The weeks that users of other schedulers ask for, or that their schedulers get wrong: what is due at a local time.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import { definitionWith } from '../../../support/weeks.ts';

const ms = (local: string, timeZone: string): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds;

type Due = Readonly<Record<string, 'start' | 'stop'>>;
type Week = readonly [name: string, schedule: string, due: Due, zone?: string];

// 2026-11-16 is a Monday.
const weeks = (
  [
    [
      'an earlier end on Fridays',
      'start: { days: weekdays, at: "08:00" }, stop: [{ days: mon-thu, at: "20:00" }, { days: fri, at: "16:00" }]',
      {
        '2026-11-19T16:30': 'start',
        '2026-11-19T20:00': 'stop',
        '2026-11-20T15:59': 'start',
        '2026-11-20T16:00': 'stop',
        '2026-11-22T12:00': 'stop',
        '2026-11-23T08:00': 'start',
      },
    ],
    [
      'two windows on one day',
      'start: [{ days: weekdays, at: "08:00" }, { days: weekdays, at: "14:00" }], stop: [{ days: weekdays, at: "12:00" }, { days: weekdays, at: "20:00" }]',
      {
        '2026-11-16T11:59': 'start',
        '2026-11-16T13:00': 'stop',
        '2026-11-16T14:00': 'start',
        '2026-11-16T20:00': 'stop',
      },
    ],
    [
      'a window over midnight',
      'start: { days: weekdays, at: "22:00" }, stop: { days: tue-sat, at: "06:00" }',
      {
        '2026-11-16T21:59': 'stop',
        '2026-11-16T23:59': 'start',
        '2026-11-17T00:00': 'start',
        '2026-11-17T06:00': 'stop',
        '2026-11-21T05:59': 'start',
        '2026-11-22T23:00': 'stop',
      },
    ],
    [
      'windows that meet at midnight, with no stop between them',
      'start: [{ days: mon, at: "18:00" }, { days: tue, at: "00:00" }], stop: { days: tue, at: "09:00" }',
      { '2026-11-16T23:59': 'start', '2026-11-17T00:00': 'start', '2026-11-17T09:00': 'stop' },
    ],
    [
      'a stop alone: nothing ever starts it',
      'stop: [{ days: weekdays, at: "20:00" }, { days: [sat, sun], at: "14:00" }]',
      { '2026-11-17T12:00': 'stop', '2026-11-21T14:00': 'stop', '2026-11-22T23:59': 'stop' },
    ],
    [
      'a start alone has no end at midnight',
      'start: { days: fri, at: "18:00" }',
      { '2026-11-20T18:00': 'start', '2026-11-21T00:00': 'start', '2026-11-22T23:59': 'start' },
    ],
    [
      'the weekend alone',
      'start: { days: sat, at: "09:00" }, stop: { days: sun, at: "18:00" }',
      {
        '2026-11-20T12:00': 'stop',
        '2026-11-21T09:00': 'start',
        '2026-11-22T00:00': 'start',
        '2026-11-22T18:00': 'stop',
      },
    ],
    [
      'a range over the weekend',
      'start: { days: fri-mon, at: "09:00" }, stop: { days: fri-mon, at: "18:00" }',
      {
        '2026-11-17T12:00': 'stop',
        '2026-11-20T12:00': 'start',
        '2026-11-22T12:00': 'start',
        '2026-11-23T12:00': 'start',
      },
    ],
    [
      'the last day of the month, of a short one and in a leap year',
      'start: { on: last day, at: "08:00" }, stop: { days: every day, at: "20:00" }',
      {
        '2026-11-29T12:00': 'stop',
        '2026-11-30T12:00': 'start',
        '2026-12-31T12:00': 'start',
        '2027-02-28T12:00': 'start',
        '2028-02-28T12:00': 'stop',
        '2028-02-29T12:00': 'start',
      },
    ],
    [
      'the end of the month beside a usual week',
      'start: [{ days: weekdays, at: "08:00" }, { on: [last day, 1], at: "06:00" }], stop: { days: every day, at: "20:00" }',
      {
        '2026-11-30T06:00': 'start',
        '2026-11-27T07:00': 'stop',
        '2027-01-31T12:00': 'start',
        '2027-01-30T12:00': 'stop',
      },
    ],
    [
      'a day that not every month has',
      'start: { on: 31, at: "08:00" }, stop: { days: every day, at: "20:00" }',
      { '2026-11-30T12:00': 'stop', '2026-12-01T12:00': 'stop', '2026-12-31T12:00': 'start' },
    ],
    [
      'the first and the third Monday of a month',
      'start: { on: [first mon, third mon], at: "08:00" }, stop: { days: every day, at: "20:00" }',
      {
        '2026-11-02T12:00': 'start',
        '2026-11-09T12:00': 'stop',
        '2026-11-16T12:00': 'start',
        '2026-11-23T12:00': 'stop',
        '2026-11-30T12:00': 'stop',
      },
    ],
    [
      'the weekday of its own zone, where it is still Sunday in UTC',
      'start: { days: mon, at: "05:00" }, stop: { days: mon, at: "20:00" }',
      { '2026-11-16T04:59': 'stop', '2026-11-16T05:00': 'start', '2026-11-15T05:00': 'stop' },
      'Asia/Tokyo',
    ],
    [
      'a zone of half an hour',
      'start: { days: weekdays, at: "09:30" }, stop: { days: weekdays, at: "18:30" }',
      { '2026-11-16T09:29': 'stop', '2026-11-16T09:30': 'start', '2026-11-16T18:30': 'stop' },
      'Asia/Kolkata',
    ],
    [
      'the same local hours on both sides of the change to summer time',
      'start: { days: every day, at: "08:00" }, stop: { days: every day, at: "20:00" }',
      {
        '2026-03-28T07:59': 'stop',
        '2026-03-28T08:00': 'start',
        '2026-03-29T07:59': 'stop',
        '2026-03-29T08:00': 'start',
      },
      'Europe/Paris',
    ],
    [
      'the same local hours on both sides of the change to winter time',
      'start: { days: every day, at: "08:00" }, stop: { days: every day, at: "20:00" }',
      {
        '2026-10-24T20:00': 'stop',
        '2026-10-25T07:59': 'stop',
        '2026-10-25T08:00': 'start',
        '2026-10-25T20:00': 'stop',
      },
      'Europe/Paris',
    ],
  ] satisfies readonly Week[]
).map(([name, schedule, due, zone = 'America/Fortaleza']: Week) => ({ name, schedule, due, zone }));

describe('the weeks that people have', () => {
  it.each(weeks)('$name', ({ schedule, due, zone: timeZone }) => {
    const definition = definitionWith(schedule, timeZone);
    const found = Object.fromEntries(
      Object.keys(due).map((local) => [local, lastSlot(definition, ms(local, timeZone))?.action]),
    );

    expect(found).toEqual(due);
  });

  it.each([
    ['leaves out', '2026-03-28', '2026-03-30', ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z']],
    ['repeats', '2026-10-24', '2026-10-26', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  ])(
    'a slot in the hour that the clock change %s comes once a day, also as one of several',
    (_, from, to, expected) => {
      const { schedule } = definitionWith(
        'start: [{ days: mon-fri, at: "02:30" }, { days: [sat, sun], at: "02:30" }]',
        'Europe/Paris',
      );
      const found = slotsBetween(
        schedule.start,
        'Europe/Paris',
        ms(`${from}T00:00`, 'Europe/Paris'),
        ms(`${to}T23:59`, 'Europe/Paris'),
      );

      expect(found.map((at) => new Date(at).toISOString().replace(':00.000Z', 'Z'))).toEqual(expected);
    },
  );
});
