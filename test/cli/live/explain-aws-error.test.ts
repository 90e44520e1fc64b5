// What a person reads when AWS says no.
import { describe, expect, it } from 'vitest';
import { InputError, OperationError } from '#core/errors.ts';
import { explained } from '../../../cli/live/explain-aws-error.ts';

const place = { environment: 'staging', region: 'us-east-1' };
const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const textOf = (error: unknown): string => String((explained(error, place) as Error).message);

describe('an error of AWS', () => {
  it.each([
    [named('CredentialsProviderError', 'Could not load credentials'), ['No valid AWS credentials', 'aws sso login']],
    [named('ExpiredTokenException', 'The security token has expired'), ['No valid AWS credentials', '--profile']],
    [
      named('AccessDeniedException', 'User: x is not authorized to perform: lambda:InvokeFunction on resource: y'),
      ['the permission lambda:InvokeFunction is missing', 'docs/permissions.md'],
    ],
    [named('AccessDenied', 'no'), ['a permission is missing']],
    [named('ResourceNotFoundException', 'Function not found'), ['not deployed for staging in us-east-1', '--region']],
    [
      Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
      ['cannot be reached (ENOTFOUND)', 'Check the region and the network'],
    ],
  ])('an error of AWS says what is missing and what to do: %s', (error, says) => {
    for (const part of says) expect(textOf(error)).toContain(part);
  });

  it('an error of AWS is recognised behind the error that our own code made of it', () => {
    const cause = named('AccessDeniedException', 'is not authorized to perform: dynamodb:Query on table');
    const error = new OperationError('ACCESS_DENIED', 'reading the reports failed', {
      awsCode: 'AccessDeniedException',
      cause,
    });

    expect(textOf(error)).toContain('is missing');
  });

  it('an error of AWS keeps the words of an operation that failed otherwise, and every bug as it is', () => {
    expect(textOf(new OperationError('THROTTLED', 'too many requests'))).toBe('too many requests');
    const bug = new TypeError('x is not a function');
    expect(explained(bug, place)).toBe(bug);
    const input = new InputError('wrong');
    expect(explained(input, place)).toBe(input);
  });
});
