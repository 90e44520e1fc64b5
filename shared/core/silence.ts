// What people silence for a while, with an author, a reason and an end. Times are epoch milliseconds.

import { hasEnded } from './ended.ts';

export type Silence = {
  readonly id: string;
  /** Of the name of an alarm, a database, a budget, …; `*` stands for anything. */
  readonly pattern: string;
  readonly from: number;
  readonly until: number;
  readonly by: string;
  readonly why: string;
};

/** As long as a hold lasts at most. Longer ones would be forgotten, and what they hide with them. */
export const silenceMsMax = 31 * 24 * 3_600_000;

/** In force, not over and not ended; one that would last longer than any does is not. */
export const isSilent = ({ from, until }: Silence, atMs: number): boolean =>
  from <= atMs && !hasEnded(until, atMs, silenceMsMax);
