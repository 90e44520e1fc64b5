// What a cleanup works with.

import type { Runtime } from '#core/runtime/runtime.ts';
import { type CleanupProgress, cleanupLeaseMs } from './cleanup-run.ts';
import type { KafkaAdmin } from './kafka/kafka-admin.ts';
import { stillAgreed } from './plan/agreement.ts';
import { planHash } from './plan/hash.ts';
import type { CleanupStore } from './store/cleanup-store.ts';

export type CleanupDependencies = {
  readonly admin: KafkaAdmin;
  readonly store: CleanupStore;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly pause: (ms: number) => Promise<void>;
  /** Until the process has to end. */
  readonly remainingMs: () => number;
  readonly onProgress: (progress: CleanupProgress) => void;
  /** Replaced by tests alone, which show that they notice where one of the two is missing. */
  readonly agreement?: Agreement;
};

/** What keeps a run to what a person agreed to: the hash of all that they read, and the comparison before each act. */
export type Agreement = { readonly hashOf: typeof planHash; readonly stillAgreed: typeof stillAgreed };

export const agreementOf = ({ agreement }: Pick<CleanupDependencies, 'agreement'>): Agreement =>
  agreement ?? { hashOf: planHash, stillAgreed };

export const cleanupLimits = {
  leaseMs: cleanupLeaseMs,
  /** No new topic is begun with less time than this (facts/kafka.md 4.6). */
  reserveMs: 90_000,
  /** A topic that is deleted is brought back to life until only this is left. */
  lastMs: 15_000,
  /** Compared with the plan by one look and truncated right after it. */
  batchTopics: 250,
  batchPartitions: 3_000,
  /** Topics that are recreated at the same time: most of it is waiting. */
  recreatedAtOnce: 16,
  planDaysMax: 7,
} as const;
