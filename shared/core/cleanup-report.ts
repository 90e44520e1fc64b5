// The report of a cleanup as others read it: on stdout, in SNS. The JSON is a contract: extend, never change. What could not
// be found out is `unknown`, never 0.
import type { Amount, CleanupOutcomeKind, GroupLoss, PlannedAction } from './cleanup.ts';
import type { Strategy } from './cleanup-rules.ts';

export type CleanupMode = 'plan' | 'execute' | 'verify' | 'resume';

export type CleanupReportOutcome = 'planned' | 'done' | 'partial' | 'failed' | 'refused';

export type ReportedTopic = {
  readonly topic: string;
  readonly id?: string;
  readonly matchedBy: string;
  readonly strategy: Strategy | 'none';
  readonly action: PlannedAction;
  /** Exactly one, except in a plan, which has none yet. */
  readonly outcome?: CleanupOutcomeKind;
  readonly reason: string;
  readonly errorCode?: string;
  readonly partitions: Amount;
  /** At the time of the plan. An upper bound. */
  readonly records: Amount;
  /** At the time of the plan, all replicas counted. */
  readonly bytes: Amount;
  readonly bytesAfter?: Amount;
  /** What the action frees, between at least and at most. */
  readonly leastBytes: Amount;
  readonly mostBytes: Amount;
  readonly groups: readonly GroupLoss[];
  readonly drift: readonly string[];
  readonly notes: readonly string[];
};

export type CleanupTotals = {
  readonly topics: number;
  readonly emptied: number;
  readonly records: Amount;
  readonly bytes: Amount;
  readonly bytesAfter?: Amount;
  readonly reclaimedBytes?: Amount;
  readonly leastBytes: Amount;
  readonly mostBytes: Amount;
};

export type CleanupReport = {
  readonly kind: 'curfew-cleanup-report';
  readonly version: 1;
  readonly run: string;
  readonly mode: CleanupMode;
  readonly outcome: CleanupReportOutcome;
  readonly reason: string;
  readonly environment?: string;
  /** The version of the definition by whose rules it was done; left out where that was a file. */
  readonly definition?: { readonly version: number; readonly hash: string };
  readonly cluster: string;
  readonly planHash: string;
  readonly plannedAt: string;
  readonly requestedBy: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seconds: number;
  readonly topics: readonly ReportedTopic[];
  readonly denied: readonly { readonly topic: string; readonly reason: string }[];
  /** Why the whole was refused: what changed since the plan, a cap that is passed. */
  readonly refusals: readonly string[];
  /** Topics that this run had nothing to do with: how many there are, and which are not what they were. */
  readonly untouched: {
    readonly topics: number;
    readonly changed: readonly { readonly topic: string; readonly reason: string }[];
  };
  readonly totals: CleanupTotals;
  /** The command that comes next, and why that one. */
  readonly next?: { readonly mode: CleanupMode; readonly reason: string };
  /** Left out to fit into a message. */
  readonly omittedTopics?: number;
  readonly warnings: readonly string[];
};
