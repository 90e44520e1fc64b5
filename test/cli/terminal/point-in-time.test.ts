// Times as people write them: understood in the environment's zone, or refused with what to write instead.
import { describe, expect, it } from 'vitest';
import { offsetTime } from '#core/offset-time.ts';
import { durationOf } from '../../../cli/terminal/duration-text.ts';
import { fullTime, pointInTime } from '../../../cli/terminal/point-in-time.ts';

const timeZone = 'America/Fortaleza';
/** A Monday. */
const evening = { nowMs: Date.parse('2026-11-16T19:30:00-03:00'), timeZone };
const berlin = { nowMs: Date.parse('2026-10-24T20:00:00+02:00'), timeZone: 'Europe/Berlin' };

describe('a time', () => {
  it.each([
    ['22:00', '2026-11-16T22:00:00-03:00'],
    ['02:00', '2026-11-17T02:00:00-03:00'],
    ['10pm', '2026-11-16T22:00:00-03:00'],
    ['midnight', '2026-11-17T00:00:00-03:00'],
    ['tomorrow 10:00', '2026-11-17T10:00:00-03:00'],
    ['10:00 tomorrow', '2026-11-17T10:00:00-03:00'],
    ['tomorrow at 8am', '2026-11-17T08:00:00-03:00'],
    ['friday 18:30', '2026-11-20T18:30:00-03:00'],
    ['monday 08:00', '2026-11-23T08:00:00-03:00'],
    ['fri', '2026-11-20T00:00:00-03:00'],
    ['friday', '2026-11-20T00:00:00-03:00'],
    ['monday', '2026-11-23T00:00:00-03:00'],
    ['tomorrow', '2026-11-17T00:00:00-03:00'],
    ['Nov 20', '2026-11-20T00:00:00-03:00'],
    ['in 3 hours', '2026-11-16T22:30:00-03:00'],
    ['in 2 days', '2026-11-18T19:30:00-03:00'],
    ['in a week', '2026-11-23T19:30:00-03:00'],
    ['1w', '2026-11-23T19:30:00-03:00'],
    ['mon 22:00', '2026-11-16T22:00:00-03:00'],
    ['tonight 22:00', '2026-11-16T22:00:00-03:00'],
    ['3h', '2026-11-16T22:30:00-03:00'],
    ['1h30m', '2026-11-16T21:00:00-03:00'],
    ['Nov 20 22:00', '2026-11-20T22:00:00-03:00'],
    ['2026-11-20 18:00', '2026-11-20T18:00:00-03:00'],
    ['2026-11-20T18:00', '2026-11-20T18:00:00-03:00'],
    ['2026-11-21T02:00-03:00', '2026-11-21T02:00:00-03:00'],
    ['2026-11-20T22:00Z', '2026-11-20T19:00:00-03:00'],
    ['tomorrow 22:00 UTC', '2026-11-17T19:00:00-03:00'],
  ])('a time is understood in the zone of the environment: %s', (text, expected) => {
    expect(offsetTime(pointInTime(text, evening), timeZone)).toBe(expected);
  });

  it.each([
    ['8', /is not a time that can be understood/],
    ['', /is not a time/],
    ['soon', /is not a time that can be understood; write `22:00`, `tomorrow 10:00`, `3h`/],
    ['25:00', /is not a time/],
    ['today', /has passed/],
    ['next friday', /of which week/],
    ['november', /has no time of day; write, for example, `november 10:00`/],
    ['03/04/2027', /day or month first/],
    ['tomorrow at 8', /morning or in the evening\? Write `08:00` or `20:00`/],
    ['tomorrow 12', /Write `12:00` or `00:00`/],
    ['03/04/2027 10:00', /day or month first/],
    ['next friday 10:00', /of which week/],
    ['monday 08:00 to 09:00', /span of time/],
    ['22:00 and 23:00', /is not a time|span/],
    ['19:00', /has passed today .*write `tomorrow 19:00`/],
    ['yesterday 10:00', /has passed: it is Mon 16 Nov 2026 19:30 -03:00/],
    ['2026-11-01T08:00-03:00', /has passed/],
    ['0h', /is not a time|has passed/],
    ['tonight', /has no time of day; write, for example, `22:00` or `tomorrow 10:00`/],
    ['tomorrow morning', /has no time of day/],
    ['next week', /has no time of day/],
    ['03/04', /day or month first/],
    ['2026-02-30', /is not a time/],
    ['2026-02-30 10:00', /is not a time/],
    [
      'today 18:00',
      /has passed: it is Mon 16 Nov 2026 19:30 .*, and that was Mon 16 Nov 2026 18:00 -03:00 \(America\/Fortaleza\)/,
    ],
  ])('a time that is ambiguous or past is refused with a remedy: %s', (text, says) => {
    expect(() => pointInTime(text, evening)).toThrow(says);
  });

  // 2026-10-25 and 2027-03-28 are the Sundays on which the clocks change in Berlin, 2026-09-06 that on which Santiago has no midnight.
  it.each([
    ['a day later is the same time by the clock', '2026-10-24T22:00+02:00', '1d', '2026-10-25T22:00:00+01:00'],
    ['24 hours later is not', '2026-10-24T22:00+02:00', '24h', '2026-10-25T21:00:00+01:00'],
    ['hours pass as they are', '2026-10-25T01:30+02:00', 'in 3 hours', '2026-10-25T03:30:00+01:00'],
    ['of a time that comes twice the second is ahead', '2026-10-25T02:40+02:00', '02:30', '2026-10-25T02:30:00+01:00'],
    ['a day later in spring', '2027-03-27T22:00+01:00', '1d', '2027-03-28T22:00:00+02:00'],
    ['fri on a Friday is the next one', '2026-11-20T19:30+01:00', 'fri', '2026-11-27T00:00:00+01:00'],
    ['fri on a Thursday, a minute before', '2026-11-19T23:59+01:00', 'fri', '2026-11-20T00:00:00+01:00'],
  ])('%s', (_, now, text, expected) => {
    const at = pointInTime(text, { nowMs: Date.parse(now), timeZone: 'Europe/Berlin' });

    expect(offsetTime(at, 'Europe/Berlin')).toBe(expected);
  });

  it.each(['sun', 'tomorrow', 'midnight'])(
    'a day begins with its first moment where the clocks leave midnight out: %s',
    (text) => {
      const at = pointInTime(text, { nowMs: Date.parse('2026-09-05T20:00-04:00'), timeZone: 'America/Santiago' });

      expect(offsetTime(at, 'America/Santiago')).toBe('2026-09-06T01:00:00-03:00');
    },
  );

  it('a time of day that has passed is not that of tomorrow, unless it is of the night that follows', () => {
    const late = { nowMs: Date.parse('2026-11-16T23:00:00-03:00'), timeZone };

    expect(() => pointInTime('22:00', late)).toThrow(/`22:00` has passed today \(it is Mon 16 Nov 2026 23:00/);
    expect(() => pointInTime('11:01', late)).toThrow(/has passed today/);
    expect(offsetTime(pointInTime('11:00', late), timeZone)).toBe('2026-11-17T11:00:00-03:00');
  });

  it('a time that a clock change repeats is refused with both of its instants, one that it skips too', () => {
    expect(() => pointInTime('tomorrow 02:30', berlin)).toThrow(
      /the clocks in Europe\/Berlin change then; write `2026-10-25T02:30:00\+02:00` or `2026-10-25T02:30:00\+01:00`/,
    );
    const spring = { nowMs: Date.parse('2027-03-27T20:00:00+01:00'), timeZone: 'Europe/Berlin' };
    expect(() => pointInTime('2027-03-28 02:30', spring)).toThrow(/clocks in Europe\/Berlin change/);
  });

  it('a time after a clock change has the offset of that day', () => {
    expect(offsetTime(pointInTime('tomorrow 10:00', berlin), berlin.timeZone)).toBe('2026-10-25T10:00:00+01:00');
  });

  it('a time is echoed in full with its zone', () => {
    expect(fullTime(evening.nowMs, timeZone)).toBe('Mon 16 Nov 2026 19:30 -03:00 (America/Fortaleza)');
  });
});

describe('a duration', () => {
  it.each([
    ['30m', 30],
    ['90 min', 90],
    ['3h', 180],
    ['3 hours', 180],
    ['1h30m', 90],
    ['2d', 2_880],
    ['1 day 2 hours', 1_560],
  ])('a duration is understood: %s', (text, minutes) => {
    const { days = 0, minutes: rest = 0 } = durationOf(text) ?? {};

    expect(days * 1_440 + rest).toBe(minutes);
  });

  it.each(['', '3', 'h', '3x', '0h', '-3h', '3h later', '1.5h'])('a duration that is none: %j', (text) => {
    expect(durationOf(text)).toBeUndefined();
  });
});
