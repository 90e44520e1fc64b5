// The runtime switch: what pauses scheduled work, and what is never guessed.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { InputError, OperationError } from '#core/errors.ts';
import { environmentSwitch } from '#run/switches.ts';
import { mockClass } from '#test/support/mock-class.ts';

const name = '/curfew/staging/enabled';

const answering = (...values: readonly (string | Error | undefined)[]) => {
  const ssm = mockClass(SSMClient);
  let calls = 0;
  ssm.on(GetParameterCommand, { Name: name }).callsFake(async () => {
    const value = values[calls++];
    if (value instanceof Error) throw value;
    return { Parameter: value === undefined ? {} : { Value: value } };
  });
  return environmentSwitch(new SSMClient({}));
};
const named = (error: string) => Object.assign(new Error('no'), { name: error });
const failure = (isEnabled: ReturnType<typeof answering>) =>
  isEnabled('staging').then(
    () => undefined,
    (error) => error,
  );

describe('the switch of an environment', () => {
  it.each<[value: string | undefined, isEnabled: boolean]>([
    ['true', true],
    [' TRUE\n', true],
    ['false', false],
    ['False ', false],
    [undefined, true],
  ])('the switch of an environment that says %o is %s', async (value, isEnabled) => {
    expect(await answering(value)('staging')).toBe(isEnabled);
  });

  it('the switch of an environment that is not there is on', async () => {
    expect(await answering(named('ParameterNotFound'))('staging')).toBe(true);
  });

  it('the switch of an environment is read afresh each time', async () => {
    const isEnabled = answering('true', 'false', 'true');

    expect([await isEnabled('staging'), await isEnabled('staging'), await isEnabled('staging')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('the switch of an environment that says neither is refused, and named', async () => {
    const error = await failure(answering('on'));

    // Powertools is asked for the text only: what is made of it is ours.
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe('/curfew/staging/enabled is "on"; set it to true or false');
  });

  it('the switch of an environment that may not be read names missing permission that', async () => {
    const error = await failure(answering(named('AccessDeniedException')));

    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({
      code: 'ACCESS_DENIED',
      awsCode: 'AccessDeniedException',
      message: '/curfew/staging/enabled cannot be read: this role lacks ssm:GetParameter on it',
    });
  });

  it('the switch of an environment that cannot be read otherwise is an error, neither on nor off', async () => {
    const error = await failure(answering(named('InternalServerError')));

    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(OperationError);
  });
});
