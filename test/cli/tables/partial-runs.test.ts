// Runs of some resources are called so wherever a run is shown.
import { describe, expect, it } from 'vitest';
import { partOfWhole, runName } from '#core/part-text.ts';
import { partNamed } from '../../../cli/tables/run-summary.ts';

describe('a run of some resources', () => {
  it.each([
    ['start', undefined, 'start'],
    ['start', ['scoring'], 'start of scoring and what it needs'],
    ['stop', ['scoring'], 'stop of scoring and what needs it'],
    ['stop', ['scoring', 'db'], 'stop of scoring, db and what needs them'],
  ] as const)('%s of %j is a %s', (action, only, name) => {
    expect(runName({ action, only })).toBe(name);
  });

  it('how many it has to do with is told where it is known', () => {
    expect(partOfWhole({ action: 'start', only: ['scoring'], count: 3, of: 12 })).toBe(
      '3 of 12 resources: scoring and what it needs',
    );
    expect(partOfWhole({ action: 'start', only: ['db'], count: 1, of: 12 })).toBe('1 of 12 resources: db');
  });

  it.each([
    ['one of everything', undefined, 'done', 'done'],
    [
      'one that names it',
      ['db'],
      'stop of 1 of 5 resources: db: all as planned',
      'stop of 1 of 5 resources: db: all as planned',
    ],
    ['one that was refused', ['db'], 'another run is at work', 'stop of db and what needs it: another run is at work'],
  ] as const)('the reason of a run names its part: %s', (_, only, reason, expected) => {
    expect(partNamed({ action: 'stop', reason, ...(only ? { only } : {}) })).toBe(expected);
  });
});
