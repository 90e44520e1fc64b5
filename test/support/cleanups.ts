// Cleanups for tests: rules, and a run's surroundings with a clock that moves when somebody waits.

import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import type { CleanupDependencies } from '#cleanup/dependencies.ts';
import { executeRun } from '#cleanup/execute/execute.ts';
import { resumeRun, verifyRun } from '#cleanup/execute/resume.ts';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { planRun } from '#cleanup/plan/make-plan.ts';
import { type CleanupStore, cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { PlannedTopic } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { memoryDocuments } from './documents-memory.ts';

export const rulesOf = (more: Partial<CleanupRules> = {}): CleanupRules => ({
  prefixes: [{ prefix: 'orders.', strategy: 'truncate' }],
  topics: [],
  deny: [],
  accept: [],
  caps: { topicsMax: 500 },
  applyDefinitions: false,
  ...more,
});

export const recreating = (more: Partial<CleanupRules> = {}): CleanupRules =>
  rulesOf({ prefixes: [{ prefix: 'orders.', strategy: 'recreate' }], ...more });

/** A Friday evening, in UTC. */
export const evening = Date.parse('2026-11-20T23:00:00Z');

export const cleanupOf = (admin: KafkaAdmin, store: CleanupStore = cleanupStore(memoryDocuments())) => {
  let nowMs = evening;
  let ids = 0;
  const progress: CleanupProgress[] = [];
  const clock = { endsAt: Number.POSITIVE_INFINITY };
  const deps: CleanupDependencies = {
    admin,
    store,
    runtime: {
      now: () => new Date(nowMs),
      newId: () => {
        ids += 1;
        return `id${ids}`;
      },
    },
    pause: async (ms) => {
      nowMs += ms;
    },
    remainingMs: () => clock.endsAt - nowMs,
    onProgress: (one) => void progress.push(one),
  };
  const by = { requestedBy: 'ana' };
  return {
    deps,
    store,
    progress,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** From now on, the process has so much time left. */
    endIn: (ms: number) => {
      clock.endsAt = nowMs + ms;
    },
    plan: (rules: CleanupRules = rulesOf()): Promise<CleanupReport> => planRun({ rules, request: {}, ...by }, deps),
    execute: (planHash: string, rules?: CleanupRules): Promise<CleanupReport> =>
      executeRun({ planHash, rulesFor: (planned) => rules ?? planned.rules, ...by }, deps),
    resume: (run?: string, rules?: CleanupRules): Promise<CleanupReport> =>
      resumeRun({ ...(run ? { run } : {}), rulesFor: (planned) => rules ?? planned.rules, ...by }, deps),
    verify: (run?: string): Promise<CleanupReport> => verifyRun({ ...(run ? { run } : {}), ...by }, deps),
  };
};

/** `orders.new: truncated`, one line per topic. */
export const outcomesOf = ({ topics }: CleanupReport): string[] =>
  topics.map(({ topic, outcome, action }) => `${topic}: ${outcome ?? action}`);

export const topicIn = ({ topics }: CleanupReport, name: string): CleanupReport['topics'][number] => {
  const found = topics.find(({ topic }) => topic === name);
  if (!found) throw new Error(`${name} is not in the report`);
  return found;
};

export type { PlannedTopic };
