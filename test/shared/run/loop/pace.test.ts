import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { limits } from '#run/limits.ts';
import { pollSecondsLeast, retrySeconds, stepRetrySeconds, wantedSeconds } from '#run/loop/pace.ts';

describe('the pace of polling', () => {
  test.each([
    [0, 5],
    [100, 5],
    [600, 24],
    [3_600, 45],
  ])('the pace of polling of what has been on its way for %i s is a look every %i s', (movingSeconds, expected) => {
    expect(wantedSeconds({ movingSeconds })).toBe(expected);
  });

  test.each([
    ['far from over', 0, 45],
    ['hardly over yet', 390, 30],
    ['likely over soon', 420, 16.8],
    ['longer than before', 1_000, 40],
  ])('the pace of polling of what took 600 s before and is %s is another', (_state, movingSeconds, expected) => {
    expect(wantedSeconds({ movingSeconds, expectedSeconds: 600 })).toBeCloseTo(expected);
  });

  test.each([
    ['the last poll is left', limits.pollsMax - 1, 1_000, 1],
    ['two polls are left', limits.pollsMax - 2, 1_000, 5],
    ['two polls are left, and more time', limits.pollsMax - 2, 0, 5],
    ['none is left', limits.pollsMax + 1, 1_000, 1],
  ])('the pace of polling leaves time for what is left: where %s', (_, pollsDone, runSeconds, parts) => {
    expect(pollSecondsLeast({ pollsDone, runSeconds })).toBe((limits.runSecondsMax - runSeconds) / parts);
  });

  it('the pace of polling never spends more polls than a run may, however often something new begins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 50 }), (ages) => {
        let runSeconds = 0;
        let polls = 0;
        while (runSeconds < limits.runSecondsMax) {
          const wanted = wantedSeconds({ movingSeconds: ages[polls % ages.length] ?? 0 });
          runSeconds += Math.ceil(Math.max(pollSecondsLeast({ pollsDone: polls, runSeconds }), wanted));
          polls++;
        }

        expect(polls).toBeLessThanOrEqual(limits.pollsMax);
      }),
    );
  });
});

test.each([
  [1, 10],
  [2, 20],
  [4, 80],
  [9, 120],
])('a refused change is tried again %i attempts later after %i s', (attempts, seconds) => {
  expect(retrySeconds(attempts)).toBe(seconds);
});

test.each([
  [2, 2],
  [3, 4],
  [7, 60],
])('attempt %i of a step comes after %i s', (attempt, seconds) => {
  expect(stepRetrySeconds({ attempts: 9, firstDelaySeconds: 2, maxDelaySeconds: 60 }, attempt)).toBe(seconds);
});
