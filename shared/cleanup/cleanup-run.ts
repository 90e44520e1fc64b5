// What is kept of a cleanup: the plan with its offsets, how far its execution came, and who may be at work on a cluster.
import type { CleanupPlan, CleanupRequest, PlannedTopic } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';

/** Prolonged all the time: a process that died is waited for no longer than this. */
export const cleanupLeaseMs = 180_000;

export type CleanupLease = {
  readonly run: string;
  /** One process or invocation: a run that is resumed has a new one. */
  readonly holder: string;
  /** Epoch milliseconds. */
  readonly until: number;
};

/** A plan without its topics, which are kept apart because there may be many. */
export type CleanupRun = Omit<CleanupPlan, 'topics'> & {
  readonly run: string;
  readonly plannedAt: string;
  readonly plannedBy: string;
  readonly environment?: string;
  readonly rules: CleanupRules;
  readonly request: CleanupRequest;
  readonly state: 'planned' | 'executing' | 'done' | 'partial';
  readonly executedAt?: string;
};

export type StoredPlan = { readonly run: CleanupRun; readonly topics: readonly PlannedTopic[] };

export type NamedId = { readonly name: string; readonly id: string };

/** How far a cleanup is that is being carried out. */
export type CleanupProgress = {
  readonly topicsDone: number;
  readonly topics: number;
  /** Of those whose size is known. */
  readonly bytesDone: number;
  readonly bytes: number;
  /** The last topic that was done, or the one that is being made again. */
  readonly topic: string;
};
