// What a failed request means for Curfew. Kafka's own names of errors are used where it has one for the case.
import { AuthenticationError, GenericError, ResponseError, TimeoutError } from '@platformatic/kafka';
import { OperationError } from '#core/errors.ts';
import type { RefusedAnswer } from '../protocol-error.ts';
import { isDeadline } from './deadline.ts';

const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);
const deepest = (error: unknown): string => {
  const last = causes(error).findLast((one) => one instanceof Error && one.message !== '');
  return last instanceof Error ? last.message : String(error);
};

/** Reasons for which a connection is refused again and again: an invalid certificate, a wrong listener, a wrong token. */
const isAuthentication = (error: unknown): boolean =>
  causes(error).some((one) => one instanceof AuthenticationError || /SASL authentication failed/.test(String(one)));

/** No connection: nothing was sent. */
export const connectFailure = (address: string, cause: unknown): OperationError =>
  isAuthentication(cause)
    ? new OperationError('ACCESS_DENIED', `Kafka at ${address} refused authentication: ${deepest(cause)}`, {
        awsCode: 'SASL_AUTHENTICATION_FAILED',
        cause,
      })
    : new OperationError('UNAVAILABLE', `cannot connect to Kafka at ${address}: ${deepest(cause)}`, {
        awsCode: 'BROKER_NOT_AVAILABLE',
        cause,
      });

/** A request was sent and no answer came: what it asked for may have been done. */
export const requestFailure = (address: string, cause: unknown): OperationError => {
  if (cause instanceof OperationError) return cause;
  if (!(cause instanceof GenericError))
    return new OperationError('INTERNAL', `cannot read a response from Kafka at ${address}: ${deepest(cause)}`, {
      awsCode: 'UNKNOWN_SERVER_ERROR',
      cause,
    });
  const awsCode = cause instanceof TimeoutError ? 'REQUEST_TIMED_OUT' : 'NETWORK_EXCEPTION';
  return new OperationError('UNAVAILABLE', `Kafka at ${address} did not respond: ${deepest(cause)}`, {
    awsCode,
    cause,
  });
};

/** The client throws answers in which anything failed; they are complete anyway (facts/kafka.md 2.4). */
export const partialReply = (error: unknown): unknown =>
  error instanceof ResponseError && 'response' in error ? error.response : undefined;

/**
 * For a question about one thing among many. Throws on what concerns all of them: the deadline, who is asking, a bug in Curfew.
 */
export const refusalOf = (error: unknown): RefusedAnswer => {
  if (!(error instanceof OperationError) || isDeadline(error) || ['ACCESS_DENIED', 'INTERNAL'].includes(error.code))
    throw error;
  return { kind: 'refused', code: error.awsCode, message: error.message, retryable: error.retryable };
};
