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
  const took = (...seconds: readonly number[]): readonly One[] => seconds.map((one) => ({ seconds: one }));

  it.each<[string, number | undefined, readonly One[]]>([
    ['nothing is known of two starts', undefined, took(100, 100)],
    ['three that are alike take as long again', 100, took(100, 100, 100)],
    ['the more they differ the larger it is', 118, took(80, 110, 100)],
    ['the more there are the smaller it is', 113, took(80, 110, 100, 90, 90, 110, 90, 100)],
    [
      'the longest of ten counts, so that what was too late once is not so again',
      120,
      took(110, 100, ...Array(8).fill(95)),
    ],
    [
      'what it only waited for others does not count',
      100,
      [{}, {}, { seconds: 160, early: { on: ['db'], gainedSeconds: 70, upBeforeSeconds: 60 } }],
    ],
    ['a start in vain does not count', undefined, [{}, {}, { seconds: 300, early: vain }]],
    ['a failed start does not count', undefined, [{}, {}, { outcome: 'failed' }]],
    ['once very long does not count', 100, took(100, 100, 900, 100, 100, 100)],
    ['twice very long does', 980, took(100, 900, 100, 900, 100, 100)],
    ['of few starts a very long one does', 1_100, took(100, 900, 100)],
    ['what grew lately goes on growing', 152, took(136, 120, 110, 100, 100, 100)],
    ['what grew long ago does not', 139, took(136, 136, 136, 136, 120, 110, 100)],
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

  it('where what it depends on began too early itself, that was no mistake of its own', () => {
    const db = { resource: 'db', kind: 'ecs-service', stage: 1, outcome: 'done', reason: 'up', seconds: 100 } as const;
    const starts = Array.from({ length: 3 }, () => {
      const { resources, ...rest } = startWith({ ranAfterSeconds: 50, early: vain });
      return { ...rest, resources: [...resources, { ...db, early: { ...vain, on: ['net'] } }] } as Report;
    });

    expect(needsAfterSeconds(pastStarts(starts), 'app')).toBe(50);
    expect(
      needsAfterSeconds(pastStarts(starts.map((one) => ({ ...one, resources: one.resources.slice(0, 1) }))), 'app'),
    ).toBe(undefined);
  });

  it('what another kind of resource took by the same name does not count', () => {
    const starts = [{}, {}, {}].map(startWith);

    expect(
      readyAfterSeconds(
        pastStarts(starts, ({ kind }) => kind === 'rds-instance'),
        'app',
      ),
    ).toBeUndefined();
  });

  it('what is measured is of the last ten starts', () => {
    const old = { seconds: 900, ranAfterSeconds: 1 };
    const ten = Array.from({ length: 10 }, () => ({ ranAfterSeconds: 50 }));

    expect(readyAfterSeconds(past(...ten, old), 'app')).toBe(100);
    expect(needsAfterSeconds(past(...ten, old), 'app')).toBe(50);
    expect(needsAfterSeconds(past(...ten.slice(1), old), 'app')).toBe(1);
  });
});
