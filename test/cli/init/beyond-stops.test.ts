// What `curfew init` finds beyond what AWS stops: what nothing can stop, and what vendors run.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadDefinition } from '#definition/load.ts';
import { curfewHere } from '../in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
let files = 0;
const newFile = (text?: string): string => {
  const file = join(folder, `${++files}.yaml`);
  if (text !== undefined) writeFileSync(file, text);
  return file;
};

const init = async (resources: readonly string[], ...more: readonly string[]) => {
  const environment = newFile(`environment: there
region: us-east-1
timeZone: UTC
schedule: { enabled: true, start: { days: weekdays, at: "08:00" } }
notifications: { slack: { channel: "#there", webhookSecret: there/slack } }
resources:
${resources.map((one) => `  ${one}`).join('\n')}\n`);
  const scenario = newFile(`name: there
environment: ${environment}
seed: 1
clock: { from: 2026-11-20T19:30:00Z, to: 2026-11-21T09:00:00Z }\n`);
  const file = newFile();
  return { ...(await curfewHere(['init', 'mine', '--scenario', scenario, '--output', file, ...more])), file };
};

const services = [
  ...['amazon-mq', 'keyspaces', 'load-balancer', 'memorydb', 'mwaa', 'nat-gateway', 'opensearch'],
  'redshift-serverless',
];
const fixed = services.map((one) => `${one}: { kind: always-on, service: ${one}, id: atlas-${one} }`);

it('curfew init finds what nothing can stop', async () => {
  const { code, stderr, file } = await init([...fixed, 'db: { kind: rds-instance, instance: atlas-orders }']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const found = loadDefinition(file).resources.flatMap((one) => (one.kind === 'always-on' ? [one.id] : []));
  expect(found.toSorted()).toEqual(services.map((one) => `atlas-${one}`));
});

it('curfew init makes no definition of what nothing can stop alone', async () => {
  const { code, stdout, stderr } = await init(fixed);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('nothing that could be operated was found in us-east-1; no file was written');
});

const organization = '123abcd0-e9b5-4f55-9e42-0fb04392445c';
const service = '2e2124ca-c5ac-459d-a6f2-abc123549d2a';
const pipe = '7d9d0b3a-6a1f-4a0e-9a53-0c2f6c1d5e11';
const project = '5e2211c17a3e5a48f5497de3';
const cloud = `organization: ${organization}, service: ${service}, credentialsSecret: dev/cloud`;
const vendors = [
  `mongo: { kind: mongodb-atlas-cluster, project: ${project}, cluster: dev-orders, credentialsSecret: dev/atlas }`,
  `warehouse: { kind: clickhouse-cloud-service, ${cloud} }`,
  `pipe: { kind: clickpipe, pipe: ${pipe}, ${cloud}, dependsOn: [warehouse] }`,
  'app: { kind: ecs-service, cluster: main, service: dev-app, fallbackDesired: 1, dependsOn: [mongo] }',
];
const secrets = ['--atlas-secret', 'dev/atlas', '--clickhouse-secret', 'dev/cloud'];

it('curfew init finds clusters, services and pipes of vendors by the secret that it is given, and who needs them', async () => {
  const { code, stderr, file } = await init(vendors, ...secrets);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { resources } = loadDefinition(file);
  const named = (kind: string) => resources.find((one) => one.kind === kind);
  const [mongo, warehouse] = [named('mongodb-atlas-cluster'), named('clickhouse-cloud-service')];
  expect(mongo).toMatchObject({ project, cluster: 'dev-orders', credentialsSecret: 'dev/atlas' });
  expect(warehouse).toMatchObject({ organization, service, credentialsSecret: 'dev/cloud' });
  expect(named('clickpipe')).toMatchObject({ pipe, service, dependsOn: [warehouse?.name] });
  expect(named('ecs-service')).toMatchObject({ dependsOn: [mongo?.name] });
});

it('curfew init asks no vendor whose secret nobody names', async () => {
  const { code, file } = await init(vendors);

  expect(code).toBe(0);
  expect(loadDefinition(file).resources.map(({ kind }) => kind)).toEqual(['ecs-service']);
});

it('curfew init goes by the name that a vendor has for it, not by that of its secret', async () => {
  const { stdout, file } = await init(vendors, ...secrets, '--prefix', 'dev-');

  expect(loadDefinition(file).resources.map(({ kind }) => kind)).toEqual(['mongodb-atlas-cluster', 'ecs-service']);
  expect(stdout).toContain('clickpipe: its name does not begin with dev-');
});

it('curfew init says which vendor did not answer, and writes the rest', async () => {
  const { code, stdout, file } = await init(vendors, '--atlas-secret', 'dev/other', '--clickhouse-secret', 'dev/cloud');

  expect(code).toBe(1);
  expect(stdout).toContain('MongoDB Atlas ListProjects: there is no secret dev/other');
  expect(loadDefinition(file).resources).toHaveLength(3);
});
