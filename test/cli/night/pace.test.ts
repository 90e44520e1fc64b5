import { describe, expect, it } from 'vitest';
import { frameMs, momentsBefore } from '../../../cli/night/pace.ts';

const second = 1_000;
const hour = 3_600 * second;
const nightMs = 13 * hour;

describe('the pace of the picture', () => {
  it('the pace of the picture sweeps through the hours between runs', () => {
    const moments = momentsBefore(11 * hour, { shownAt: 0, runStartedAt: undefined, nightMs });

    expect(moments.length).toBeGreaterThan(15);
    expect(moments.length).toBeLessThan(30);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(Math.max(...moments)).toBeLessThanOrEqual(11 * hour);
  });

  it('the pace of the picture shows a run every few seconds, and once before a longer wait', () => {
    const run = { runStartedAt: 0, nightMs };

    expect(momentsBefore(4 * second, { ...run, shownAt: 0 })).toEqual([]);
    expect(momentsBefore(5 * second, { ...run, shownAt: 0 })).toEqual([5 * second]);
    expect(momentsBefore(60 * second, { ...run, shownAt: 0 })).toEqual([60 * second]);
  });

  it.each([20, 60, 170])('the pace of the picture takes a few seconds for a run of %i minutes', (minutes) => {
    let shownAt = 0;
    let frames = 0;
    for (let next = 0; next < minutes * 60 * second; next += 5 * second)
      for (const moment of momentsBefore(next, { shownAt, runStartedAt: 0, nightMs })) {
        shownAt = moment;
        frames++;
      }

    expect(frames * frameMs).toBeLessThan(5 * second);
    expect(frames).toBeGreaterThan(50);
  });

  it('the pace of the picture shows a whole month in no more frames than a night', () => {
    const month = 30 * 24 * hour;

    expect(momentsBefore(month, { shownAt: 0, runStartedAt: undefined, nightMs: month }).length).toBeLessThan(30);
  });
});
