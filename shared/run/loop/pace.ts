// How long to wait before looking again. Pure: the run asks, the engines wait.

import type { Retry } from '#core/workflow.ts';
import { limits } from '../limits.ts';

type Pace = {
  /** Since the change began. */
  readonly movingSeconds: number;
  /** What it took before, at least, and so will hardly be over sooner. */
  readonly expectedSeconds?: number | undefined;
  /** What it takes decides when others begin early: the end of it is to be known well. */
  readonly isMeasured?: boolean;
};

/** What is hardly over before this part of what it took at least is looked at rarely until then. */
const hardlyBefore = 0.7;

/**
 * Seconds after which something on its way is worth another look. At first every few seconds and ever more slowly as a
 * change takes longer, so that it is noticed within a few per cent of its own duration; of what is known to take longer,
 * rarely until its end is near.
 */
export const wantedSeconds = ({ movingSeconds, expectedSeconds = 0, isMeasured = false }: Pace): number => {
  const untilLikely = expectedSeconds * hardlyBefore - movingSeconds;
  return Math.min(
    limits.pollSecondsMax,
    Math.max(limits.pollSecondsMin, movingSeconds * (isMeasured ? 0.01 : 0.04), untilLikely),
  );
};

type Spent = { readonly pollsDone: number; readonly runSeconds: number };

/**
 * The least seconds between two looks. Never spends more than `pollsMax` polls on `runSecondsMax`: what is left of both sets
 * it, at first generously, for the last poll all that is left.
 */
export const pollSecondsLeast = ({ pollsDone, runSeconds }: Spent): number => {
  const pollsLeft = Math.max(1, limits.pollsMax - pollsDone);
  return Math.max(limits.pollSecondsMin, (limits.runSecondsMax - runSeconds) / (4 * pollsLeft - 3));
};

/** Seconds before the n-th attempt (from 2) to change the same resource. */
export const retrySeconds = (attempts: number): number =>
  Math.min(limits.retrySecondsMax, limits.retrySecondsMin * 2 ** Math.max(0, attempts - 1));

/** Seconds before the n-th attempt (from 2) of a step with a retry policy. */
export const stepRetrySeconds = ({ firstDelaySeconds, maxDelaySeconds }: Retry, attempt: number): number =>
  Math.min(maxDelaySeconds, firstDelaySeconds * 2 ** (attempt - 2));
