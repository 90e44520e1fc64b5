import { describe, expect, it, test } from 'vitest';
import { didYouMean, nearest } from '#definition/suggest.ts';

describe('a suggestion', () => {
  const kinds = ['rds-instance', 'ecs-service', 'msk-cluster', 'msk-connector'];

  test.each([
    ['ecs-sevice', 'ecs-service'],
    ['ECS-Service', 'ecs-service'],
    ['esc-service', 'ecs-service'],
    ['ecs', 'ecs-service'],
    ['msk-conector', 'msk-connector'],
  ])('a word is suggested for the mistyped %s: %s', (word, meant) => {
    expect(nearest(word, kinds)).toBe(meant);
  });

  test.each(['', 'x', 'lambda', 'dynamodb', 'e'.repeat(100_000)])(
    'a suggestion is not made for what is too far away',
    (word) => {
      expect(nearest(word, kinds)).toBeUndefined();
    },
  );

  it('a suggestion gives way to the known words when nothing is near, as many as can be read', () => {
    expect(didYouMean('lambda', kinds.slice(0, 2))).toBe('use one of `rds-instance`, `ecs-service`');
    expect(
      didYouMean(
        'lambda',
        Array.from({ length: 20 }, (_, index) => `name-${index}`),
      ),
    ).toMatch(/`name-14`, …$/);
    expect(didYouMean('lambda', [])).toBe('none exist yet');
  });
});
