// A pipeline: two functions between the topics of a cluster that exists, by meaning.
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { deployable } from '#infra/platform/pipeline/deployable.ts';
import { PipelineStack } from '#infra/platform/pipeline/pipeline-stack.ts';
import { loadPipeline, parsePipeline } from '#pipeline/file/load.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { appProps, deployedStack } from '#test/infra/synthesised.ts';

const file = 'examples/cdc/pipelines/files.yaml';
const app = new App(appProps);
const stack = new PipelineStack(app, deployable(loadPipeline(file), file));
const { only, all, rightsOf } = deployedStack(stack);

const kafkaActionsOf = (role: string) =>
  rightsOf(only('AWS::IAM::Role', { RoleName: role }), (resource) => resource.split(':').at(-1) ?? '').filter((right) =>
    right.startsWith('kafka-cluster:'),
  );

const uuid = 'poc-atlas-dev-msk/abcdef12-3456-7890-abcd-ef1234567890-5';

it('the normaliser reads its source alone and writes events and dead letters alone', () => {
  const rights = kafkaActionsOf('curfew-pipeline-files-normalise');
  expect(rights.filter((one) => one.includes('ReadData'))).toEqual([
    `kafka-cluster:ReadData topic/${uuid}/events.mongo.ingest.files`,
  ]);
  expect(rights.filter((one) => one.includes('WriteData')).toSorted()).toEqual([
    `kafka-cluster:WriteData topic/${uuid}/events.normalized.dlq`,
    `kafka-cluster:WriteData topic/${uuid}/events.normalized.record`,
  ]);
  expect(rights.filter((one) => one.includes('Group')).map((one) => one.split('/').at(-1))).toEqual([
    'normalizer',
    'normalizer',
  ]);
});

it('the sink reads events alone and writes dead letters alone', () => {
  const rights = kafkaActionsOf('curfew-pipeline-files-clickhouse-sink');
  expect(rights.filter((one) => one.includes('ReadData'))).toEqual([
    `kafka-cluster:ReadData topic/${uuid}/events.normalized.record`,
  ]);
  expect(rights.filter((one) => one.includes('WriteData'))).toEqual([
    `kafka-cluster:WriteData topic/${uuid}/events.normalized.dlq`,
  ]);
  expect(rights.filter((one) => one.includes('Group')).map((one) => one.split('/').at(-1))).toEqual([
    'ch-sink',
    'ch-sink',
  ]);
});

it('each function reads its topic from the beginning, in its own group', () => {
  expect(
    all('AWS::Lambda::EventSourceMapping').map(({ properties }) => [
      properties.Topics,
      properties.AmazonManagedKafkaEventSourceConfig,
      properties.StartingPosition,
    ]),
  ).toEqual([
    [['events.mongo.ingest.files'], { ConsumerGroupId: 'normalizer' }, 'TRIM_HORIZON'],
    [['events.normalized.record'], { ConsumerGroupId: 'ch-sink' }, 'TRIM_HORIZON'],
  ]);
});

it('answers about single partitions are asked for only with provisioned pollers', () => {
  const mapping = (one: PipelineStack) => deployedStack(one).all('AWS::Lambda::EventSourceMapping')[0]?.properties;
  expect(mapping(stack)).not.toHaveProperty('FunctionResponseTypes');
  const withPollers = deployable(
    { ...loadPipeline(file), normaliser: { consumerGroup: 'normalizer', pollers: { min: 1, max: 2 } } },
    file,
  );
  expect(mapping(new PipelineStack(new App(appProps), withPollers))).toMatchObject({
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 },
  });
});

it('functions go out on the ports that they need, and into Kafka on that of IAM', () => {
  const portsOf = (rules: unknown): unknown[] =>
    Array.isArray(rules) ? rules.map(({ FromPort }: { readonly FromPort: number }) => FromPort) : [];
  const egress = all('AWS::EC2::SecurityGroup').map(({ properties }) => portsOf(properties.SecurityGroupEgress));
  expect(egress).toEqual([[9_098], [9_098, 8_443, 443]]);
  for (const { properties } of all('AWS::EC2::SecurityGroupIngress'))
    expect(properties).toMatchObject({ GroupId: 'sg-0abc1234def567890', FromPort: 9_098, ToPort: 9_098 });
});

