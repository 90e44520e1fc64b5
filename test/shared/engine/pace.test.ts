import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { limits } from '#engine/limits.ts';
import { pollSeconds, retrySeconds, stepRetrySeconds } from '#engine/pace.ts';

describe('the pace of polling', () => {
  test.each([
    [0, 5],
    [100, 5],
    [600, 18],
    [3_600, 45],
  ])('looks again %i s after the youngest change began within %i s', (youngestSeconds, expected) => {
    expect(pollSeconds({ youngestSeconds, pollsDone: 0, runSeconds: 0 })).toBe(expected);
  });

  it('never spends more polls than a run may, however often something new begins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 50 }), (ages) => {
        let runSeconds = 0;
        let polls = 0;
        while (runSeconds < limits.runSecondsMax) {
          runSeconds += pollSeconds({ youngestSeconds: ages[polls % ages.length] ?? 0, pollsDone: polls, runSeconds });
          polls++;
        }

        expect(polls).toBeLessThanOrEqual(limits.pollsMax);
      }),
    );
  });

  it('is in whole seconds, at least one', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(2_000), fc.nat(20_000), (youngestSeconds, pollsDone, runSeconds) => {
        const seconds = pollSeconds({ youngestSeconds, pollsDone, runSeconds });

        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
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
