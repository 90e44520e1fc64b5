// Months are those of the environment's zone, and the one that has ended is news for a week.
import { describe, expect, it } from 'vitest';
import { monthAt, monthJustEnded, monthTimes } from '#savings/month.ts';

const zone = 'America/Fortaleza';
const ended = (iso: string, timeZone = zone) => monthJustEnded(Date.parse(iso), timeZone);

describe('the month that has just ended', () => {
  it.each([
    ['2026-10-31T23:59:59-03:00', undefined],
    ['2026-11-01T00:00:00-03:00', '2026-10'],
    ['2026-11-07T23:59:59-03:00', '2026-10'],
    ['2026-11-08T00:00:00-03:00', undefined],
    ['2027-01-01T00:00:20-03:00', '2026-12'],
  ])('the month that has just ended is, at %s, %s', (iso, month) => {
    expect(ended(iso)).toBe(month);
  });

  it('the month that has just ended is another one where it is still yesterday', () => {
    const now = '2026-11-01T01:00:00Z';

    expect([ended(now, 'UTC'), ended(now, zone)]).toEqual(['2026-10', undefined]);
  });

  it('the month that has just ended is over when the present one begins', () => {
    const nowMs = Date.parse('2026-11-03T12:00:00-03:00');

    expect(monthTimes(monthJustEnded(nowMs, zone) ?? '', zone).to).toBe(monthTimes(monthAt(nowMs, zone), zone).from);
  });
});
