// What a cleanup works with.

import type { Runtime } from '#core/runtime/runtime.ts';
import type { CleanupProgress } from './cleanup-run.ts';
import type { KafkaAdmin } from './kafka/kafka-admin.ts';
import type { CleanupStore } from './store/cleanup-store.ts';

export type CleanupDependencies = {
  readonly admin: KafkaAdmin;
  readonly store: CleanupStore;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly pause: (ms: number) => Promise<void>;
  /** Until the process has to end. */
  readonly remainingMs: () => number;
  readonly onProgress: (progress: CleanupProgress) => void;
};

export const cleanupLimits = {
  leaseMs: 180_000,
  /** No new topic is begun with less time than this (facts/kafka.md 4.6). */
  reserveMs: 90_000,
  /** A topic that is deleted is brought back to life until only this is left. */
  lastMs: 15_000,
  batchTopics: 25,
  batchPartitions: 2_000,
  planDaysMax: 7,
} as const;
