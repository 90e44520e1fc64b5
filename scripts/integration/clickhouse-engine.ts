// ClickHouse's engine for the integration tests: `chdb` from npm, in the project's folder, behind an HTTP bridge.
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { untilItAnswers } from './http-daemon.ts';
import { type Daemon, daemon, exitCodeOf, freePort } from './processes.ts';
import type { IntegrationService } from './service.ts';

const version = '3.4.0';
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}.clickhouse/${version}`;
const bridge = fileURLToPath(new URL('clickhouse/bridge.mjs', import.meta.url));
const logFile = `${root}clickhouse.log`;
const packages = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `chdb@${version}`];

export type Engine = { readonly url: string; readonly server: Daemon };

/** Over the data of `data`: an engine that was killed continues with what it had written. */
export const startEngine = async (data: string, at?: number): Promise<Engine> => {
  const port = at ?? (await freePort());
  const log = openSync(logFile, 'a');
  const server = daemon(process.execPath, [bridge, `${folder}/node_modules`, data, String(port)], {}, log);
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers('ClickHouse', `${url}/ping`, server, logFile);
  return { url, server };
};

const missing = async () =>
  existsSync(`${folder}/node_modules/chdb/index.js`)
    ? []
    : [
        {
          what: `ClickHouse's engine chdb ${version} in .clickhouse/ (about 550 MB)`,
          remedy: `npm --prefix .clickhouse/${version} ${packages.join(' ')}`,
        },
      ];

const install = async (): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
  const code = await exitCodeOf('npm', ['--prefix', folder, ...packages], { cwd: folder });
  if (code !== 0) throw new Error(`this failed: npm ${packages.join(' ')} in ${folder}`);
};

/** Tests start engines of their own, each over its own data. */
export const clickHouseEngine: IntegrationService = {
  name: 'clickhouse',
  missing,
  install,
  start: async () => ({ variables: {}, stop: async () => {} }),
};
