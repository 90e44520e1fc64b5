// Cleanups of the cluster under test, kept in files like those of `curfew cleanup --bootstrap`.
import { randomUUID } from 'node:crypto';
import type { CleanupDependencies } from '#cleanup/dependencies.ts';
import { executeRun } from '#cleanup/execute/execute.ts';
import { resumeRun, verifyRun } from '#cleanup/execute/resume.ts';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { planRun } from '#cleanup/plan/make-plan.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Documents } from '#cleanup/store/documents.ts';
import { fileDocuments } from '#cleanup/store/documents-file.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRules, Strategy } from '#core/cleanup-rules.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';

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
  /** `rules`: of today, asked for before each act; otherwise those of the plan. */
  readonly execute: (planHash: string, rules?: () => CleanupRules) => Promise<CleanupReport>;
  readonly resume: (rules?: CleanupRules) => Promise<CleanupReport>;
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
    execute: (planHash, today) => executeRun({ planHash, rulesFor: ({ rules }) => today?.() ?? rules, ...by }, deps),
    resume: (today) => resumeRun({ rulesFor: ({ rules }) => today ?? rules, ...by }, deps),
    verify: () => verifyRun(by, deps),
  };
};
