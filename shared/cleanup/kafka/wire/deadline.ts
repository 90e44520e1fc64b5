// The end of the time for talking to Kafka. It comes as a signal, since nothing here reads a clock.
import { OperationError } from '#core/errors.ts';

export const deadlineError = (): OperationError =>
  new OperationError('UNAVAILABLE', 'time limit for Kafka reached; connections closed', {
    awsCode: 'DEADLINE_EXCEEDED',
  });

export const isDeadline = (error: unknown): boolean =>
  error instanceof OperationError && error.awsCode === 'DEADLINE_EXCEEDED';

/** Waits for the work, but not beyond the deadline. Throws `OperationError` then; the work's own answer is lost. */
export const withinDeadline = <T>(deadline: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const over = () => reject(deadlineError());
    if (deadline.aborted) over();
    deadline.addEventListener('abort', over, { once: true });
    work.then(resolve, reject).finally(() => deadline.removeEventListener('abort', over));
  });
