// The definition that a run of some resources goes by, and what its report says.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Claim } from '#core/run.ts';
import { definitionOfRun } from '#run/plan/part-of-run.ts';
import { withPart } from '#run/report/part.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const definition = definitionOf([
  database('db'),
  service('shop', { dependsOn: ['db'] }),
  service('web', { dependsOn: ['shop'] }),
  database('log'),
]);

const claim = (action: 'start' | 'stop', only: readonly string[] | undefined, more: object = {}) =>
  ({
    action,
    granted: true,
    request: { environment: 'staging', ...(only ? { only } : {}) },
    ...more,
  }) as unknown as Claim;
const leaves = [
  { names: ['shop', 'db'], reason: 'shop is awake' },
  { names: ['db'], reason: 'db is awake' },
];
const report = { reason: 'all as planned', outcome: 'done' } as Report;

describe('a run of some resources', () => {
  it.each<[string, readonly string[], Claim]>([
    ['a start has to do with what they need', ['db', 'shop'], claim('start', ['shop'])],
    ['a stop has to do with what needs them', ['shop', 'web'], claim('stop', ['shop'])],
    ['a run of everything has to do with everything', ['db', 'shop', 'web', 'log'], claim('stop', undefined)],
    [
      'what was not granted has to do with nothing in particular',
      ['db', 'shop', 'web', 'log'],
      claim('stop', ['shop'], { granted: false }),
    ],
  ])('%s', (_, expected, of) => {
    expect(definitionOfRun(of, definition).resources.map(({ name }) => name)).toEqual(expected);
  });

  it('a stop keeps up what it leaves, and says why', () => {
    const { resources } = definitionOfRun(claim('stop', undefined, { leaves }), definition);

    expect(resources.map((one) => one.keptUp)).toEqual(['db is awake', 'shop is awake', undefined, undefined]);
    expect(resources.map((one) => 'keptUp' in one)).toEqual([true, true, false, false]);
    expect(definitionOfRun(claim('stop', undefined), definition)).toBe(definition);
  });
});

describe('the report of a run of some resources', () => {
  it.each<[string, object, Claim]>([
    [
      'how many there were',
      { reason: 'start of 2 of 4 resources: shop and what it needs: all as planned', only: ['shop'], of: 4 },
      claim('start', ['shop']),
    ],
    [
      'not what was not granted',
      { reason: 'all as planned', only: ['shop'], of: 4 },
      claim('start', ['shop'], { granted: false }),
    ],
    ['what a stop left up, once', { leftUp: ['shop', 'db'] }, claim('stop', undefined, { leaves })],
    ['nothing of a run of everything', {}, claim('stop', undefined)],
    ['nothing of what left nothing', {}, claim('stop', undefined, { leaves: [] })],
    ['nothing of what was not granted', {}, claim('stop', undefined, { granted: false, leaves })],
  ])('a report of a run says %s', (_, expected, of) => {
    expect(withPart(report, of, definition)).toStrictEqual({ ...report, ...expected });
  });
});
