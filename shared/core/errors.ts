/** Every way an operation on AWS can go wrong, as far as Curfew treats it differently. */
export type ErrorCode =
  | 'THROTTLED' // too many requests; try again later
  | 'MOVED' // refused because the status is not what it was: look again
  | 'NO_CAPACITY' // AWS has no room now; try again later
  | 'UNAVAILABLE' // 5xx, time-out, connection lost: nothing is known
  | 'ACCESS_DENIED' // a permission is missing
  | 'NOT_FOUND'
  | 'INVALID' // AWS refuses the request and will refuse it again
  | 'INTERNAL'; // a bug in Curfew

const retryableCodes: ReadonlySet<ErrorCode> = new Set(['THROTTLED', 'MOVED', 'NO_CAPACITY', 'UNAVAILABLE']);

/** Thrown by adapters, which know what their service's errors mean. `awsCode` is what AWS calls it on the wire. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: ErrorCode;
  readonly awsCode: string;

  constructor(code: ErrorCode, message: string, options: { awsCode?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.awsCode = options.awsCode ?? code;
  }

  get retryable(): boolean {
    return retryableCodes.has(this.code);
  }
}

/** Wrong input from a person: a file, an option, an event. Nothing was touched. The CLI exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Thrown outside of steps by a run that cannot go on now: this invocation ends, and the service begins the next one. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
}

/** Makes a switch over a union complete at compile time. Throws if it is reached anyway. */
export const assertNever = (value: never): never => {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
};
