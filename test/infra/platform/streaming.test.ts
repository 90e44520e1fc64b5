// Kafka of each foundation, and its export to S3, by meaning.
import { describe, expect, it } from 'vitest';
import type { Connectivity } from '#infra/platform/config/foundation-config.ts';
import { sinkConfiguration, sinkProblems } from '#infra/platform/sink-configuration.ts';
import { lopsidedClusters } from '#test/infra/checks/templates.ts';
import { coreOf } from '#test/infra/fixtures/environments.ts';
import { deployedAs, statementsOf } from '#test/infra/synthesised.ts';
import { stagingWith } from './foundation-variant.ts';

const streamingOf = (environment: string) => deployedAs(environment).stack('streaming');

const variant = (...change: Parameters<typeof stagingWith>) => stagingWith(...change).stack('streaming');

const creating = variant(({ kafka }) => ({
  kafka: { ...kafka, connectivity: { phase: 'creating' } },
}));

describe.each([
  { environment: 'staging', cluster: 'poc-atlas-dev-msk' },
  { environment: 'prod', cluster: 'atlas-prod-msk' },
])('the cluster of $environment', ({ environment, cluster }) => {
  const { only, template } = streamingOf(environment);
  const { properties } = only('AWS::MSK::Cluster', { ClusterName: cluster });

  it('the cluster of an environment has as many brokers in one zone as in the other', () => {
    const { ClientSubnets } = properties.BrokerNodeGroupInfo as { ClientSubnets: unknown[] };

    expect(ClientSubnets).toHaveLength(2);
    expect(lopsidedClusters(deployedAs(environment))).toEqual([]);
  });

  it('the cluster of an environment takes IAM over TLS and nothing else', () => {
    expect(properties).toMatchObject({
      ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } },
      EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
    });
    expect(Object.keys(properties.ClientAuthentication as object).sort()).toEqual(['Sasl', 'Unauthenticated']);
  });

  it('the cluster of an environment counts under-replicated partitions, which the default monitoring does not', () => {
    expect(['PER_BROKER', 'PER_TOPIC_PER_BROKER', 'PER_TOPIC_PER_PARTITION']).toContain(properties.EnhancedMonitoring);
  });

  it('the cluster of an environment makes topics only when they are declared, and lets the cleanup delete them', () => {
    const settings = String(only('AWS::MSK::Configuration').properties.ServerProperties).split('\n');

    expect(settings).toEqual(expect.arrayContaining(['auto.create.topics.enable=false', 'delete.topic.enable=true']));
  });

  it('the cluster of an environment says nothing of multi-VPC connectivity where its brokers are too small for it', () => {
    const { InstanceType, ConnectivityInfo } = properties.BrokerNodeGroupInfo as Record<string, unknown>;

    if (InstanceType === 'kafka.t3.small') expect(ConnectivityInfo).not.toHaveProperty('VpcConnectivity');
  });

  it('the cluster of an environment keeps as many copies as it has brokers, three at most, and writes on without one of three', () => {
    const settings = String(only('AWS::MSK::Configuration').properties.ServerProperties).split('\n');
    const brokers = Number(properties.NumberOfBrokerNodes);

    expect(brokers).toBe(environment === 'prod' ? 4 : 2);
    expect(settings).toContain(`default.replication.factor=${environment === 'prod' ? 3 : 2}`);
    expect(settings).toContain(`min.insync.replicas=${environment === 'prod' ? 2 : 1}`);
  });

  it('the cluster of an environment says where it is found', () => {
    expect(Object.keys(template.findOutputs('*'))).toEqual(expect.arrayContaining(['BootstrapBrokersTls']));
  });
});

