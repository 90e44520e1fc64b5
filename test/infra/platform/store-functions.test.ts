// The functions that keep metadata, by meaning: one for each store.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { deployable } from '#infra/platform/pipeline/deployable.ts';
import { PipelineStack } from '#infra/platform/pipeline/pipeline-stack.ts';
import { rdsAuthorities } from '#infra/platform/pipeline/rds-authorities.ts';
import { loadPipeline, parsePipeline } from '#pipeline/file/load.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { appProps, deployedStack } from '#test/infra/synthesised.ts';

const file = 'examples/metadata/pipelines/metadata.yaml';
const app = new App(appProps);
const stack = new PipelineStack(app, deployable(loadPipeline(file), file));
const { only, all, rightsOf } = deployedStack(stack);
const stores = ['postgres', 'cassandra', 'atlas'] as const;
const nameOf = (store: string): string => `curfew-pipeline-metadata-store-${store}`;

const matching = (store: string, service: string) =>
  rightsOf(only('AWS::IAM::Role', { RoleName: nameOf(store) }), (resource) =>
    resource.replace(/arn:.*AccountId}:/, ''),
  ).filter((one) => one.startsWith(service));

it('each store has its own place in the topic of events, so that the slowest holds nobody up', () => {
  const ofStores = all('AWS::Lambda::EventSourceMapping').filter(
    ({ properties }) => JSON.stringify(properties.Topics) === '["metadata.events"]',
  );
  expect(ofStores.map(({ properties }) => properties.AmazonManagedKafkaEventSourceConfig)).toEqual(
    stores.map((store) => ({ ConsumerGroupId: `store-${store}` })),
  );
  for (const store of stores) {
    const { properties } = only('AWS::Lambda::Function', { FunctionName: nameOf(store) });
    expect(properties).toMatchObject({ Environment: { Variables: { STORE: store } } });
  }
});

it.each(stores)('the function of %s reads events alone and writes dead letters alone', (store) => {
  const topicsOf = (action: string) => matching(store, `kafka-cluster:${action}`).map((one) => one.split('/').at(-1));
  expect(topicsOf('ReadData')).toEqual(['metadata.events']);
  expect(topicsOf('WriteData')).toEqual(['metadata.dlq']);
  expect(new Set(topicsOf('AlterGroup'))).toEqual(new Set([`store-${store}`]));
});

it('each function may log in to its own store, and to no other', () => {
  const logins = (store: string) =>
    ['rds-db:', 'cassandra:', 'secretsmanager:'].flatMap((service) => matching(store, service)).toSorted();
  expect(logins('postgres')).toEqual(['rds-db:connect dbuser:db-ABCDEFGHIJKL01234/curfew_store']);
  expect(logins('cassandra')).toEqual([
    'cassandra:Modify /keyspace/metadata/table/metadata',
    'cassandra:Select /keyspace/system*',
  ]);
  expect(logins('atlas')).toEqual(['secretsmanager:GetSecretValue secret:metadata/atlas-??????']);
});

it('each goes out to Kafka and its store', () => {
  const portsOf = (store: string): unknown => {
    const rules = only('AWS::EC2::SecurityGroup', { GroupName: nameOf(store) }).properties.SecurityGroupEgress;
    return Array.isArray(rules) ? rules.map(({ FromPort }) => FromPort) : [];
  };
  expect(stores.map(portsOf)).toEqual([
    [9_098, 5_432],
    [9_098, 9_142],
    [9_098, 443],
  ]);
});

it('people hear when a store fails, and of its dead letters', () => {
  const alarms = all('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmName);
  expect(alarms).toEqual(
    expect.arrayContaining(stores.flatMap((store) => [`${nameOf(store)}-failing`, `${nameOf(store)}-dead-letters`])),
  );
});

it('a function carries the driver of its own store alone, and that of PostgreSQL the authorities of RDS', () => {
  const { directory } = app.synth();
  const folders = readdirSync(directory).filter((name) => name.startsWith('asset.'));
  const carried = folders
    .map((name) => readdirSync(join(directory, name)))
    .filter((files) => files.includes('store-letters.mjs'))
    .map((files) =>
      files.filter((name) => ['postgres.mjs', 'cassandra.mjs', 'atlas.mjs', 'rds-ca.pem'].includes(name)).join(),
    );
  expect(carried.toSorted()).toEqual(['atlas.mjs', 'cassandra.mjs', 'postgres.mjs,rds-ca.pem']);
});

it('the authorities of RDS are those of the region', () => {
  expect(rdsAuthorities('us-east-1').match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
  expect(() => rdsAuthorities('nowhere-1')).toThrow('no authorities for the region nowhere-1');
});

it('a login by a secret asks for that secret, and no IAM of the store', () => {
  const text = readFileSync(file, 'utf8')
    .replace(/ {4}user: .*\n {4}resourceId: .*/, '    credentialsSecret: metadata/postgres')
    .replace(
      '{ keyspace: metadata }',
      '{ hosts: [c-1.example.com], datacenter: dc1, credentialsSecret: metadata/cassandra }',
    );
  const other = deployedStack(new PipelineStack(new App(appProps), deployable(parsePipeline(text, file), file)));
  const actions = other.allowedTo().flatMap((statement) => [...statement.actions]);
  expect(actions.filter((one) => one.startsWith('rds-db:') || one.startsWith('cassandra:'))).toEqual([]);
  expect(actions.filter((one) => one === 'secretsmanager:GetSecretValue')).toHaveLength(3);
});

it('the security rules of cdk-nag hold, but for what AWS allows only on everything', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});
