// What Maven delivers for the integration tests, in the project's folder: all jars of one program in one folder.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodeOf, outputOf } from './processes.ts';
import type { Missing } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Jars = {
  /** For people: `Apache Kafka 4.1.1`. */
  readonly name: string;
  /** Relative to the project, like `pom`. */
  readonly folder: string;
  readonly pom: string;
  /** Properties of the pom file. */
  readonly properties: Readonly<Record<string, string>>;
  /** In `folder` as soon as the program has arrived. */
  readonly mainJar: string;
  readonly megabytes: number;
};

export const classPathOf = ({ folder }: Jars): string => `${root}${folder}/*`;

const hasJava = async (): Promise<boolean> => {
  const [, major = 0] = /version "(\d+)/.exec(await outputOf('java', ['-version'])) ?? [];
  return Number(major) >= 17;
};

const hasMaven = async (): Promise<boolean> =>
  (await exitCodeOf('mvn', ['--version'], { stdio: 'ignore', cwd: root })) === 0;

const mavenFolder = ({ folder }: Jars): string => `${root}${folder}.maven`;

const copyArguments = (jars: Jars, outputDirectory: string): string[] => [
  '--batch-mode',
  '--quiet',
  ...['-f', jars.pom],
  `-Dmaven.repo.local=${mavenFolder(jars)}`,
  ...Object.entries(jars.properties).map(([name, value]) => `-D${name}=${value}`),
  '-DincludeScope=runtime',
  `-DoutputDirectory=${outputDirectory}`,
  'dependency:copy-dependencies',
];

export const missingJars = async (jars: Jars): Promise<Missing[]> => {
  const lacking: Missing[] = [];
  if (!(await hasJava()))
    lacking.push({
      what: `Java 17 or newer, to run ${jars.name}`,
      remedy: 'apt-get install openjdk-17-jre-headless   # or your system’s way to get Java',
    });
  if (existsSync(`${root}${jars.folder}/${jars.mainJar}`)) return lacking;
  if (!(await hasMaven()))
    lacking.push({
      what: `Maven, to get the jars of ${jars.name}`,
      remedy: 'apt-get install maven   # or your system’s way to get Maven',
    });
  const command = copyArguments(jars, `${root}${jars.folder}`);
  const remedy = `mvn ${command.join(' ').replaceAll(root, '$PWD/')}`;
  return [...lacking, { what: `${jars.name} in ${jars.folder}/ (about ${jars.megabytes} MB)`, remedy }];
};

/** All jars or none: they are put in place when the last one has arrived. */
export const installJars = async (jars: Jars): Promise<void> => {
  const part = `${root}${jars.folder}.part`;
  rmSync(part, { recursive: true, force: true });
  const command = copyArguments(jars, part);
  if ((await exitCodeOf('mvn', command, { cwd: root })) !== 0) throw new Error(`this failed: mvn ${command.join(' ')}`);
  rmSync(`${root}${jars.folder}`, { recursive: true, force: true });
  renameSync(part, `${root}${jars.folder}`);
  // Maven's own copies are of no further use.
  rmSync(mavenFolder(jars), { recursive: true, force: true });
};
