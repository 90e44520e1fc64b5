import { expect, it } from 'vitest';
import { offHoursAt, offHoursBetween } from '#definition/schedule/working-hours.ts';

const zone = 'America/Fortaleza';
const hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' } as const;
const ms = (time: string) => Date.parse(`${time}:00-03:00`);
const text = (at: number) => new Date(at - 3 * 3_600_000).toISOString().slice(0, 16);

it.each([
  ['in the morning', '2026-11-20T08:59', '2026-11-19T18:00 2026-11-20T09:00'],
  ['as work begins', '2026-11-20T09:00', undefined],
  ['at noon', '2026-11-20T12:00', undefined],
  ['as work ends', '2026-11-20T18:00', '2026-11-20T18:00 2026-11-23T09:00'],
  ['at a weekend', '2026-11-22T12:00', '2026-11-20T18:00 2026-11-23T09:00'],
])('%s the stretch outside of working hours is %s: %s', (_, now, expected) => {
  const found = offHoursAt(hours, zone, ms(now));
  expect(found && `${text(found.from)} ${text(found.to)}`).toBe(expected);
});

it('a week has five nights, of which the last is the weekend', () => {
  const found = offHoursBetween(hours, zone, { from: ms('2026-11-16T00:00'), to: ms('2026-11-23T00:00') });
  expect(found.map(({ from, to }) => `${text(from)} ${text(to)}`)).toEqual([
    '2026-11-16T00:00 2026-11-16T09:00',
    ...['16', '17', '18', '19'].map((day) => `2026-11-${day}T18:00 2026-11-${Number(day) + 1}T09:00`),
    '2026-11-20T18:00 2026-11-23T00:00',
  ]);
});
