// A report as the state table keeps it: every resource, with reasons as long as there is room for them.
import { describe, expect, it } from 'vitest';
import { bytesOf } from '#core/bytes.ts';
import type { Report } from '#core/report.ts';
import { forTable } from '#run/report/for-table.ts';

const reportOf = (resources: number, reason: number, lists = 0): Report =>
  ({
    reason: 'r'.repeat(5_000),
    resources: Array.from({ length: resources }, (_, index) => ({
      resource: `db-${index}`,
      reason: 'x'.repeat(reason),
    })),
    ...{ alarmsMuted: Array(lists).fill('a'.repeat(300)), warnings: Array(lists).fill('w'.repeat(400)) },
    expected: Array.from({ length: lists }, () => ({ what: 'x', times: 1 })),
  }) as unknown as Report;
const longest = ({ resources }: Report): number => Math.max(...resources.map(({ reason }) => reason.length));
/** Of exactly that size. */
const fitting = (bytes: number): Report => {
  const small = reportOf(1, 1);
  return reportOf(1, 1 + bytes - bytesOf(small));
};

describe('a report in the state table', () => {
  it('a report that fits is kept as it is', () => {
    const report = fitting(350_000);

    expect(bytesOf(report)).toBe(350_000);
    expect(forTable(report)).toBe(report);
    expect(forTable(fitting(350_001))).not.toBe(report);
    expect(longest(forTable(fitting(350_001)))).toBe(300);
  });

  it.each([
    [300, 900, 600],
    [120, 1_200, 600],
    [40, 2_500, 600],
  ])('a report keeps %s characters of each reason as long as it then fits', (most, resources, reason) => {
    const kept = forTable(reportOf(resources, reason));

    expect(longest(kept)).toBe(most);
    expect(kept.resources).toHaveLength(resources);
    expect(kept.reason).toHaveLength(2_000);
    expect(kept.resources[0]?.resource).toBe('db-0');
  });

  it.each([
    [100, 100],
    [101, 101],
    [250, 101],
  ])('of lists of %s a report keeps %s lines at most', (lines, kept) => {
    const { alarmsMuted, warnings, expected } = forTable(reportOf(700, 600, lines));

    expect([alarmsMuted.length, warnings.length, expected?.length]).toEqual([kept, kept, 100]);
    expect(alarmsMuted.at(-1)).toBe(lines > 100 ? `and ${lines - 100} more` : alarmsMuted[0]);
    expect([alarmsMuted[0]?.length, warnings[0]?.length]).toEqual([255, 300]);
  });

  it('of short reasons warnings keep more, and what expected nothing has no list of it', () => {
    const { expected: _, ...report } = reportOf(2_500, 600, 1);
    const kept = forTable(report as Report);

    expect(kept.warnings[0]).toHaveLength(120);
    expect(Object.keys(kept)).not.toContain('expected');
  });
});
