// Apache Flink for the integration tests, from Maven, in the project's folder: a local cluster in the process of its job.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { classPathOf, installJars, type Jars, missingJars } from './maven-jars.ts';
import type { IntegrationService } from './service.ts';

const version = '2.2.1';
const jars: Jars = {
  name: `Apache Flink ${version}`,
  folder: `.flink/${version}`,
  pom: 'test/integration/flink/pom.xml',
  properties: { 'flink.version': version },
  mainJar: `flink-clients-${version}.jar`,
  megabytes: 122,
};
const program = fileURLToPath(new URL('java/SqlJob.java', import.meta.url));

/** What Java 17 keeps to itself, and Flink's serialisers use. */
const opened = ['lang', 'net', 'nio', 'util', 'util.concurrent', 'time', 'text'].map(
  (name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`,
);

export type SqlJob = {
  /** What it has written so far. */
  readonly numbers: readonly number[];
  /** Stops it with a savepoint, and resolves with its place. */
  readonly stop: () => Promise<string>;
  readonly kill: () => void;
};

/** Begins at once, or with what a savepoint holds. Savepoints go below `folder`. */
export const startSqlJob = (folder: string, savepoint?: string): SqlJob => {
  const arguments_ = [program, folder, ...(savepoint === undefined ? [] : [savepoint])];
  const child = spawn('java', ['-Xmx768m', ...opened, '-cp', classPathOf(jars), ...arguments_], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const numbers: number[] = [];
  let place: string | undefined;
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said = `${said}${part}`.slice(-4_000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, number] = /\+I\[(\d+)\]/.exec(line) ?? [];
    if (number !== undefined) numbers.push(Number(number));
    place = /^savepoint (\S+)/.exec(line)?.[1] ?? place;
  });
  const closed = once(child, 'close');
  return {
    numbers,
    stop: async () => {
      child.stdin.write('\n');
      await closed;
      if (place === undefined) throw new Error(`the job left no savepoint; the end of what it said:\n${said}`);
      return place;
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

/** The test starts its own jobs. */
export const flink: IntegrationService = {
  name: 'flink',
  missing: () => missingJars(jars),
  install: () => installJars(jars),
  start: async () => ({ variables: {}, stop: async () => {} }),
};
