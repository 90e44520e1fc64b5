// Runs everything that needs more than Node: starts the services, runs test/integration/ against them, stops them.
// `--install` first brings what is missing into the project's folder; other arguments go to vitest.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cassandra } from './integration/cassandra.ts';
import { cfnLint } from './integration/cfn-lint.ts';
import { chromium } from './integration/chromium.ts';
import { clickHouseEngine } from './integration/clickhouse-engine.ts';
import { kafkaConnect } from './integration/connect.ts';
import { connectWorker } from './integration/connect-worker.ts';
import { debezium } from './integration/debezium.ts';
import { elasticMq } from './integration/elasticmq.ts';
import { flink } from './integration/flink.ts';
import { hcl } from './integration/hcl.ts';
import { kafka } from './integration/kafka.ts';
import { keycloak } from './integration/keycloak.ts';
import { lambdaRuntime } from './integration/lambda-runtime.ts';
import { moto } from './integration/moto.ts';
import { nodes } from './integration/nodes.ts';
import { postgres } from './integration/postgres.ts';
import { exitCodeOf } from './integration/processes.ts';
import { promtool } from './integration/promtool.ts';
import type { IntegrationService, Running } from './integration/service.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const services: readonly IntegrationService[] = [
  moto,
  kafka,
  elasticMq,
  lambdaRuntime,
  cfnLint,
  hcl,
  chromium,
  clickHouseEngine,
  kafkaConnect,
  debezium,
  promtool,
  nodes,
  connectWorker,
  postgres,
  cassandra,
  keycloak,
  flink,
];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const installAll = async (): Promise<void> => {
  for (const service of services) {
    if ((await service.missing()).length === 0) continue;
    say(`installing ${service.name}…`);
    await service.install();
  }
};

/** Says what is missing and how to get it; true if nothing is. */
const isComplete = async (): Promise<boolean> => {
  const missing = (await Promise.all(services.map((service) => service.missing()))).flat();
  for (const { what, remedy } of missing) say(`missing: ${what}\n  get it: ${remedy}`);
  if (missing.length > 0)
    say('Or let the script get what fits into this folder: npm run test:integration -- --install');
  return missing.length === 0;
};

const built = ['functions/stop/index.mjs', 'api/index.mjs', 'release/template.json'];

const build = (): Promise<number> =>
  built.every((file) => existsSync(`${root}dist/${file}`))
    ? Promise.resolve(0)
    : exitCodeOf('npm', ['run', '--silent', 'build'], { cwd: root });

const vitest = (args: readonly string[], running: readonly Running[]): Promise<number> => {
  const variables = Object.assign({}, ...running.map((service) => service.variables));
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.integration.config.ts', ...args];
  return exitCodeOf(process.execPath, command, { cwd: root, env: { ...process.env, ...variables } });
};

/** All at once, since they take their time; if one fails, the others do not stay behind. */
const startAll = async (): Promise<readonly Running[]> => {
  const started = await Promise.allSettled(services.map((service) => service.start()));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (!failed) return running;
  for (const service of running) await service.stop();
  throw failed.reason;
};

const test = async (args: readonly string[]): Promise<number> => {
  const running: Running[] = [];
  try {
    running.push(...(await startAll()));
    return await vitest(args, running);
  } finally {
    for (const service of running.toReversed()) await service.stop();
  }
};

const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--install')) await installAll();
  if (!(await isComplete())) return 1;
  return (await build()) || (await test(args.filter((arg) => arg !== '--install')));
};

// An interrupted run takes its services with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  return 1;
});
