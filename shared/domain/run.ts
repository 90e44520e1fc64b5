// A run: who asked for what, and whether it may proceed.
import type { Action } from './definition.ts';

/** Parsed input of `start` and `stop`. `scheduledTime` is present for deliveries of the scheduler. */
export type RunRequest = {
  readonly environment: string;
  /** `schedule`, `reconcile`, or a person. */
  readonly requestedBy: string;
  readonly scheduledTime?: string;
  readonly why?: string;
  readonly supersede: boolean;
  readonly dryRun: boolean;
};

export type Lease = { readonly run: string; readonly action: Action; readonly until: number };

export type NotClaimed = 'duplicate' | 'stale' | 'refused' | 'skipped';

/** The answer to "may this request change the environment now?" */
export type Claim = {
  readonly run: string;
  readonly action: Action;
  readonly request: RunRequest;
  /** Epoch milliseconds; the only clock reading outside polls. */
  readonly at: number;
} & (
  | { readonly granted: true; readonly superseded?: string }
  | { readonly granted: false; readonly outcome: NotClaimed; readonly reason: string }
);
