// A step that must not be lost to a temporary fault, and that is not repeated where AWS has refused permanently.
import { OperationError } from '#core/errors.ts';
import type { Retry, Workflow } from '#core/workflow.ts';

/** JSON: it is the result of a step. */
type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const errorMessageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What AWS refuses permanently it will refuse again: no retry makes it right. */
const isPermanent = (error: unknown): boolean => error instanceof OperationError && !error.retryable;

/** Tries a step as often as its policy says. Never throws. */
export const tryStep = async <T>(
  workflow: Workflow,
  name: string,
  what: () => Promise<T>,
  retry: Retry,
): Promise<Tried<T>> => {
  const attempt = async (): Promise<Tried<T>> => {
    try {
      return { ok: true, value: await what() };
    } catch (error) {
      if (!isPermanent(error)) throw error;
      return { ok: false, message: errorMessageOf(error) };
    }
  };
  try {
    return await workflow.step(name, attempt, retry);
  } catch (error) {
    return { ok: false, message: errorMessageOf(error) };
  }
};
