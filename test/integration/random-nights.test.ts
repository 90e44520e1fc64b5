// Random nights beyond those of `npm test`: as many as take a minute or two.
import { expect, it } from 'vitest';
import { runCurfew } from '../cli/run-curfew.ts';

it('the random nights 11 to 2400 violate no invariant', async () => {
  const { code, stdout } = await runCurfew(['rehearse', '--nights', '2390', '--seed', '11']);
  expect({ code, end: stdout.trim().split('\n').at(-1) }).toEqual({
    code: 0,
    end: expect.stringMatching(/2390 nights in .*: 0 violations$/),
  });
}, 900_000);
