import { expect, it } from 'vitest';
import { decideSafely } from '#run/plan/decide-safely.ts';
import { database } from '#test/support/definitions.ts';

it('a throw in a decision becomes an outcome of that resource alone', () => {
  const throwing = () => {
    throw new TypeError('x is undefined');
  };

  expect(decideSafely('stop', database('db'), { state: 'absent' }, undefined, throwing)).toEqual({
    kind: 'fail',
    reason: 'a bug in Curfew: x is undefined',
    code: 'INTERNAL',
  });
});