describe('connectivity', () => {
  const of = (stack: ReturnType<typeof streamingOf>) =>
    (stack.only('AWS::MSK::Cluster').properties.BrokerNodeGroupInfo as Record<string, unknown>).ConnectivityInfo;

  it('connectivity is public in staging, in public subnets, with an endpoint that people are told', () => {
    const staging = streamingOf('staging');
    const { ClientSubnets } = staging.only('AWS::MSK::Cluster').properties.BrokerNodeGroupInfo as {
      ClientSubnets: unknown;
    };

    expect(of(staging)).toMatchObject({ PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } });
    expect(JSON.stringify(ClientSubnets)).toMatch(/public.*public/);
    expect(JSON.stringify(ClientSubnets)).not.toContain('private');
    expect(staging.template.findOutputs('*').BootstrapBrokersPublicTls?.Value['Fn::GetAtt'][1]).toBe(
      'BootstrapBrokerStringPublicSaslIam',
    );
  });

  it('connectivity is private in prod, in private subnets, for several VPCs', () => {
    const prod = streamingOf('prod');

    expect(of(prod)).toEqual({
      VpcConnectivity: {
        ClientAuthentication: { Sasl: { Iam: { Enabled: true }, Scram: { Enabled: false } }, Tls: { Enabled: false } },
      },
    });
    expect(JSON.stringify(prod.only('AWS::MSK::Cluster').properties)).not.toContain('public');
    expect(Object.keys(prod.template.findOutputs('*'))).not.toContain('BootstrapBrokersPublicTls');
  });

  it('connectivity is not mentioned while the cluster is created, nor is a public endpoint asked for', () => {
    expect(of(creating)).toBeUndefined();
    expect(Object.keys(creating.template.findOutputs('*'))).not.toContain('BootstrapBrokersPublicTls');
  });

  const phase = (connectivity: Connectivity, instanceType: string, subnets: 'public' | 'private' = 'public') =>
    of(variant(({ kafka }) => ({ kafka: { ...kafka, instanceType, subnets, connectivity } })));

  it('connectivity for several VPCs is a phase of its own, after the public endpoint, which stays as it is', () => {
    const clientCidrs = ['203.0.113.7/32'] as const;
    const open = phase({ phase: 'public-access', clientCidrs }, 'kafka.m7g.large');
    const both = phase({ phase: 'multi-vpc', clientCidrs }, 'kafka.m7g.large');

    expect(open).toEqual({ PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } });
    expect(both).toEqual({ ...(open as object), VpcConnectivity: expect.anything() });
    expect(phase({ phase: 'closed' }, 'kafka.m7g.large')).toEqual({ PublicAccess: { Type: 'DISABLED' } });
  });

  it.each([
    [
      'multi-VPC connectivity of small brokers',
      { phase: 'multi-vpc' },
      'kafka.t3.small',
      'public',
      /kafka.t3.small cannot have/,
    ],
    [
      'a public endpoint in private subnets',
      { phase: 'public-access', clientCidrs: ['203.0.113.7/32'] },
      'kafka.m7g.large',
      'private',
      /private subnets/,
    ],
  ] as const)(
    'connectivity that MSK would refuse is refused before: %s',
    (_, connectivity, size, subnets, complaint) => {
      expect(() => phase(connectivity, size, subnets)).toThrow(complaint);
    },
  );

  it('a cluster of more brokers than one alarm can watch is refused, and one of four is not', () => {
    const of = (brokersPerZone: number) => () => variant(({ kafka }) => ({ kafka: { ...kafka, brokersPerZone } }));

    expect(of(3)).toThrow('6 brokers are more than the 5 whose CPU one alarm can watch');
    expect(of(2)).not.toThrow();
  });

  it('connectivity is looked up anew when it changes', () => {
    const lookedUp = (stack: ReturnType<typeof streamingOf>) => stack.only('Custom::AWS').properties;

    expect(lookedUp(creating).Create).not.toEqual(lookedUp(streamingOf('staging')).Create);
  });
});

