// The runtime switch: a parameter that pauses scheduled work of an environment without a deployment.
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { namesOf } from '#core/deployed.ts';
import { InputError, OperationError } from '#core/errors.ts';

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

const readSwitch = (name: string, value: string): boolean => {
  const word = value.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw new InputError(`${name} is "${value}"; set it to true or false`);
};

/** Reads `/curfew/<environment>/enabled`, afresh each time. Not set means enabled; unreadable throws, nothing is guessed. */
export const environmentSwitch =
  (client: Pick<SSMClient, 'send'>) =>
  async (environment: string): Promise<boolean> => {
    const name = namesOf(environment).switchParameter;
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
      const value = Parameter?.Value;
      return value === undefined || readSwitch(name, value);
    } catch (error) {
      if (isNamed(error, 'ParameterNotFound')) return true;
      if (isNamed(error, 'AccessDeniedException'))
        throw new OperationError('ACCESS_DENIED', `${name} cannot be read: this role lacks ssm:GetParameter on it`, {
          awsCode: 'AccessDeniedException',
          cause: error,
        });
      throw error;
    }
  };
