// PostgreSQL for the integration tests: its own binaries from Maven, in the project's folder, with logical replication for Debezium.
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pause } from '#core/runtime/pause.ts';
import { lastLinesOf } from './http-daemon.ts';
import { installJars, type Jars, missingJars } from './maven-jars.ts';
import { type Daemon, daemon, exitCodeOf, freePort } from './processes.ts';
import type { IntegrationService } from './service.ts';

const version = '17.6.0';
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `.postgres/${version}`;
const binaries = `${root}${folder}/bin`;
const logFile = `${root}postgres.log`;

const platforms: Readonly<Record<string, string>> = {
  'linux x64': 'linux-amd64',
  'linux arm64': 'linux-arm64v8',
  'darwin x64': 'darwin-amd64',
  'darwin arm64': 'darwin-arm64v8',
};
const platform = platforms[`${process.platform} ${process.arch}`] ?? 'linux-amd64';
const jar = `embedded-postgres-binaries-${platform}-${version}.jar`;

const jars: Jars = {
  name: `PostgreSQL ${version}`,
  folder: `${folder}/jars`,
  pom: 'test/integration/postgres/pom.xml',
  properties: { 'postgres.version': version, 'postgres.platform': platform },
  mainJar: jar,
  megabytes: 90,
};

/** The jar holds an archive that only xz opens, and Python has xz. */
const unpack = `
import io, sys, tarfile, zipfile
jar = zipfile.ZipFile(sys.argv[1])
name = next(one for one in jar.namelist() if one.endswith('.txz'))
tarfile.open(fileobj=io.BytesIO(jar.read(name)), mode='r:xz').extractall(sys.argv[2])`;

const unpackArguments = ['-c', unpack, `${root}${folder}/jars/${jar}`, `${root}${folder}`];

const missing = async () => {
  const lacking = await missingJars(jars);
  if (lacking.length > 0 || existsSync(`${binaries}/postgres`)) return lacking;
  return [{ what: `PostgreSQL ${version}, unpacked`, remedy: 'npm run test:integration -- --install' }];
};

const install = async (): Promise<void> => {
  if (!existsSync(`${root}${jars.folder}/${jar}`)) await installJars(jars);
  if ((await exitCodeOf('python3', unpackArguments)) !== 0) throw new Error(`python3 could not unpack ${jar}`);
};

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const whoRuns = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_wal_senders: '8',
  max_replication_slots: '8',
  // A machine that dies takes the test with it.
  fsync: 'off',
};

export type Postgres = {
  readonly login: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  readonly stop: () => Promise<void>;
};

const initialised = async (data: string, password: string): Promise<void> => {
  if (readdirSync(data).length > 0) return;
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password);
  if (whoRuns.uid !== undefined) for (const path of [data, passwordFile]) chownSync(path, whoRuns.uid, whoRuns.gid);
  const options = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const code = await exitCodeOf(`${binaries}/initdb`, [...options, '--locale=C', '-N'], {
    ...whoRuns,
    stdio: 'ignore',
    cwd: tmpdir(),
  });
  rmSync(passwordFile);
  if (code !== 0) throw new Error('initdb of PostgreSQL failed');
};

const untilItTakesLogins = async (login: Postgres['login'], server: Daemon): Promise<void> => {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const client = new Client(login);
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.hasEnded() || waitedMs > 30_000)
        throw new Error(`PostgreSQL does not answer; the end of its log:\n${lastLinesOf(logFile, 20)}`, {
          cause: error,
        });
      await pause(100);
    }
  }
};

export const postgresData = (): string => mkdtempSync(join(tmpdir(), 'curfew-postgres-'));

/** Resolves when it takes logins. Over data that are there it continues with them, at the port that it is given. */
export const startPostgres = async (data: string, at?: number): Promise<Postgres> => {
  const password = 'only for tests';
  await initialised(data, password);
  const port = at ?? (await freePort());
  const log = openSync(logFile, 'a');
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = daemon(`${binaries}/postgres`, ['-D', data, ...options], {}, log, { ...whoRuns, cwd: tmpdir() });
  closeSync(log);
  const login = { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' };
  await untilItTakesLogins(login, server);
  // On SIGTERM it would wait until every client has gone.
  return { login, stop: () => server.endBy('SIGINT') };
};

/** Tests start servers of their own, each over its own data. */
export const postgres: IntegrationService = {
  name: 'postgres',
  missing,
  install,
  start: async () => ({ variables: {}, stop: async () => {} }),
};
