// Apache Kafka as Maven delivers it, in the project's folder: one folder of jars per version.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodeOf, outputOf } from './processes.ts';
import type { Missing } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pom = 'test/integration/kafka/pom.xml';

const defaultVersion = '4.1.1';
export const kafkaVersion = (): string => process.env.KAFKA_VERSION || defaultVersion;

const folderOf = (version: string): string => `${root}.kafka/${version}`;
const mainJar = (version: string): string => `${folderOf(version)}/kafka_2.13-${version}.jar`;

export const classPath = (version: string): string => `${folderOf(version)}/*`;

const hasJava = async (): Promise<boolean> => {
  const [, major = 0] = /version "(\d+)/.exec(await outputOf('java', ['-version'])) ?? [];
  return Number(major) >= 17;
};

const hasMaven = async (): Promise<boolean> =>
  (await exitCodeOf('mvn', ['--version'], { stdio: 'ignore', cwd: root })) === 0;

const copyArguments = (version: string, folder: string): string[] => [
  '--batch-mode',
  '--quiet',
  ...['-f', pom],
  `-Dmaven.repo.local=${root}.kafka/maven`,
  `-Dkafka.version=${version}`,
  '-DincludeScope=runtime',
  `-DoutputDirectory=${folder}`,
  'dependency:copy-dependencies',
];

export const missingForKafka = async (version: string): Promise<Missing[]> => {
  const lacking: Missing[] = [];
  if (!(await hasJava()))
    lacking.push({
      what: 'Java 17 or newer, to run a Kafka broker',
      remedy: 'apt-get install openjdk-17-jre-headless   # or your system’s way to get Java',
    });
  if (existsSync(mainJar(version))) return lacking;
  if (!(await hasMaven()))
    lacking.push({
      what: 'Maven, to get the jars of Kafka',
      remedy: 'apt-get install maven   # or your system’s way to get Maven',
    });
  const remedy = `mvn ${copyArguments(version, folderOf(version)).join(' ').replaceAll(root, '$PWD/')}`;
  return [...lacking, { what: `Apache Kafka ${version} in .kafka/ (about 50 MB)`, remedy }];
};

/** All jars or none: they are put in place when the last one has arrived. */
export const installKafka = async (version: string): Promise<void> => {
  const part = `${folderOf(version)}.part`;
  rmSync(part, { recursive: true, force: true });
  const command = copyArguments(version, part);
  if ((await exitCodeOf('mvn', command, { cwd: root })) !== 0) throw new Error(`this failed: mvn ${command.join(' ')}`);
  rmSync(folderOf(version), { recursive: true, force: true });
  renameSync(part, folderOf(version));
  // Maven's own copies are of no further use.
  rmSync(`${root}.kafka/maven`, { recursive: true, force: true });
};

export const lastLinesOf = (file: string, count: number): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '';
