// A run: who asked for what, and whether it may proceed.
import type { Action } from './action.ts';
import { hasEnded } from './ended.ts';
import type { Outcome } from './outcome.ts';

/** `shop-stop-20261119T230001Z-…`: a run is called after the moment at which it was woken (shared/run/claim/identify.ts). */
export const wokenAt = (run: string): number | undefined => {
  const [, y, mo, d, h, mi, s] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(run) ?? [];
  return y === undefined ? undefined : Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
};

/** Parsed input of `start` and `stop`. `scheduledTime` is present for deliveries of the scheduler. */
export type RunRequest = {
  readonly environment: string;
  /** Of the caller's choice: the run's name ends with it, so that whoever asked finds the run. */
  readonly id?: string;
  /** `schedule`, `reconcile`, or a person. */
  readonly requestedBy: string;
  readonly scheduledTime?: string;
  /** Of a start that began before its slot, to be ready by then: the slot. */
  readonly readyBy?: string;
  readonly why?: string;
  /** These resources alone: a start with what they need, a stop with what needs them. Everything, if not said. */
  readonly only?: readonly string[];
  /** Of reconcile: whose request it finishes, which died. */
  readonly onBehalfOf?: OnBehalfOf;
  /** Of reconcile: since when what it has carried out is due (epoch milliseconds). */
  readonly dueSince?: number;
  /** Of reconcile: the run that this one finishes. */
  readonly retry?: RetryOf;
  readonly supersede: boolean;
  readonly dryRun: boolean;
};

/** Where one resource of a run stands; times are epoch milliseconds. */
export type ResourceProgress = {
  readonly resource: string;
  readonly kind: string;
  readonly stage: number;
  /** `waiting`: for what it depends on. `moving`: being brought to its goal. Otherwise its outcome. */
  readonly state: 'waiting' | 'moving' | Outcome['outcome'];
  readonly reason?: string;
  readonly since?: number;
  readonly endedAt?: number;
  /** The least that this took in earlier runs. */
  readonly expectedSeconds?: number;
};

/** Where a run stood when it last said so: whenever something changed, and once a minute. */
export type RunProgress = {
  readonly startedAt: number;
  readonly at: number;
  readonly resources: readonly ResourceProgress[];
};

/**
 * `progress` is there from the first renewal on: how people follow a run. `deploy`: a deployment script holds the lease,
 * and what it deploys must stay as it is meanwhile.
 */
export type Lease = {
  readonly run: string;
  readonly action: Action | 'deploy';
  readonly until: number;
  /** For how long each renewal takes it, where that is not what runs usually take: by it one sees when it was renewed last. */
  readonly seconds?: number;
  /** Who asked for it and since when, so that what a dead run was asked for is not forgotten with it. */
  readonly requestedBy?: string;
  readonly since?: number;
  /** Of a run of some resources: as it was asked for. */
  readonly only?: readonly string[];
  /** The run that it was taken from while that was at work. */
  readonly superseded?: string;
  readonly progress?: RunProgress;
};

/** The longest that one is taken for: by a deployment. A run takes it for minutes, and prolongs it. */
export const leaseMinutesMax = 180;
export const leaseMsMax = leaseMinutesMax * 60_000;

/** An expired lease is no lease, nor is one that would last longer than any does. */
export const leaseInForce = <L extends Pick<Lease, 'until'>>(lease: L | undefined, nowMs: number): L | undefined =>
  lease && !hasEnded(lease.until, nowMs, leaseMsMax) ? lease : undefined;

/** Whoever a run was made for, where reconcile carries out what another asked for. */
export type OnBehalfOf = { readonly requestedBy: string; readonly since: number };

/** The run that failed and is made again, and what failed in it: that was told and need not be told again. */
export type RetryOf = { readonly of: string; readonly failing: readonly string[] };

/** `failed`: whether the request may proceed could not be found out, so it does not. */
export type NotClaimed = 'duplicate' | 'stale' | 'refused' | 'skipped' | 'failed';

/** What a stop of everything leaves up, and why. */
export type LeftOut = { readonly names: readonly string[]; readonly reason: string };

/** The answer to "may this request change the environment now?" */
export type Claim = {
  readonly run: string;
  readonly action: Action;
  readonly request: RunRequest;
  /** Epoch milliseconds; the only clock reading outside polls. */
  readonly at: number;
} & (
  | { readonly granted: true; readonly superseded?: string; readonly leaves?: readonly LeftOut[] }
  /** `quiet`: there was nothing to do, and nobody has to know. */
  | { readonly granted: false; readonly outcome: NotClaimed; readonly reason: string; readonly quiet?: true }
);
