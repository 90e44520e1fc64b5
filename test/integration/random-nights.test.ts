// Random nights beyond those of `npm test`: as many as take a minute or two.
import { expect, it } from 'vitest';
import { runCurfew } from '../cli/run-curfew.ts';

it('the random nights 21 to 2400 violate no invariant', async () => {
  const { code, stdout } = await runCurfew(['rehearse', '--nights', '2380', '--seed', '21']);
  expect({ code, end: stdout.trim().split('\n').at(-1) }).toEqual({
    code: 0,
    end: expect.stringMatching(/2380 nights in .*: 0 violations$/),
  });
}, 900_000);
