// A Kafka Connect worker with the S3 sink, beside the brokers of the integration tests. S3_SINK_PLUGIN names a folder with Aiven's own
// archive, unpacked; without it the parts of that plugin that Maven has run under its name (test/integration/s3-sink/).
import { closeSync, globSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { untilItAnswers } from './http-daemon.ts';
import { kafkaVersion } from './kafka-jars.ts';
import { classPathOf, installJars, type Jars, missingJars } from './maven-jars.ts';
import { daemon, exitCodeOf, freePort } from './processes.ts';
import type { IntegrationService, Missing } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = `${root}test/integration/s3-sink/src`;

const jars = (): Jars => ({
  name: `Kafka Connect ${kafkaVersion()}`,
  folder: `.kafka/connect-${kafkaVersion()}`,
  pom: 'test/integration/s3-sink/pom.xml',
  properties: { 'kafka.version': kafkaVersion() },
  mainJar: `connect-runtime-${kafkaVersion()}.jar`,
  megabytes: 35,
});

const missingCompiler = async (): Promise<Missing[]> =>
  (await exitCodeOf('javac', ['-version'], { stdio: 'ignore' })) === 0
    ? []
    : [{ what: 'a Java compiler, for the sink of the tests', remedy: 'apt-get install openjdk-17-jdk-headless' }];

export const connectWorker: IntegrationService = {
  name: 'connect',
  missing: async () => [...(await missingJars(jars())), ...(await missingCompiler())],
  install: () => installJars(jars()),
  // Its configuration is the test's: the test starts it.
  start: async () => ({ variables: {}, stop: async () => {} }),
};

/** The stand-in, compiled, or the plugin that is given. */
const pluginIn = async (folder: string): Promise<string> => {
  const { S3_SINK_PLUGIN } = process.env;
  if (S3_SINK_PLUGIN) return `${S3_SINK_PLUGIN}/*`;
  const files = globSync('**/*.java', { cwd: sources }).map((file) => join(sources, file));
  const code = await exitCodeOf('javac', ['-proc:none', '-cp', classPathOf(jars()), '-d', folder, ...files]);
  if (code !== 0) throw new Error('the sink of the tests does not compile');
  return folder;
};

const properties = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

type WorkerOptions = {
  readonly bootstrap: readonly string[];
  readonly name: string;
  readonly connector: Readonly<Record<string, string>>;
};

/** A standalone worker that runs one connector, and flushes every second. */
export const startWorker = async ({ bootstrap, name, connector }: WorkerOptions) => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-connect-'));
  const port = await freePort();
  const file = (suffix: string, values: Readonly<Record<string, string>>): string => {
    writeFileSync(join(folder, suffix), properties(values));
    return join(folder, suffix);
  };
  const worker = file('worker.properties', {
    'bootstrap.servers': bootstrap.join(','),
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'offset.storage.file.filename': join(folder, 'offsets'),
    'offset.flush.interval.ms': '1000',
    listeners: `http://127.0.0.1:${port}`,
    'plugin.discovery': 'only_scan',
    // A sink begins with the existing records.
    'consumer.auto.offset.reset': 'earliest',
  });
  const classes = join(folder, 'classes');
  const classPath = `${await pluginIn(classes)}:${classPathOf(jars())}`;
  const logFile = `${root}connect.log`;
  const log = openSync(logFile, 'w');
  const command = ['-Xmx384m', '-cp', classPath, 'org.apache.kafka.connect.cli.ConnectStandalone'];
  const running = daemon('java', [...command, worker, file('connector.properties', { name, ...connector })], {}, log);
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers('Kafka Connect', url, running, logFile);
  return {
    status: async (): Promise<unknown> => (await fetch(`${url}/connectors/${name}/status`)).json(),
    stop: async (): Promise<void> => {
      await running.stop();
      rmSync(folder, { recursive: true });
    },
  };
};
