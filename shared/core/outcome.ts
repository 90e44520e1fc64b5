import type { EarlyStart } from './report.ts';
import type { ResourceName } from './resource.ts';

/** Exactly one per resource and run. Times are epoch milliseconds. */
export type Outcome = {
  readonly resource: ResourceName;
  readonly kind: string;
  readonly stage: number;
  readonly reason: string;
  /** When Curfew could first act on it, and when its outcome was known. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Since when it served its clients, where that was before its outcome: then nothing that depends on it waited longer. */
  readonly servedAt?: number;
  /** Of a start: the least seconds after which one of its tasks ran. */
  readonly ranAfterSeconds?: number;
  /** It began before what it depends on was ready. */
  readonly early?: EarlyStart;
  /** What its owner should know although it is at its goal. */
  readonly warning?: string;
  /** Of a start: it is down and stays so, and what depends on it is blocked. */
  readonly staysDown?: true;
  /** Of a stop: a person is needed, but it does not run, and keeps nothing up that it depends on. */
  readonly isGone?: true;
} & (
  | { readonly outcome: 'done' | 'skipped'; readonly gate?: true }
  | { readonly outcome: 'failed' | 'refused'; readonly errorCode: string }
  | { readonly outcome: 'blocked'; readonly blockedBy: ResourceName }
);

/**
 * `superseded`: another run took over. `interrupted`: the user who ran it in a process of their own ended it. `unplanned`: there
 * was nothing to follow, because what is remembered could not be read.
 */
type RunEnd = 'complete' | 'superseded' | 'interrupted' | 'unplanned';

export type RunResult = {
  readonly end: RunEnd;
  readonly outcomes: readonly Outcome[];
  readonly endedAt: number;
  readonly warnings: readonly string[];
};
