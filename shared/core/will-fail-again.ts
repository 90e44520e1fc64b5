// Whether trying again is pointless: the same request gets the same answer. A missing permission may be given meanwhile, so that
// is none of these. Pure.
import { InputError, OperationError } from './errors.ts';

/** What AWS says of a request that it does not understand or that is too large; by name, as classes come in copies. */
const refusals: ReadonlySet<string> = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'RequestTooLargeException',
  'ValidationException',
]);

export const willFailAgain = (error: unknown): boolean =>
  error instanceof InputError ||
  (error instanceof OperationError && error.code === 'INVALID') ||
  (error instanceof Error && refusals.has(error.name));
