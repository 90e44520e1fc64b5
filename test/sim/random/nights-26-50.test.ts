// The second half of the random nights of `npm test`.
import { expect, it } from 'vitest';
import { violationsIn } from '#test/support/random-nights.ts';

it('the random nights 26 to 50 violate no invariant, and each of them converges once it is repaired', async () => {
  expect(await violationsIn(26, 25)).toEqual([]);
}, 600_000);
