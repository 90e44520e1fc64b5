// The tests that `npm run mutate` plays against changed decisions: those beside the code, without the slow ones.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** They take seconds, or have a time limit of their own, and hold what others hold, too, or are about rendering and loading, which are not mutated. */
const slow = [
  'test/shared/cleanup/consent.test.ts',
  'test/shared/cleanup/kafka/**',
  'test/shared/cleanup/store/documents.test.ts',
  'test/shared/definition/hostile-yaml.test.ts',
  'test/shared/definition/slips.test.ts',
  'test/shared/deploy/**',
  'test/shared/init/**',
  'test/shared/kinds/elasticache-replication-group/shrinking.test.ts',
  'test/shared/notify/generated-events.test.ts',
  'test/shared/notify/sources/curfew-report/render.test.ts',
  'test/shared/run/deployment/deploy-guard.test.ts',
  'test/shared/run/engine/durable.test.ts',
  'test/shared/run/jobs/jobs-at-night.test.ts',
  'test/shared/run/loop/large-runs.test.ts',
  'test/shared/run/loop/operations.test.ts',
  'test/shared/run/loop/run-progress-nights.test.ts',
  'test/shared/run/plan/many-kinds.test.ts',
];

/** Quick ones that go through several slices and look at decisions. */
const wider = [
  'test/cli/cleanup/{options,report-lines}.test.ts',
  'test/functions/cleanup/{event,flow}.test.ts',
  'test/functions/alarm-notify/{flow,mentions,quiet,repeat,planned-downtime,known-of-alarms}.test.ts',
];

/** In the order of the files that the sweep gives. */
class Given {
  readonly sort = async <File extends { readonly moduleId: string }>(files: readonly File[]): Promise<File[]> => {
    const order = (process.env.SWEEP ?? '').split(',').map((file) => resolve(file));
    return [...files].sort((a, b) => order.indexOf(a.moduleId) - order.indexOf(b.moduleId));
  };
  readonly shard = this.sort;
}

export default defineConfig({
  test: {
    ...(process.env.SWEEP ? { runner: './scripts/mutation/sweep-runner.ts', sequence: { sequencer: Given } } : {}),
    maxWorkers: 1,
    include: ['test/shared/**/*.test.ts', ...wider],
    exclude: slow,
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    isolate: false,
    testTimeout: 150_000,
  },
});
