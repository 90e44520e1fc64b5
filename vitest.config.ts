import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**'],
    // One process for all files would share the durable SDK's test runner, which fakes time process-wide.
    pool: 'forks',
  },
});
