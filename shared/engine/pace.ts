// How long to wait before looking again. Pure: the run asks, the engines wait.
import { limits } from './limits.ts';
import type { Retry } from './workflow.ts';

type Pace = {
  /** Seconds since the youngest of the resources in flight began to move. */
  readonly youngestSeconds: number;
  readonly pollsDone: number;
  readonly runSeconds: number;
};

/**
 * Looks every few seconds at first and ever more slowly as a change takes longer, so that a change is noticed within
 * a few per cent of its own duration. Never spends more than `pollsMax` polls on `runSecondsMax`: what is left of
 * both sets the floor, at first generously, for the last poll all that is left. Whole seconds.
 */
export const pollSeconds = ({ youngestSeconds, pollsDone, runSeconds }: Pace): number => {
  const pollsLeft = Math.max(1, limits.pollsMax - pollsDone);
  const floor = Math.max(limits.pollSecondsMin, (limits.runSecondsMax - runSeconds) / (4 * pollsLeft - 3));
  const wanted = Math.min(limits.pollSecondsMax, youngestSeconds * 0.03);
  return Math.ceil(Math.max(floor, wanted));
};

/** Seconds before the n-th attempt (from 2) to change the same resource. */
export const retrySeconds = (attempts: number): number =>
  Math.min(limits.retrySecondsMax, limits.retrySecondsMin * 2 ** Math.max(0, attempts - 1));

/** Seconds before the n-th attempt (from 2) of a step with a retry policy. */
export const stepRetrySeconds = ({ firstDelaySeconds, maxDelaySeconds }: Retry, attempt: number): number =>
  Math.min(maxDelaySeconds, firstDelaySeconds * 2 ** (attempt - 2));
