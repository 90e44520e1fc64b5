// The second half of the random nights of `npm test`.
import { expect, it } from 'vitest';
import { violationsIn } from '#test/support/random-nights.ts';

it('the random nights 11 to 20 violate no invariant, and each of them converges once it is repaired', async () => {
  expect(await violationsIn(11, 10)).toEqual([]);
}, 600_000);
