// A thousand random nights are played in two files, so that two processes share them.
import { expect, it } from 'vitest';
import { violationsIn } from '#test/support/random-nights.ts';

it('the random nights 501 to 1000 violate no invariant, and each of them converges once it is repaired', async () => {
  expect(await violationsIn(501, 500)).toEqual([]);
}, 600_000);
