// Kafka Connect with MongoDB's own source connector, and a server with change streams for it, from Maven.
import { closeSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause } from '#core/runtime/pause.ts';
import { lastLinesOf, untilItAnswers } from './http-daemon.ts';
import { classPathOf, installJars, type Jars, missingJars } from './maven-jars.ts';
import { type Daemon, daemon, freePorts } from './processes.ts';
import type { IntegrationService } from './service.ts';

const version = '3.9.1';
const jars: Jars = {
  name: `Kafka Connect ${version} with MongoDB's connector`,
  folder: `.connect/${version}`,
  pom: 'test/integration/connect/pom.xml',
  properties: { 'connect.version': version },
  mainJar: 'mongo-kafka-connect-2.0.1.jar',
  megabytes: 40,
};

export const connectClassPath = (): string => classPathOf(jars);

const root = fileURLToPath(new URL('../..', import.meta.url));
const java = (...args: readonly string[]): readonly string[] => ['-Xmx384m', '-cp', classPathOf(jars), ...args];

const started = (args: readonly string[], logFile: string): Daemon => {
  const log = openSync(logFile, 'a');
  const server = daemon('java', args, {}, log);
  closeSync(log);
  return server;
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTo(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const answersWithinMs = 60_000;

/** Resolves with its connection string when it listens. */
export const startMongo = async (): Promise<{ readonly uri: string; readonly server: Daemon }> => {
  const [port = 0] = await freePorts(1);
  const logFile = `${root}mongo.log`;
  const program = fileURLToPath(new URL('java/MongoServer.java', import.meta.url));
  const server = started(java(program, String(port)), logFile);
  for (let waitedMs = 0; !(await isOpen(port)); waitedMs += 100) {
    if (server.hasEnded() || waitedMs > answersWithinMs)
      throw new Error(`the MongoDB server does not listen; the end of its log:\n${lastLinesOf(logFile, 20)}`);
    await pause(100);
  }
  return { uri: `mongodb://127.0.0.1:${port}`, server };
};

type Worker = { readonly url: string; readonly server: Daemon };

const properties = (entries: Readonly<Record<string, string>>): string =>
  Object.entries(entries)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/**
 * A standalone worker with one connector. `folder` holds its offsets: another worker over it continues where it was. `more` are settings
 * of the worker.
 */
export const startWorker = async (
  bootstrap: string,
  folder: string,
  connector: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Worker> => {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const logFile = `${root}connect.log`;
  const workerFile = join(folder, 'worker.properties');
  const connectorFile = join(folder, 'connector.properties');
  writeFileSync(
    workerFile,
    properties({
      'bootstrap.servers': bootstrap,
      listeners: url,
      'offset.storage.file.filename': join(folder, 'offsets'),
      'offset.flush.interval.ms': '500',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'plugin.discovery': 'only_scan',
      ...more,
    }),
  );
  writeFileSync(connectorFile, properties({ name: 'mongo', ...connector }));
  const main = 'org.apache.kafka.connect.cli.ConnectStandalone';
  const server = started(java(main, workerFile, connectorFile), logFile);
  await untilItAnswers('Kafka Connect', `${url}/connectors`, server, logFile);
  return { url, server };
};

export const workerFolder = (): string => mkdtempSync(join(tmpdir(), 'curfew-connect-'));

/** Tests start workers and servers of their own. */
export const kafkaConnect: IntegrationService = {
  name: 'connect',
  missing: () => missingJars(jars),
  install: () => installJars(jars),
  start: async () => ({ variables: {}, stop: async () => {} }),
};
