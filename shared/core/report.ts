// The report of a run as others read it: in the trace, in SNS, in the table. The JSON is a contract: extend, never change.
import type { Action } from './action.ts';
import type { Expected } from './expectation.ts';

export type ReportOutcome =
  | 'done'
  | 'partial'
  | 'failed'
  | 'skipped'
  | 'duplicate'
  | 'stale'
  | 'superseded'
  | 'refused'
  | 'dry-run';

/** How much sooner it began, how long it was up before `on` were; `inVain`: its tasks failed for that; `lost`: what of them failed. */
export type EarlyStart = {
  readonly on: readonly string[];
  readonly gainedSeconds: number;
  readonly upBeforeSeconds?: number;
  readonly inVain?: true;
  readonly lost?: string;
};

export type ReportedResource = {
  readonly resource: string;
  readonly kind: string;
  readonly stage: number;
  readonly outcome: 'done' | 'skipped' | 'failed' | 'blocked' | 'refused';
  readonly reason: string;
  readonly blockedBy?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly seconds?: number;
  /** Of a start: after how many seconds its first task ran, and what came of it if it did not wait for all that it depends on. */
  readonly ranAfterSeconds?: number;
  readonly early?: EarlyStart;
  readonly errorCode?: string;
  /** Of a dry run: what a run would do. `outcome` says `skipped` of what it would change, too. */
  readonly decision?: 'act' | 'skip' | 'refuse';
  /** It was waited for, and nothing of it was changed. */
  readonly gate?: true;
  /** Of a start: it was left down, because somebody else than Curfew had taken it down. */
  readonly staysDown?: true;
};

export type Report = {
  readonly kind: 'curfew-report';
  readonly version: 1;
  readonly run: string;
  readonly environment: string;
  readonly action: Action;
  readonly outcome: ReportOutcome;
  readonly reason: string;
  readonly requestedBy: string;
  readonly why?: string;
  /** Of a run of some resources: those that were asked for. `resources` are these with what they need, or what needs them. */
  readonly only?: readonly string[];
  /** With `only`: how many resources the environment has. */
  readonly of?: number;
  /** Of a stop of everything: what it left up, as it is awake by a week of its own or somebody has asked for it since. */
  readonly leftUp?: readonly string[];
  /** Whose request `reconcile` finished, and when that was made. */
  readonly onBehalfOf?: { readonly requestedBy: string; readonly since: string };
  readonly scheduledTime?: string;
  /** Of a start that began early enough to be ready by then. */
  readonly readyBy?: string;
  /** Of a stop: the next start that is to be ready by its time, and when it begins by what starts have taken so far. */
  readonly nextStart?: { readonly begins: string; readonly readyBy: string };
  /** The run that failed and was made again by this one. */
  readonly retryOf?: string;
  /** The version of the definition by which it was done; left out where that was a file. */
  readonly definition?: { readonly version: number; readonly hash: string };
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seconds: number;
  /** The longest dependency chain by the resources' own durations: the least time the run could have taken. */
  readonly criticalPath: readonly string[];
  readonly criticalPathSeconds: number;
  /** Of a start: how much sooner all of it was up because some of it began early. */
  readonly earlySeconds?: number;
  readonly resources: readonly ReportedResource[];
  /** The first hundred by name; `alarmsMutedCount` says how many there are where these are not all. */
  readonly alarmsMuted: readonly string[];
  readonly alarmsMutedCount?: number;
  /** Of a start: notifications about the downtime that were counted instead of posted. */
  readonly expected?: readonly Expected[];
  readonly warnings: readonly string[];
};

/** How the reason of a resource begins that was not ready in its time. Its code is AWS's own where AWS refused something. */
export const timedOutAfter = 'timed out after';
