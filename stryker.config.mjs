// How much of the decisions and the engine can be broken without a test noticing? See CONTRIBUTING.md, "Mutation test".

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'shared/definition/schedule/**/*.ts',
    'shared/core/graph.ts',
    'shared/kinds/**/decide*.ts',
    'shared/kinds/ecs-service/{scheduled,remember}.ts',
    'shared/kinds/{*/kind,database-status,gate,next,status-kind}.ts',
    'shared/run/{claim,plan,loop,reconcile,overrides,alarms,report,early,ready,jobs,memory}/**/*.ts',
    'shared/run/*.ts',
    'shared/cleanup/{plan,execute}/**/*.ts',
    'shared/notify/{routing,storms}/**/*.ts',
    'shared/notify/**/policy.ts',
  ],
  testRunner: 'sweep',
  vitest: { configFile: 'vitest.mutate.config.ts' },
  plugins: ['./scripts/mutation/stryker-plugin.ts'],
  coverageAnalysis: 'perTest',
  // What is decided while a file loads, mostly tables, needs every module anew for each mutant: seconds each. `STATIC=1` plays it, too.
  ignoreStatic: !process.env.STATIC,
  concurrency: 1,
  ignorePatterns: ['/.stryker-tmp', '/cdk.out', '/coverage', '/.kafka', '/.venv', '/docs', '/infra', '/.vitest'],
  tempDirName: '.stryker-tmp',
  incremental: true,
  incrementalFile: 'node_modules/.cache/stryker/incremental.json',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'node_modules/.cache/stryker/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false },
  disableTypeChecks: false,
  // Stryker would rewrite paths in it with the API of an older TypeScript; nothing here needs that.
  tsconfigFile: 'none',
  timeoutMS: 6_000,
  timeoutFactor: 3,
  thresholds: { high: 97, low: 93, break: 93 },
};
