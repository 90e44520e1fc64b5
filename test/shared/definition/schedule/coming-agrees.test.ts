// The calendar says what runs do: what is due by it is what is due by the last slot, whatever the week, its calendars and the clocks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awakeAhead } from '#definition/schedule/awake-ahead.ts';
import { comingUp, upTimes } from '#definition/schedule/coming.ts';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import { localOf, ms, zone } from '../../../support/paris.ts';
import { definitionWith } from '../../../support/weeks.ts';

const upIn = (definition: ReturnType<typeof definitionWith>, from: string, to: string): string[] => {
  const ahead = { definition, overrides: [], fromMs: ms(from), toMs: ms(to) };
  return upTimes(comingUp(ahead), ahead).map(({ fromMs, toMs }) => `${localOf(fromMs)} ${localOf(toMs)}`);
};

const reasonsIn = (definition: ReturnType<typeof definitionWith>, from: string, to: string): string[] =>
  comingUp({ definition, overrides: [], fromMs: ms(from), toMs: ms(to) }).flatMap((one) =>
    'becomes' in one ? [`${one.kind} ${one.becomes}${one.reason === undefined ? '' : `: ${one.reason}`}`] : [],
  );

// 2027-03-28 and 2026-10-25 are the Sundays on which the clocks change.
describe('slots that a clock change turns round, or that meet', () => {
  it.each([
    ['03:00', ['stop already', 'start skipped: the clocks change: the stop of 03:00 is the later one']],
    ['03:30', ['start skipped: the clocks change: the stop of 03:30 is the later one', 'stop already']],
  ])('a start in the hour that is left out does not come after its stop of %s', (stop, expected) => {
    const definition = definitionWith(`start: { days: sun, at: "02:30" }, stop: { days: sun, at: "${stop}" }`, zone);

    expect(reasonsIn(definition, '2027-03-27T12:00', '2027-03-29T00:00')).toEqual(expected);
    expect(upIn(definition, '2027-03-27T12:00', '2027-03-29T00:00')).toEqual([]);
  });

  it('of a start of the week and a stop of the month at one time the stop counts, on that day alone', () => {
    const definition = definitionWith('start: { days: weekdays, at: "08:00" }, stop: { on: 18, at: "08:00" }', zone);

    expect(reasonsIn(definition, '2026-11-17T12:00', '2026-11-19T12:00')).toEqual([
      'start skipped: a stop is at the same time, and goes before it',
      'stop happens',
      'start happens',
    ]);
  });
});

describe('half days', () => {
  it.each([
    ['the earlier first', '13:00', '15:00'],
    ['the later first', '15:00', '13:00'],
  ])('of two half days on one date the earlier counts: %s', (_, one, other) => {
    const half = (until: string) => `[{ date: "2026-11-17", name: half, until: "${until}" }]`;
    const definition = definitionWith(
      'start: [{ days: weekdays, at: "08:00" }, { days: weekdays, at: "14:00" }], stop: { days: weekdays, at: "20:00" }',
      zone,
      `calendars: { one: ${half(one)}, other: ${half(other)} }`,
    );

    expect(upIn(definition, '2026-11-17T00:00', '2026-11-18T00:00')).toEqual(['2026-11-17T08:00 2026-11-17T13:00']);
  });
});

