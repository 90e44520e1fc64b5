// How often and how soon something is retried.
import { wireLimits } from './limits.ts';

/** Waiting and chance, from outside. `random` is in [0, 1). */
export type Patience = { readonly wait: (ms: number) => Promise<void>; readonly random: (why: string) => number };

/** Doubles with each failed attempt (the first is 1), between half and all of it by chance. */
export const backoffMs = (attempt: number, chance: number): number => {
  const { backoffBaseMs, backoffCapMs } = wireLimits;
  const full = Math.min(backoffCapMs, backoffBaseMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * chance);
};
