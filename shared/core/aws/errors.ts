// What the services' errors mean to a run. By name, in both spellings, never by class or message (facts/aws-semantics.md 8.1).

import { type ErrorCode, OperationError } from '../errors.ts';
import type { ResourceName } from '../resource.ts';

const meaning: Readonly<Record<string, ErrorCode>> = {
  Throttling: 'THROTTLED',
  ThrottlingException: 'THROTTLED',
  ThrottledException: 'THROTTLED',
  TooManyRequestsException: 'THROTTLED',
  RequestLimitExceeded: 'THROTTLED',
  RequestThrottled: 'THROTTLED',
  RequestThrottledException: 'THROTTLED',
  InvalidDBInstanceState: 'MOVED',
  InvalidDBClusterStateFault: 'MOVED',
  InvalidReplicationGroupState: 'MOVED',
  ConcurrentModificationException: 'MOVED',
  ConcurrentUpdateException: 'MOVED',
  ConflictException: 'MOVED',
  ResourceConflictException: 'MOVED',
  ResourceContention: 'MOVED',
  ResourceContentionFault: 'MOVED',
  ResourceInUseException: 'MOVED',
  ScalingActivityInProgress: 'MOVED',
  ScalingActivityInProgressFault: 'MOVED',
  UpdateInProgressException: 'MOVED',
  InsufficientDBInstanceCapacity: 'NO_CAPACITY',
  InsufficientCacheClusterCapacity: 'NO_CAPACITY',
  AccessDenied: 'ACCESS_DENIED',
  AccessDeniedException: 'ACCESS_DENIED',
  ForbiddenException: 'ACCESS_DENIED',
  UnauthorizedException: 'ACCESS_DENIED',
  UnauthorizedOperation: 'ACCESS_DENIED',
  CredentialsProviderError: 'ACCESS_DENIED',
  ExpiredToken: 'ACCESS_DENIED',
  ExpiredTokenException: 'ACCESS_DENIED',
  DBInstanceNotFound: 'NOT_FOUND',
  DBClusterNotFoundFault: 'NOT_FOUND',
  ReplicationGroupNotFoundFault: 'NOT_FOUND',
  NotFoundException: 'NOT_FOUND',
  ObjectNotFoundException: 'NOT_FOUND',
  ServiceNotFoundException: 'NOT_FOUND',
  ClusterNotFoundException: 'NOT_FOUND',
  QueueDoesNotExist: 'NOT_FOUND',
  ServiceUnavailableException: 'UNAVAILABLE',
  ServiceUnavailable: 'UNAVAILABLE',
  InternalServerErrorException: 'UNAVAILABLE',
  InternalServiceException: 'UNAVAILABLE',
  InternalFailure: 'UNAVAILABLE',
  ServerException: 'UNAVAILABLE',
  RequestTimeout: 'UNAVAILABLE',
  RequestTimeoutException: 'UNAVAILABLE',
  TimeoutError: 'UNAVAILABLE',
  ECONNRESET: 'UNAVAILABLE',
  ECONNREFUSED: 'UNAVAILABLE',
  EPIPE: 'UNAVAILABLE',
  ETIMEDOUT: 'UNAVAILABLE',
  EHOSTUNREACH: 'UNAVAILABLE',
  ENETUNREACH: 'UNAVAILABLE',
  ENOTFOUND: 'UNAVAILABLE',
  EAI_AGAIN: 'UNAVAILABLE',
};

type SdkError = Error & {
  readonly Code?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
};

/** Names that say nothing: Node's own errors carry a code, an `AggregateError` that of every address it tried. */
const nameless: ReadonlySet<string> = new Set(['Error', 'AggregateError']);

/** The name on the wire: `InvalidDBInstanceState`, where the SDK's class is called `InvalidDBInstanceStateFault`. */
const wireCode = (error: SdkError): string => {
  if (typeof error.Code === 'string') return error.Code;
  if (nameless.has(error.name) && typeof error.code === 'string') return error.code;
  return error.name;
};

/** How services name what others call otherwise, for those that are not listed above. */
const patterns: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^Insufficient\w*Capacity(Fault|Exception)?$/, 'NO_CAPACITY'],
  [/^(Invalid|Incorrect)\w*State(Fault|Exception)?$/, 'MOVED'],
  [/NotFound(Fault|Exception)?$/, 'NOT_FOUND'],
];

const codeOf = (error: SdkError, wire: string): ErrorCode => {
  const listed = meaning[wire] ?? meaning[error.name] ?? meaning[error.name.replace(/Fault$/, '')];
  const known = listed ?? patterns.find(([pattern]) => pattern.test(wire) || pattern.test(error.name))?.[1];
  if (known) return known;
  const status = error.$metadata?.httpStatusCode ?? 400;
  if (status === 429) return 'THROTTLED';
  if (status === 401 || status === 403) return 'ACCESS_DENIED';
  return status >= 500 ? 'UNAVAILABLE' : 'INVALID';
};

/** Anything that did not come from AWS or the network is a bug in Curfew and passes through. */
const isSdkError = (error: unknown): error is SdkError =>
  error instanceof Error && ('$metadata' in error || '$fault' in error || wireCode(error) in meaning);

/** Whether a code on the wire, as reports keep it, is known for passing by itself. */
export const isPassing = (awsCode: string): boolean => {
  const code = meaning[awsCode];
  return code !== undefined && new OperationError(code, awsCode).retryable;
};

export const toOperationError = (error: unknown, doing: string): unknown => {
  if (!isSdkError(error)) return error;
  const awsCode = wireCode(error);
  return new OperationError(codeOf(error, awsCode), `${doing}: ${awsCode}: ${error.message}`, {
    awsCode,
    cause: error,
  });
};

/** Runs a call and gives its errors the form that runs understand. */
export const calling = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw toOperationError(error, doing);
  }
};

/** What could not be read, and whether another try may succeed. */
export type Unreadable = {
  readonly state: 'unreadable';
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
};

/** The reading that stands for a failed call. Throws what is not AWS's error. */
export const unreadable = (error: unknown): Unreadable => {
  if (!(error instanceof OperationError)) throw error;
  return { state: 'unreadable', code: error.awsCode, message: error.message, retryable: error.retryable };
};

/** Reads a batch; if its call fails, all of the batch is unreadable and nothing else. */
export const readBatch = async <T>(
  resources: readonly { readonly name: ResourceName }[],
  read: () => Promise<ReadonlyMap<ResourceName, T>>,
): Promise<ReadonlyMap<ResourceName, T | Unreadable>> => {
  try {
    return await read();
  } catch (error) {
    const reading = unreadable(error);
    return new Map(resources.map(({ name }) => [name, reading]));
  }
};
