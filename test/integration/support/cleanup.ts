// Cleanups of the cluster under test, kept in files like those of `curfew cleanup --bootstrap`.
import { randomUUID } from 'node:crypto';
import type { CleanupRules, Strategy } from '#domain/cleanup.ts';
import type { CleanupReport } from '#domain/cleanup-report.ts';
import type { CleanupDependencies } from '#engine/cleanup/dependencies.ts';
import { executeRun } from '#engine/cleanup/execute.ts';
import { planRun } from '#engine/cleanup/plan.ts';
import { resumeRun, verifyRun } from '#engine/cleanup/resume.ts';
import type { KafkaAdmin } from '#kafka/kafka-admin.ts';
import { pause } from '#runtime/pause.ts';
import { systemRuntime } from '#runtime/runtime.ts';
import { cleanupStore } from '#state/cleanup-store.ts';
import type { Documents } from '#state/documents.ts';
import { fileDocuments } from '#state/documents-file.ts';

export const documentsIn = (folder: string): Documents => fileDocuments(folder, () => randomUUID());

export const rulesFor = (prefix: string, strategy: Strategy = 'truncate'): CleanupRules => ({
  prefixes: [{ prefix, strategy }],
  topics: [],
  deny: [],
  accept: [],
  caps: { topicsMax: 100 },
  applyDefinitions: false,
});

export type Cleanup = {
  readonly deps: CleanupDependencies;
  readonly plan: (rules: CleanupRules) => Promise<CleanupReport>;
  readonly execute: (planHash: string) => Promise<CleanupReport>;
  readonly resume: () => Promise<CleanupReport>;
  readonly verify: () => Promise<CleanupReport>;
};

export const cleanupOn = (admin: KafkaAdmin, documents: Documents): Cleanup => {
  const deps: CleanupDependencies = {
    admin,
    store: cleanupStore(documents),
    runtime: systemRuntime,
    // Nobody else writes here, so a shorter look at the ends of the logs is enough.
    pause: (ms) => pause(ms / 5),
    remainingMs: () => Number.POSITIVE_INFINITY,
    onProgress: () => {},
  };
  const by = { requestedBy: 'tests' };
  return {
    deps,
    plan: (rules) => planRun({ rules, request: {}, ...by }, deps),
    execute: (planHash) => executeRun({ planHash, rulesFor: ({ rules }) => rules, ...by }, deps),
    resume: () => resumeRun(by, deps),
    verify: () => verifyRun(by, deps),
  };
};
