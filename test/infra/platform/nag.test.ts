// The AWS Solutions rules over every stack.
import { expect, it } from 'vitest';
import { idleReasons, unexplained } from '#test/infra/checks/nag.ts';
import { environments } from '#test/infra/synthesised.ts';

it.each(environments)('cdk-nag finds nothing in $environment that nobody gave a reason for', ({ stage }) => {
  expect(unexplained(stage)).toEqual([]);
});

it('no reason is given for a wildcard that is not there', () => {
  expect(idleReasons(environments.map(({ stage }) => stage))).toEqual([]);
});
