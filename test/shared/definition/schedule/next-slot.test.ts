// When the schedule acts next: what a calendar closes is passed over.
import { describe, expect, it } from 'vitest';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import { definitionOf } from '#test/support/definitions.ts';

const staging = definitionOf([]);
/** Local times of staging, which is three hours behind UTC. */
const local = (text: string) => Date.parse(`${text}:00-03:00`);
const friday = local('2026-11-20T12:00');

const closed = (from: string, to: string) => ({
  ...staging,
  calendars: [{ name: 'brazil', closed: [{ from, to, name: 'holiday' }] }],
});

describe('the next slot', () => {
  it('the next slot is the first one after now', () => {
    expect(nextSlotThatCounts(staging, 'stop', friday)).toBe(local('2026-11-20T20:00'));
    expect(nextSlotThatCounts(staging, 'start', friday)).toBe(local('2026-11-23T08:00'));
    expect(nextSlotThatCounts(staging, 'start', local('2026-11-23T08:00'))).toBe(local('2026-11-24T08:00'));
  });

  it('the next slot of a start is not on a closed day, that of a stop may be', () => {
    const holiday = closed('2026-11-23', '2026-11-24');

    expect(nextSlotThatCounts(holiday, 'start', friday)).toBe(local('2026-11-25T08:00'));
    expect(nextSlotThatCounts(holiday, 'stop', local('2026-11-20T20:00'))).toBe(local('2026-11-23T20:00'));
  });

  it('the next slot is looked for among sixty, and then there is none', () => {
    // Sixty working days from Monday 23 November on end with Friday 12 February.
    expect(nextSlotThatCounts(closed('2026-11-23', '2027-02-11'), 'start', friday)).toBe(local('2027-02-12T08:00'));
    expect(nextSlotThatCounts(closed('2026-11-23', '2027-02-12'), 'start', friday)).toBeUndefined();
  });

  it('the next slot is none for what is not scheduled', () => {
    const { start: _, ...stopOnly } = staging.schedule;

    expect(nextSlotThatCounts({ ...staging, schedule: stopOnly }, 'start', friday)).toBeUndefined();
  });

  it('the next slot is none where no day ever fits', () => {
    const never = { ...staging, schedule: { ...staging.schedule, start: { days: [], at: '08:00' } } };

    expect(nextSlotThatCounts(never, 'start', friday)).toBeUndefined();
  });
});
