import { describe, expect, it } from 'vitest';
import type { Report, ReportedResource } from '#core/report.ts';
import { needsAfterSeconds, pastStarts, readyAfterSeconds } from '#run/early/learned.ts';

type One = Partial<ReportedResource>;

const startWith = (one: One): Report =>
  ({
    action: 'start',
    outcome: 'done',
    resources: [
      { resource: 'app', kind: 'ecs-service', stage: 1, outcome: 'done', reason: 'up', seconds: 100, ...one },
    ],
  }) as unknown as Report;

const past = (...all: readonly One[]) => pastStarts(all.map(startWith));
const vain = { on: ['db'], gainedSeconds: 50, inVain: true } as const;

describe('what earlier starts tell', () => {
  it.each<[string, number | undefined, readonly One[]]>([
    ['nothing is known of two starts', undefined, [{}, {}]],
    ['of three that are alike there is a small margin', 102, [{}, {}, {}]],
    ['the more they differ the larger it is', 127, [{ seconds: 80 }, { seconds: 110 }, { seconds: 100 }]],
    [
      'what it only waited for others does not count',
      102,
      [{}, {}, { seconds: 160, early: { on: ['db'], gainedSeconds: 70, upBeforeSeconds: 60 } }],
    ],
    ['a start in vain does not count', undefined, [{}, {}, { seconds: 300, early: vain }]],
    ['a failed start does not count', undefined, [{}, {}, { outcome: 'failed' }]],
  ])('when it is ready: %s', (_, expected, starts) => {
    expect(readyAfterSeconds(past(...starts), 'app')).toBe(expected);
  });

  it.each<[string, number | undefined, readonly number[], number]>([
    ['nothing is known of two starts', undefined, [50, 52], 0],
    ['the least of all counts', 50, [55, 50, 52], 0],
    ['after a start in vain with room', 38, [55, 40, 52], 1],
    ['after a second one it waits', undefined, [55, 40, 52], 2],
    ['never less than nothing', 0, [55, 1, 52], 1],
  ])('when it first needs something: %s', (_, expected, ran, inVain) => {
    const starts = ran.map((ranAfterSeconds, index) => ({
      ranAfterSeconds,
      ...(index < inVain ? { early: vain } : {}),
    }));

    expect(needsAfterSeconds(past(...starts), 'app')).toBe(expected);
  });

  it('what is measured is of the last ten starts', () => {
    const old = { seconds: 900, ranAfterSeconds: 1 };
    const ten = Array.from({ length: 10 }, () => ({ ranAfterSeconds: 50 }));

    expect(readyAfterSeconds(past(...ten, old), 'app')).toBe(102);
    expect(needsAfterSeconds(past(...ten, old), 'app')).toBe(50);
    expect(needsAfterSeconds(past(...ten.slice(1), old), 'app')).toBe(1);
  });
});