describe('a week of its own', () => {
  const withAwake = (awakeOn: string) =>
    definitionWith(
      'start: { days: weekdays, at: "08:00" }, stop: { days: weekdays, at: "20:00" }',
      zone,
      '',
      `, awakeOn: ${awakeOn}`,
    );
  const windows = (awakeOn: string, from: string, to: string): string[] =>
    awakeAhead(withAwake(awakeOn), { fromMs: ms(from), toMs: ms(to) }).map(
      ({ fromMs, untilMs }) => `${localOf(fromMs)} ${untilMs === undefined ? 'always' : localOf(untilMs)}`,
    );

  it.each([
    [
      'windows that overlap are one',
      '[{ days: sat, from: "10:00", until: "14:00" }, { days: sat, from: "12:00", until: "16:00" }]',
      '2026-11-20T12:00',
      ['2026-11-21T10:00 2026-11-21T16:00'],
    ],
    [
      'windows that follow each other are one',
      '[{ days: sat, from: "10:00", until: "14:00" }, { days: sat, from: "14:00", until: "16:00" }]',
      '2026-11-20T12:00',
      ['2026-11-21T10:00 2026-11-21T16:00'],
    ],
    [
      'one within another adds nothing',
      '[{ days: sat, from: "10:00", until: "16:00" }, { days: sat, from: "11:00", until: "12:00" }]',
      '2026-11-20T12:00',
      ['2026-11-21T10:00 2026-11-21T16:00'],
    ],
    [
      'the same one twice is one',
      '[{ days: sat, from: "10:00", until: "14:00" }, { days: sat-sun, from: "10:00", until: "14:00" }]',
      '2026-11-20T12:00',
      ['2026-11-21T10:00 2026-11-21T14:00', '2026-11-22T10:00 2026-11-22T14:00'],
    ],
    [
      'one that is open already is there, from its beginning',
      '{ days: fri, from: "22:00", until: "06:00" }',
      '2026-11-21T00:00',
      ['2026-11-20T22:00 2026-11-21T06:00'],
    ],
    ['one that has just ended is not', '{ days: fri, from: "22:00", until: "06:00" }', '2026-11-21T06:00', []],
    ['what is always awake has no end', 'always', '2026-11-20T12:00', ['2026-11-20T12:00 always']],
    [
      'a window that the clocks leave nothing of is none',
      '{ days: sun, from: "02:30", until: "03:00" }',
      '2027-03-27T12:00',
      [],
    ],
    [
      'a window over the hour that comes twice ends when the clock shows its end first',
      '{ days: sun, from: "01:30", until: "02:30" }',
      '2026-10-24T12:00',
      ['2026-10-25T01:30 2026-10-25T02:30'],
    ],
  ])('%s', (_, awakeOn, from, expected) => {
    const to = localOf(ms(from) + 3 * 24 * 3_600_000);

    expect(windows(awakeOn, from, to)).toEqual(expected);
  });
});

const time = fc.constantFrom('00:00', '02:00', '02:30', '03:00', '03:30', '08:00', '13:00', '20:00', '23:30');
const on = fc.constantFrom(
  'days: weekdays',
  'days: every day',
  'days: sun',
  'days: [sat, sun]',
  'on: last day',
  'on: 28',
);
const slots = fc
  .array(fc.tuple(on, time), { minLength: 1, maxLength: 2 })
  .map((all) => `[${all.map(([day, at]) => `{ ${day}, at: "${at}" }`).join(', ')}]`);
const dates = ['2026-10-24', '2026-10-25', '2026-10-26', '2027-03-27', '2027-03-28', '2027-03-29'];
const day = fc
  .tuple(fc.constantFrom(...dates), fc.constantFrom('', ', until: "03:00"', ', until: "13:00"', ', open: mon'))
  .map(([date, what]) => `{ date: "${date}", name: special${what} }`);
const calendar = fc.array(day, { maxLength: 3 }).map((all) => `calendars: { all: [${all.join(', ')}] }`);

it.each(['2026-10-23T12:00', '2027-03-26T12:00'])(
  'the calendar from %s has it up exactly while the last slot does',
  (from) => {
    fc.assert(
      fc.property(slots, slots, calendar, (start, stop, more) => {
        const definition = definitionWith(`start: ${start}, stop: ${stop}`, zone, more);
        const ahead = { definition, overrides: [], fromMs: ms(from), toMs: ms(from) + 4 * 24 * 3_600_000 };
        const coming = comingUp(ahead);
        const up = upTimes(coming, ahead);
        for (const at of [ahead.fromMs, ...coming.map((one) => one.at)].filter(
          (one) => one >= ahead.fromMs && one < ahead.toMs,
        )) {
          const isUp = up.some(({ fromMs, toMs }) => fromMs <= at && at < toMs);
          expect([localOf(at), isUp]).toEqual([localOf(at), lastSlot(definition, at)?.action === 'start']);
        }
      }),
      { numRuns: 60 },
    );
  },
);
