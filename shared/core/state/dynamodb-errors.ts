// What DynamoDB's errors mean to a run. By name and status, never by class: the same error may come from two SDK copies.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type ErrorCode, OperationError } from '../errors.ts';

const meaning: ReadonlyMap<string, ErrorCode> = new Map([
  ['ProvisionedThroughputExceededException', 'THROTTLED'],
  ['ThrottlingException', 'THROTTLED'],
  ['ThrottlingError', 'THROTTLED'],
  ['RequestLimitExceeded', 'THROTTLED'],
  ['InternalServerError', 'UNAVAILABLE'],
  ['TimeoutError', 'UNAVAILABLE'],
  ['RequestTimeout', 'UNAVAILABLE'],
  ['ECONNRESET', 'UNAVAILABLE'],
  ['ECONNREFUSED', 'UNAVAILABLE'],
  ['ECONNABORTED', 'UNAVAILABLE'],
  ['EHOSTUNREACH', 'UNAVAILABLE'],
  ['ENETUNREACH', 'UNAVAILABLE'],
  ['ENOTFOUND', 'UNAVAILABLE'],
  ['EAI_AGAIN', 'UNAVAILABLE'],
  ['EPIPE', 'UNAVAILABLE'],
  ['ETIMEDOUT', 'UNAVAILABLE'],
  ['AccessDeniedException', 'ACCESS_DENIED'],
  ['ResourceNotFoundException', 'NOT_FOUND'],
]);

type SdkError = Error & {
  readonly Code?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
};

/** A connection that broke is a plain `Error` that says what happened in `code`. */
const awsCodeOf = (error: SdkError): string => {
  if (typeof error.Code === 'string') return error.Code;
  return error.name === 'Error' && typeof error.code === 'string' ? error.code : error.name;
};

const codeOf = (error: SdkError, awsCode: string): ErrorCode =>
  meaning.get(awsCode) ??
  meaning.get(error.name) ??
  ((error.$metadata?.httpStatusCode ?? 400) >= 500 ? 'UNAVAILABLE' : 'INVALID');

/** What came neither from AWS nor from the network is a bug in Curfew, and has to stay recognisable as one. */
const isSdkError = (error: unknown): error is SdkError =>
  error instanceof Error && ('$metadata' in error || '$fault' in error || meaning.has(awsCodeOf(error)));

const failure = (error: unknown, doing: string): unknown => {
  if (!isSdkError(error)) return error;
  const awsCode = awsCodeOf(error);
  const message = `${doing} failed: ${awsCode}: ${error.message}`;
  return new OperationError(codeOf(error, awsCode), message, { awsCode, cause: error });
};

type Item = Record<string, AttributeValue>;

const isConditionFailed = (error: unknown): error is Error & { readonly Item?: Item } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/**
 * Makes a request; `doing` says in words which one, on which table. That the condition of a write did not hold is no
 * failure but an answer: `refused` gives its meaning, from the item that stands if the request asked for that.
 */
export const requesting = async <T>(
  doing: string,
  call: () => Promise<T>,
  refused?: (standing: Item) => T,
): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (refused && isConditionFailed(error)) return refused(error.Item ?? {});
    throw failure(error, doing);
  }
};
