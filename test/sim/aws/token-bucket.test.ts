import { describe, expect, it } from 'vitest';
import { tokenBucket } from '#sim/aws/token-bucket.ts';

/** How many of so many requests at one time are admitted. */
const admitted = (bucket: ReturnType<typeof tokenBucket>, count: number, nowMs: number): number =>
  Array.from({ length: count }, () => bucket.take(nowMs)).filter(Boolean).length;

describe('a rate of AWS', () => {
  it('a rate of AWS admits its burst at once, and not one more', () => {
    expect(admitted(tokenBucket(50, 5), 60, 0)).toBe(50);
  });

  it('a rate of AWS admits its steady rate after the burst', () => {
    const bucket = tokenBucket(50, 5);
    admitted(bucket, 50, 1_000);

    expect(admitted(bucket, 10, 1_199)).toBe(0);
    expect(admitted(bucket, 10, 1_400)).toBe(2);
    expect(admitted(bucket, 10, 2_400)).toBe(5);
  });

  it('a rate of AWS saves no more than its burst', () => {
    const bucket = tokenBucket(50, 5);
    admitted(bucket, 50, 0);

    expect(admitted(bucket, 60, 3_600_000)).toBe(50);
  });

  it('a rate of AWS is not used up by what it refuses', () => {
    const bucket = tokenBucket(1, 1);
    admitted(bucket, 1, 0);
    admitted(bucket, 1_000, 500);

    expect(admitted(bucket, 1, 1_000)).toBe(1);
  });

  it('a rate of AWS begins full, whatever time it is', () => {
    expect(admitted(tokenBucket(3, 1), 5, Date.parse('2026-11-16T23:00:00Z'))).toBe(3);
  });
});
