// Apache Cassandra for the integration tests: one node of its own, from Maven, in the project's folder.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause } from '#core/runtime/pause.ts';
import { lastLinesOf } from './http-daemon.ts';
import { classPathOf, installJars, type Jars, missingJars } from './maven-jars.ts';
import { type Daemon, daemon, freePorts } from './processes.ts';
import type { IntegrationService } from './service.ts';

const version = '5.0.4';
const jars: Jars = {
  name: `Apache Cassandra ${version}`,
  folder: `.cassandra/${version}`,
  pom: 'test/integration/cassandra/pom.xml',
  properties: { 'cassandra.version': version },
  mainJar: `cassandra-all-${version}.jar`,
  megabytes: 66,
};
const logFile = fileURLToPath(new URL('../../cassandra.log', import.meta.url));

const settings = (folder: string, port: number, storagePort: number): string =>
  `cluster_name: test
num_tokens: 1
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
data_file_directories: [${folder}/data]
commitlog_directory: ${folder}/commitlog
saved_caches_directory: ${folder}/caches
hints_directory: ${folder}/hints
cdc_raw_directory: ${folder}/cdc
commitlog_sync: periodic
commitlog_sync_period: 10s
endpoint_snitch: SimpleSnitch
listen_address: 127.0.0.1
rpc_address: 127.0.0.1
native_transport_port: ${port}
storage_port: ${storagePort}
authenticator: PasswordAuthenticator
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [{ seeds: '127.0.0.1:${storagePort}' }]
`;

/** What Java 17 keeps to itself, and Cassandra uses: the list of its own \`jvm17-server.options\`. */
const opened = [
  ...['java.base/java.io', 'java.base/java.lang', 'java.base/java.lang.module', 'java.base/java.lang.reflect'],
  ...['java.base/java.math', 'java.base/java.net', 'java.base/java.nio', 'java.base/java.util'],
  ...['java.base/java.util.concurrent', 'java.base/java.util.concurrent.atomic', 'java.base/jdk.internal.loader'],
  ...['java.base/jdk.internal.ref', 'java.base/jdk.internal.reflect', 'java.base/jdk.internal.math'],
  ...['java.base/jdk.internal.module', 'java.base/jdk.internal.util.jar', 'java.base/sun.nio.ch'],
  ...['java.rmi/sun.rmi.transport.tcp', 'java.rmi/sun.rmi.registry', 'java.rmi/sun.rmi.server', 'java.sql/java.sql'],
  ...['jdk.management/com.sun.management.internal', 'java.management/com.sun.jmx.remote.security'],
  ...['java.logging/java.util.logging', 'jdk.attach/sun.tools.attach', 'jdk.compiler/com.sun.tools.javac.file'],
];
const exported = ['java.management.rmi/com.sun.jmx.remote.internal.rmi', 'java.rmi/sun.rmi.server'];

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const untilItListens = async (port: number, server: Daemon): Promise<void> => {
  for (let waitedMs = 0; !(await answers(port)); waitedMs += 200) {
    if (server.hasEnded() || waitedMs > 120_000)
      throw new Error(`Cassandra does not listen; the end of its log:\n${lastLinesOf(logFile, 20)}`);
    await pause(200);
  }
};

export type Cassandra = {
  readonly port: number;
  /** At once; its data go with it. */
  readonly stop: () => Promise<void>;
};

/** One node, of the data centre `datacenter1`. The user is `cassandra`, with the password `cassandra`. */
export const startCassandra = async (): Promise<Cassandra> => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-cassandra-'));
  for (const name of ['data', 'commitlog', 'caches', 'hints', 'cdc']) mkdirSync(join(folder, name));
  const [port = 0, storagePort = 0, jmx = 0] = await freePorts(3);
  const file = join(folder, 'cassandra.yaml');
  writeFileSync(file, settings(folder, port, storagePort));
  const log = openSync(logFile, 'w');
  const properties = {
    'cassandra.config': `file://${file}`,
    'cassandra.storagedir': folder,
    'cassandra.jmx.local.port': String(jmx),
    'cassandra-foreground': 'yes',
    // A single node waits for no other, and makes the user at once.
    'cassandra.skip_wait_for_gossip_to_settle': '0',
    'cassandra.superuser_setup_delay_ms': '0',
    'jdk.attach.allowAttachSelf': 'true',
  };
  const server = daemon(
    'java',
    [
      ...['-Xms256m', '-Xmx512m', '-XX:+UseG1GC'],
      ...opened.map((one) => `--add-opens=${one}=ALL-UNNAMED`),
      ...exported.map((one) => `--add-exports=${one}=ALL-UNNAMED`),
      ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
      ...['-cp', classPathOf(jars), 'org.apache.cassandra.service.CassandraDaemon'],
    ],
    {},
    log,
  );
  closeSync(log);
  await untilItListens(port, server);
  return {
    port,
    stop: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The test starts its own. */
export const cassandra: IntegrationService = {
  name: 'cassandra',
  missing: () => missingJars(jars),
  install: () => installJars(jars),
  start: async () => ({ variables: {}, stop: async () => {} }),
};