describe('the export to S3', () => {
  const staging = streamingOf('staging');
  const connector = staging.only('AWS::KafkaConnect::Connector');

  it('the export to S3 reads the topics and writes below the prefix, by the fields that were selected', () => {
    expect(connector.properties).toMatchObject({
      ConnectorName: 'poc-atlas-dev-s3-sink',
      ConnectorConfiguration: {
        'connector.class': 'io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector',
        topics: 'atlas.events.raw',
        'file.name.template': 'kafka/{{topic}}/event_type={{key}}/{{partition}}-{{start_offset:padding=true}}.jsonl',
        'transforms.fields.fields': 'event_type',
      },
      KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' },
      KafkaClusterEncryptionInTransit: { EncryptionType: 'TLS' },
    });
  });

  it('the export to S3 has a bucket for objects, one for the plugin, the plugin, and logs of its own', () => {
    const bucketIds = staging.all('AWS::S3::Bucket').map(({ id }) => id);
    const plugin = staging.only('AWS::KafkaConnect::CustomPlugin');
    const logs = staging.only('AWS::Logs::LogGroup', { LogGroupName: '/msk-connect/poc-atlas-dev-s3-sink' });

    expect(bucketIds).toHaveLength(3);
    expect(JSON.stringify(plugin.properties.Location)).toContain('plugins/s3-sink.zip');
    expect(connector.properties.Plugins).toMatchObject([
      { CustomPlugin: { CustomPluginArn: { 'Fn::GetAtt': [plugin.id, 'CustomPluginArn'] } } },
    ]);
    expect(logs.properties.RetentionInDays).toBe(1);
    expect(JSON.stringify(connector.properties.LogDelivery)).toContain(logs.id);
  });

  it('the export to S3 may read those topics, keep its state and write those objects, and waits for the right to', () => {
    const role = staging.only('AWS::IAM::Role', { RoleName: 'poc-atlas-dev-s3-sink' });
    const allowed = staging.allowedTo(role);
    const topicsFor = (action: string) =>
      allowed.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);

    expect(topicsFor('kafka-cluster:ReadData').map((one) => one.split('/').at(-1))).toEqual([
      'atlas.events.raw',
      '__amazon_msk_connect_*',
    ]);
    expect(topicsFor('kafka-cluster:WriteData').map((one) => one.split('/').at(-1))).toEqual([
      '__amazon_msk_connect_*',
      'atlas.s3-sink.dlq',
    ]);
    expect(topicsFor('s3:PutObject')).toEqual([expect.stringMatching(/\/kafka\/\*$/)]);
    expect(connector.attributes.DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching(/roleDefaultPolicy/)]),
    );
  });

  it('the export to S3 keeps its buckets to itself', () => {
    for (const { properties } of staging.all('AWS::S3::Bucket'))
      expect(properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    for (const { properties } of staging.all('AWS::S3::BucketPolicy'))
      expect(statementsOf({ id: '', properties, attributes: {} })[0]?.condition).toEqual({
        Bool: { 'aws:SecureTransport': 'false' },
      });
  });

  it('the export to S3 has its buckets before its plugin can be put into one', () => {
    const preparing = variant(() => ({ sink: { kind: 'preparing' } }));

    expect(preparing.all('AWS::S3::Bucket')).toHaveLength(3);
    expect(preparing.all('AWS::KafkaConnect::CustomPlugin')).toEqual([]);
    expect(preparing.all('AWS::KafkaConnect::Connector')).toEqual([]);
  });

  it('the export to S3 is made anew under another name with every revision, plugin included', () => {
    const revised = variant(({ sink }) => (sink.kind === 'running' ? { sink: { ...sink, revision: 2 } } : {}));

    expect(revised.only('AWS::KafkaConnect::Connector').properties.ConnectorName).toBe('poc-atlas-dev-s3-sink-r2');
    expect(revised.only('AWS::KafkaConnect::CustomPlugin').properties.Name).toBe('poc-atlas-dev-s3-sink-plugin-r2');
  });

  it.each([
    ['a topic that feeds itself', { topics: ['atlas.s3-sink.dlq'] }, /would feed itself/],
    ['more copies than brokers', { failedTopicReplication: 3 }, /3 copies do not fit on 2 brokers/],
    ['two fields in one', { partitionFields: ['event_type,country'] }, /is not the name of one field/],
  ] as const)('the export to S3 is refused before it is deployed: %s', (_, change, complaint) => {
    expect(() => variant(({ sink }) => (sink.kind === 'running' ? { sink: { ...sink, ...change } } : {}))).toThrow(
      complaint,
    );
  });

  it.each([
    ['io.confluent.connect.storage.partitioner.FieldPartitioner', { 'value.converter.schemas.enable': 'false' }, true],
    [
      'io.confluent.connect.storage.partitioner.FieldPartitioner',
      { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' },
      true,
    ],
    ['com.acme.DailyFieldPartitioner', { 'value.converter.schemas.enable': 'false' }, true],
    [
      'io.confluent.connect.storage.partitioner.FieldPartitioner',
      { 'value.converter': 'io.confluent.connect.avro.AvroConverter', 'value.converter.schemas.enable': 'true' },
      false,
    ],
    ['io.confluent.connect.storage.partitioner.DefaultPartitioner', {}, false],
  ])('the partitioner %s with %j needs a schema that is not there: %s', (partitioner, change, isRefused) => {
    const { foundation } = coreOf('staging');
    if (foundation.kind !== 'owned' || foundation.sink.kind !== 'running') throw new Error('no export in staging');
    const made = sinkConfiguration(foundation.sink, { region: 'us-east-1', bucket: 'b' });

    expect(sinkProblems(foundation.sink, made, 2)).toEqual([]);
    expect(sinkProblems(foundation.sink, { ...made, 'partitioner.class': partitioner, ...change }, 2)).toEqual(
      isRefused ? [expect.stringContaining('Value is not Struct type')] : [],
    );
  });

  it('the export to S3 is not there where it is off', () => {
    expect(streamingOf('prod').all('AWS::S3::Bucket')).toEqual([]);
    expect(streamingOf('prod').all('AWS::KafkaConnect::Connector')).toEqual([]);
  });
});

it('the streaming stack has a repository for each image that is built elsewhere', () => {
  const names = streamingOf('staging')
    .all('AWS::ECR::Repository')
    .map(({ properties }) => properties.RepositoryName);

  expect(names).toEqual(['poc-atlas-dev-events-ingestion', 'poc-atlas-dev-dashboard-backend', 'poc-atlas-dev-scoring']);
});
