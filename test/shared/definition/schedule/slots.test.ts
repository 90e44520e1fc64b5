import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeeklySlot } from '#definition/definition.ts';
import { firstSlotThat, lastSlotThat, nextSlot, slotsBetween, weekdays } from '#definition/schedule/slots.ts';

const daily = (at: string): WeeklySlot => ({ days: weekdays, at });
const between = (slot: WeeklySlot, zone: string, from: string, to: string) =>
  slotsBetween(slot, zone, Date.parse(from), Date.parse(to)).map((ms) => new Date(ms).toISOString());

describe('a schedule', () => {
  it('a schedule fires at its local time on its days', () => {
    const slot: WeeklySlot = { days: ['mon', 'fri'], at: '08:00' };

    expect(between(slot, 'America/Fortaleza', '2026-11-16T00:00:00Z', '2026-11-23T10:59:59Z')).toEqual([
      '2026-11-16T11:00:00.000Z',
      '2026-11-20T11:00:00.000Z',
    ]);
  });

  it.each([
    ['mon', '2026-11-16'],
    ['tue', '2026-11-17'],
    ['wed', '2026-11-18'],
    ['thu', '2026-11-19'],
    ['fri', '2026-11-20'],
    ['sat', '2026-11-21'],
    ['sun', '2026-11-22'],
  ] as const)('a schedule on %s alone fires on %s of that week, and on no other day', (day, date) => {
    const fired = between({ days: [day], at: '08:00' }, 'UTC', '2026-11-16T00:00:00Z', '2026-11-22T23:59:59Z');

    expect(fired).toEqual([`${date}T08:00:00.000Z`]);
  });

  // Weeks are worked out in blocks of sixteen days from 1970 on: forty days meet two of their ends.
  it.each([
    ['at the end of a block', 'UTC', '00:00'],
    ['on the other side of it by the date in UTC', 'America/Fortaleza', '22:00'],
    ['on the other side of it by the date in its zone', 'Asia/Tokyo', '03:00'],
  ])('a schedule fires once on each of forty days, %s', (_, zone, at) => {
    const found = between(daily(at), zone, '2026-11-01T12:00:00Z', '2026-12-11T12:00:00Z');

    expect(found).toHaveLength(40);
    expect(new Set(found.map((time) => Date.parse(time) % (24 * 3_600_000))).size).toBe(1);
    expect(new Set(found).size).toBe(40);
    expect(found).toEqual(found.toSorted());
  });

  it('a schedule counts the first and the last moment of a search', () => {
    const fromMs = Date.parse('2026-11-16T08:00:00Z');
    const at = { fromMs, toMs: fromMs, fits: () => true };

    expect(firstSlotThat(daily('08:00'), 'UTC', at)).toBe(fromMs);
    expect(lastSlotThat(daily('08:00'), 'UTC', at)).toBe(fromMs);
    expect(firstSlotThat(daily('08:00'), 'UTC', { ...at, fromMs: fromMs - 1, toMs: fromMs - 1 })).toBeUndefined();
    expect(lastSlotThat(daily('08:00'), 'UTC', { ...at, fromMs: fromMs + 1, toMs: fromMs + 1 })).toBeUndefined();
  });

  it('a schedule looks eight days ahead for its next slot, no further', () => {
    const friday = Date.parse('2026-11-20T08:00:00Z');
    const weekly: WeeklySlot = { days: ['fri'], at: '08:00' };
    const dayMs = 24 * 3_600_000;

    expect(nextSlot(weekly, 'UTC', friday)).toBe(friday + 7 * dayMs);
    expect(nextSlot({ days: [], at: '08:00' }, 'UTC', friday)).toBeUndefined();
    expect(nextSlot({ days: ['sat'], at: '08:00' }, 'UTC', friday)).toBe(friday + dayMs);
  });

  it('a schedule judges the day in its own zone, not in UTC', () => {
    const slot: WeeklySlot = { days: ['mon'], at: '23:30' };

    expect(between(slot, 'America/Los_Angeles', '2026-11-16T00:00:00Z', '2026-11-18T00:00:00Z')).toEqual([
      '2026-11-17T07:30:00.000Z',
    ]);
  });

  it('a schedule counts both ends of the interval', () => {
    expect(between(daily('08:00'), 'UTC', '2026-11-16T08:00:00Z', '2026-11-17T08:00:00Z')).toHaveLength(2);
  });

  it.each([
    [
      'keeps its local time through the spring change',
      'Europe/Berlin',
      '08:00',
      '2026-03-28',
      ['2026-03-28T07:00:00.000Z', '2026-03-29T06:00:00.000Z', '2026-03-30T06:00:00.000Z'],
    ],
    [
      'moves a time that spring skips forward, instead of skipping the day',
      'Europe/Berlin',
      '02:30',
      '2026-03-28',
      ['2026-03-28T01:30:00.000Z', '2026-03-29T01:30:00.000Z', '2026-03-30T00:30:00.000Z'],
    ],
    [
      'fires once for a time that autumn repeats',
      'Europe/Berlin',
      '02:30',
      '2026-10-24',
      ['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ],
    [
      'knows half-hour changes',
      'Australia/Lord_Howe',
      '08:00',
      '2026-04-04',
      ['2026-04-03T21:00:00.000Z', '2026-04-04T21:30:00.000Z', '2026-04-05T21:30:00.000Z'],
    ],
  ] as const)('a schedule finds the slots through a clock change: %s (%s, %s)', (_, zone, at, firstDay, expected) => {
    const from = new Date(Date.parse(firstDay) - 14 * 3_600_000);
    const to = new Date(Date.parse(firstDay) + 60 * 3_600_000);
    const found = between(daily(at), zone, from.toISOString(), to.toISOString());

    expect(found).toEqual(expect.arrayContaining([...expected]));
    expect(new Set(found).size).toBe(found.length);
  });

  it('a schedule has its next slot strictly after a given time', () => {
    const at = Date.parse('2026-11-16T08:00:00Z');

    expect(nextSlot(daily('08:00'), 'UTC', at)).toBe(at + 24 * 3_600_000);
    expect(nextSlot(daily('08:00'), 'UTC', at - 1)).toBe(at);
  });

  it('a schedule finds the first and the last slot that fit as if it had worked them all out', () => {
    const dayMs = 24 * 3_600_000;
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 4_000 }),
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 9 }),
        (days, hour, firstDay, length, oneIn) => {
          const slot: WeeklySlot = { days, at: `${String(hour).padStart(2, '0')}:30` };
          const search = {
            fromMs: firstDay * dayMs,
            toMs: (firstDay + length) * dayMs,
            fits: (ms: number) => Math.floor(ms / dayMs) % oneIn === 0,
          };
          const all = slotsBetween(slot, 'Europe/Berlin', search.fromMs, search.toMs).filter(search.fits);

          expect(firstSlotThat(slot, 'Europe/Berlin', search)).toBe(all[0]);
          expect(lastSlotThat(slot, 'Europe/Berlin', search)).toBe(all.at(-1));
        },
      ),
      { numRuns: 30 },
    );
  });
});
