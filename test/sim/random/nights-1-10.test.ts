// Ten random nights; 2,390 more are in the integration tests.
import { expect, it } from 'vitest';
import { violationsIn } from '#test/support/random-nights.ts';

it('the random nights 1 to 10 violate no invariant, and each of them converges once it is repaired', async () => {
  expect(await violationsIn(1, 10)).toEqual([]);
}, 600_000);
