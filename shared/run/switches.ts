// The runtime switch: a parameter that pauses scheduled work of an environment without a deployment.
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { namesOf } from '#core/deployed.ts';
import { InputError, OperationError } from '#core/errors.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ParameterNotFound' || isMissing(error.cause));

const isDenied = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AccessDeniedException' || isDenied(error.cause));

const readSwitch = (name: string, value: string): boolean => {
  const word = value.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw new InputError(`${name} is "${value}"; set it to true or false`);
};

/** Reads `/curfew/<environment>/enabled`, afresh each time. Not set means enabled; unreadable throws, nothing is guessed. */
export const environmentSwitch = (client: SSMClient) => {
  const provider = new SSMProvider({ awsSdkV3Client: client });
  return async (environment: string): Promise<boolean> => {
    const name = namesOf(environment).switchParameter;
    try {
      const value = await provider.get(name, { forceFetch: true });
      return value === undefined || readSwitch(name, value);
    } catch (error) {
      if (isMissing(error)) return true;
      if (isDenied(error))
        throw new OperationError('ACCESS_DENIED', `${name} cannot be read: this role lacks ssm:GetParameter on it`, {
          awsCode: 'AccessDeniedException',
          cause: error,
        });
      throw error;
    }
  };
};
