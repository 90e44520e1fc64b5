import { describe, expect, it } from 'vitest';
import { figureLine } from '#bench/figure-table.ts';
import { exponent, median } from '#bench/statistics.ts';

const words = (line: string): string => line.trim().replaceAll(/ {2,}/g, ' | ');

describe('a figure', () => {
  it.each([
    [{ name: 'a.b', value: 1.0149, unit: '×', limit: 1.03 }, '✓ | a.b | 1.01 × | ≤ 1.03 ×'],
    [{ name: 'a.b', value: 1.2, unit: '×', limit: 1.03 }, '✗ | a.b | 1.2 × | ≤ 1.03 ×'],
    [
      { name: 'n', value: 31, unit: 'nights/s', limit: 30, atLeast: true as const },
      '✓ | n | 31 nights/s | ≥ 30 nights/s',
    ],
    [
      { name: 'n', value: 29, unit: 'nights/s', limit: 30, atLeast: true as const },
      '✗ | n | 29 nights/s | ≥ 30 nights/s',
    ],
    [
      { name: 'billed', value: 75, unit: 's', peer: 1_500, against: 'polling Lambda' },
      'billed | 75 s | 0.05 of 1,500 s (polling Lambda)',
    ],
  ])('a figure is a line for people', (figure, line) => {
    expect(words(figureLine(figure))).toBe(line);
  });
});

describe('statistics', () => {
  it('statistics tell the growth of a cost', () => {
    const sizes = [10, 100, 1_000];

    expect(exponent(sizes.map((n) => [n, 3 * n]))).toBeCloseTo(1);
    expect(exponent(sizes.map((n) => [n, n * n]))).toBeCloseTo(2);
  });

  it('statistics take the middle of several figures as the usual one', () => {
    expect(median([9, 1, 5])).toBe(5);
  });
});
