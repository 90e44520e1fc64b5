import { defineConfig } from 'vitest/config';
import { reporting } from './scripts/reporters.ts';

/** The durable SDK's local runner fakes time for its whole process, so its tests get processes of their own. */
const withLocalRunner = ['test/shared/run/engine/durable.test.ts', 'test/functions/bundle.test.ts'];

// A property with thousands of cases takes its time on a busy machine; no test waits for anything.
const common = {
  pool: 'forks' as const,
  // As in `cli/nights/shares.ts`: much of what tests make is garbage at once.
  execArgv: ['--max-semi-space-size=64'],
  setupFiles: ['test/setup.ts'],
  testTimeout: 150_000,
  // Node runs TypeScript as it is. Rewritten by vite, every use of an import is a look into its module: nights take a sixth longer.
  experimental: { viteModuleRunner: false, nodeLoader: false },
};

export default defineConfig({
  test: {
    ...reporting,
    // Every core: of two, vitest would leave one idle, and the random nights are split in two for both.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'shared process',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**', 'test/infra/integration/**', ...withLocalRunner],
          // The AWS SDK is large: loading it once per process instead of once per file saves most of the time.
          isolate: false,
        },
      },
      { extends: true, test: { ...common, name: 'own process', include: withLocalRunner } },
    ],
  },
});
