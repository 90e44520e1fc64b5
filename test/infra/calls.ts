// Which AWS calls the code of a function makes: read from the sources that its bundle is built from, as IAM actions.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How IAM calls the service of an SDK client where the client has another word. */
const services: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  'cost-explorer': 'ce',
  eventbridge: 'events',
  'kinesis-analytics-v2': 'kinesisanalytics',
  'application-auto-scaling': 'application-autoscaling',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'secrets-manager': 'secretsmanager',
};

/** Calls whose permission has another name. */
const otherNames: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  // A transaction is checked write by write: these are puts.
  'dynamodb:TransactWriteItems': 'dynamodb:PutItem',
};

/** What IAM calls the permission to make a call. */
export const permissionFor = (service: string, call: string): string =>
  otherNames[`${service}:${call}`] ?? `${service}:${call}`;

/** What the parameters library calls, by its module and the method of its provider. */
const parameterCalls: Readonly<Record<string, string>> = {
  'ssm.get': 'ssm:GetParameter',
  'secrets.get': 'secretsmanager:GetSecretValue',
};

/** What Kafka's requests need of IAM, as MSK checks them (facts/kafka.md 3.1). */
const kafkaPermissions: Readonly<Record<string, readonly string[]>> = {
  // Spoken before anybody has said who they are.
  apiVersions: [],
  metadata: ['Connect', 'DescribeTopic'],
  listOffsets: ['DescribeTopic'],
  describeConfigs: ['DescribeTopicDynamicConfiguration', 'DescribeClusterDynamicConfiguration'],
  describeLogDirs: ['DescribeCluster'],
  listGroups: ['DescribeGroup'],
  offsetFetch: ['DescribeGroup'],
  // Of a group: that is what is asked for here, and not the coordinator of a transaction.
  findCoordinator: ['DescribeGroup'],
  describeGroups: ['DescribeGroup'],
  // A member needs Kafka's right to read the group, from the day it joins to the day it leaves.
  joinGroup: ['AlterGroup'],
  syncGroup: ['AlterGroup'],
  heartbeat: ['AlterGroup'],
  leaveGroup: ['AlterGroup'],
  // There is no action of its own: the broker asks for Kafka's right to read the topic.
  describeProducers: ['ReadData'],
  listTransactions: ['DescribeTransactionalId'],
  describeTransactions: ['DescribeTransactionalId'],
  // There is no action of its own: the broker asks for Kafka's right to delete the topic.
  deleteRecords: ['DeleteTopic'],
  deleteTopics: ['DeleteTopic'],
  createTopics: ['CreateTopic'],
  createPartitions: ['AlterTopic'],
  incrementalAlterConfigs: ['AlterTopicDynamicConfiguration'],
};

/** Every file of the repository in the bundle of a function. */
const sourcesOf = async (name: string): Promise<string[]> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/${name}/handler.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs).map((file) => readFileSync(`${root}${file}`, 'utf8'));
};

const known = <T>(table: Readonly<Record<string, T>>, name: string): T => {
  const value = table[name];
  if (!value) throw new Error(`this test does not support what ${name} means for IAM; tell it`);
  return value;
};

const matches = (source: string, pattern: RegExp): string[][] =>
  [...source.matchAll(pattern)].map((found) => [...found]);

/** The IAM action of each SDK command that a file imports. Anything else that could call AWS is refused rather than missed. */
const commandsOf = (source: string): string[] => {
  const imports = matches(source, /import \{([^}]+)\} from '@aws-sdk\/client-([\w-]+)'/g);
  const named = imports.flatMap(([, names = '', client = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ name, client })),
  );
  const other = named.filter(({ name }) => !/(Command|Client)$/.test(name)).map(({ name }) => name);
  if (other.length > 0) throw new Error(`calls of ${other.join(', ')} cannot be derived; use commands`);
  return named
    .filter(({ name }) => name.endsWith('Command'))
    .map(({ name, client }) => permissionFor(services[client] ?? client, name.replace(/Command$/, '')));
};

/** Of a service whose operations are described in the file itself. */
const describedCalls = (source: string): string[] =>
  source.includes("'OsisClient'")
    ? matches(source, /= command\(\{\}, none, '(\w+)'/g).map(([, name = '']) => `osis:${name}`)
    : [];

const durableSdkCalls = (): string[] =>
  matches(
    readFileSync(fileURLToPath(import.meta.resolve('@aws/durable-execution-sdk-js')), 'utf8'),
    /new module\.(\w+)Command\(/g,
  ).map(([, name = '']) => `lambda:${name}`);

const libraryCalls = (source: string): string[] => [
  ...matches(source, /'@aws-lambda-powertools\/parameters\/(\w+)'/g).flatMap(([, module = '']) =>
    matches(source, /provider\.(\w+)\(/g).map(([, method = '']) => known(parameterCalls, `${module}.${method}`)),
  ),
  ...(source.includes("from '@aws/durable-execution-sdk-js'") ? durableSdkCalls() : []),
];

/** Kafka's requests are imported by name and version: `metadataV12`. */
const kafkaCalls = (source: string): string[] =>
  matches(source, /import \{([^}]+)\} from '@platformatic\/kafka'/g)
    .flatMap(([, names = '']) => matches(names, /\b(\w+?)V\d+\b/g))
    .flatMap(([, request = '']) => known(kafkaPermissions, request).map((action) => `kafka-cluster:${action}`));

/** The IAM actions of everything that the code of a function can call. `more`: code that it does not have. */
export const callsOf = async (name: string, more: readonly string[] = []): Promise<ReadonlySet<string>> => {
  const sources = [...(await sourcesOf(name)), ...more];
  return new Set(
    sources.flatMap((source) => [
      ...commandsOf(source),
      ...describedCalls(source),
      ...libraryCalls(source),
      ...kafkaCalls(source),
    ]),
  );
};
