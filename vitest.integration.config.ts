import { defineConfig } from 'vitest/config';
import { reporting } from './scripts/reporters.ts';

export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts', 'test/infra/integration/**/*.test.ts'],
    pool: 'forks',
    // All files share the services, and a record of calls is only worth something if one file makes them.
    fileParallelism: false,
    // The bundles are run as they are, not as vite would rewrite them.
    server: { deps: { external: [/\/index\.mjs$/] } },
    env: { POWERTOOLS_LOG_LEVEL: 'WARN', CURFEW_ENVIRONMENTS: 'test/fixtures/environments' },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    ...reporting,
  },
});
