import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { isCheckDue } from '#run/schedules/is-check-due.ts';
import { definitionWith } from '../../../support/weeks.ts';

const targets = { runs: { start: 'start:live', stop: 'stop:live' }, role: 'role', deadLetters: 'queue' };
const slots =
  'start: { days: weekdays, at: "08:40" }, stop: [{ days: every day, at: "20:40" }, { on: last day, at: "00:05" }]';
const definition = definitionWith(slots);
const at = (time: string): number =>
  Temporal.PlainDateTime.from(`2026-11-16T${time}`).toZonedDateTime(definition.timeZone).epochMilliseconds;
const quarter = 15 * 60_000;

it.each([
  ['the first quarter of an hour', '12:00', true],
  ['the minute by which a look may be late', '12:15', true],
  ['the second quarter of an hour', '12:16', false],
  ['the last minute of an hour', '12:59', false],
  ['the last look before a stop', '20:24', true],
  ['a look just before a stop', '20:39', true],
  ['a look that another one follows before the stop', '20:23', false],
  ['the moment of a stop', '20:40', false],
  ['the last look before a start', '08:30', true],
  ['the last look before a special day, across midnight', '23:50', true],
])('schedules are looked at in %s (%s): %s', (_, time, isDue) => {
  expect(isCheckDue(definition, targets, at(time))).toBe(isDue);
});

it('schedules are looked at once in any hour and before any slot, whenever the looks come and however late each is', () => {
  for (const phase of [0, 1, 7, 14])
    for (const late of [0, 59_000]) {
      const looks = Array.from(
        { length: 4 * 24 },
        (_, n) => at('00:00') + phase * 60_000 + n * quarter + ((n * 7) % 3 === 0 ? late : 0),
      );
      const due = looks.filter((ms) => isCheckDue(definition, targets, ms));
      const gaps = due.slice(1).map((ms, index) => ms - (due[index] ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(76 * 60_000);
      for (const slot of ['08:40', '20:40'])
        expect(due.some((ms) => ms < at(slot) && at(slot) - ms <= 16 * 60_000)).toBe(true);
    }
});

it('schedules are looked at once in most hours, and once more before each of three slots', () => {
  const looks = Array.from({ length: 4 * 24 }, (_, n) => at('00:05') + n * quarter);

  expect(looks.filter((ms) => isCheckDue(definition, targets, ms))).toHaveLength(27);
});