it('people hear of failures and of dead letters', () => {
  expect(all('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmName)).toEqual([
    'curfew-pipeline-files-normalise-failing',
    'curfew-pipeline-files-normalise-dead-letters',
    'curfew-pipeline-files-clickhouse-sink-failing',
    'curfew-pipeline-files-clickhouse-sink-dead-letters',
  ]);
});

it('a pipeline whose engine is ClickHouse has no function for it', () => {
  const text =
    'pipeline: files\nregion: us-east-1\nkafka: { cluster: c, uuid: abcdef12-3456-7890-abcd-ef1234567890-5 }\n' +
    'network: { vpcId: vpc-0abc1234def567890, subnetIds: [subnet-0aaa1111bbb222233, subnet-0ccc4444ddd555566], kafkaSecurityGroupId: sg-0abc1234def567890, alarmTopic: a }\n' +
    'topics: { source: a.b.c }\nmappings: [{ match: {} }]\nsink: { clickhouse: { ingestion: engine } }\n';
  const other = deployedStack(new PipelineStack(new App(appProps), deployable(parsePipeline(text, 'p'), 'p')));
  expect(other.all('AWS::Lambda::EventSourceMapping')).toHaveLength(1);
});

it.each([
  [
    'without network and cluster',
    'pipeline: files\nmappings: [{ match: {} }]',
    'cannot be deployed without `region`, `kafka`, `network`, `topics`',
  ],
  ['without the last part of the ARN', 'kafka: { cluster: c }\nmappings: [{ match: {} }]', '`kafka.uuid`'],
  [
    'with SCRAM',
    'kafka: { cluster: c, authentication: scram }\nmappings: [{ match: {} }]',
    'the functions log in with IAM',
  ],
])('a pipeline %s is refused before anything is synthesised', (_, text, complaint) => {
  expect(() => deployable(parsePipeline(text, 'p.yaml'), 'p.yaml')).toThrow(complaint);
});

it('the security rules of cdk-nag hold, but for what AWS allows only on everything', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});

it('the connector is part of the stack where its plugin is named: it writes its own topics, reads one secret, and no topic', () => {
  const pipeline = loadPipeline(file);
  if (!pipeline.source) throw new Error('the example has no source');
  const plugin = { bucket: 'acme-connect-plugins', key: 'mongodb-2.0.1.zip', revision: 2 };
  const source = { mongodb: { ...pipeline.source.mongodb, plugin } };
  const withConnector = new App(appProps);
  const found = deployedStack(new PipelineStack(withConnector, deployable({ ...pipeline, source }, file)));
  const name = 'curfew-pipeline-files-source-2';

  expect(found.only('AWS::KafkaConnect::Connector', { ConnectorName: name }).properties).toMatchObject({
    ConnectorConfiguration: {
      'connection.uri': `\${secretManager:${source.mongodb.connectionSecret}:uri}`,
      'publish.full.document.only': 'false',
    },
    KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' },
  });
  const worker = found.only('AWS::KafkaConnect::WorkerConfiguration', { Name: name }).properties.PropertiesFileContent;
  expect(Buffer.from(String(worker), 'base64').toString()).toContain('config.providers=secretManager\n');

  const rights = found.rightsOf(found.only('AWS::IAM::Role', { RoleName: name }));
  const of = (action: string) => rights.filter((one) => one.startsWith(action)).map((one) => one.split(' ')[1]);
  expect(of('kafka-cluster:WriteData').toSorted()).toEqual([
    '__amazon_msk_connect_*',
    'events.mongo.heartbeats',
    'events.mongo.ingest.files',
    'events.normalized.dlq',
  ]);
  expect(of('kafka-cluster:ReadData')).toEqual(['__amazon_msk_connect_*']);
  expect(of('secretsmanager:GetSecretValue')).toHaveLength(1);
  expect(all('AWS::KafkaConnect::Connector')).toEqual([]);
});
