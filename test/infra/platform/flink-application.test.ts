// The construct for a Flink job of the user's own, by meaning.
import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { expect, it } from 'vitest';
import { FlinkApplication } from '#infra/platform/constructs/flink-application.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { appProps, deployedStack } from '#test/infra/synthesised.ts';

const stackWith = (version?: string): Stack => {
  const stack = new Stack(new App(appProps), 'flink', { env: { region: 'us-east-1' } });
  new FlinkApplication(stack, 'job', {
    name: 'metadata-enrichment',
    code: { bucket: 'acme-jobs', key: 'enrichment-1.jar', ...(version === undefined ? {} : { version }) },
    runtime: 'FLINK-1_20',
    parallelism: 2,
    network: { subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-a'] },
    kafka: { name: 'metadata-msk', reads: ['metadata.events'], groups: ['flink-metadata'], writes: ['metadata.rich'] },
    properties: { job: { topic: 'metadata.events' } },
    alarms: Topic.fromTopicArn(stack, 'alarms', 'arn:aws:sns:us-east-1:111122223333:alarms'),
  });
  return stack;
};
const stack = stackWith();
const { only, all, rightsOf } = deployedStack(stack);
it('the job runs your archive in your VPC, and keeps a snapshot of each stop', () => {
  const { properties } = only('AWS::KinesisAnalyticsV2::Application');
  expect(properties).toMatchObject({
    ApplicationName: 'metadata-enrichment',
    ApplicationMode: 'STREAMING',
    RuntimeEnvironment: 'FLINK-1_20',
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: { CodeContent: { S3ContentLocation: { FileKey: 'enrichment-1.jar' } } },
      ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
      FlinkApplicationConfiguration: { ParallelismConfiguration: { Parallelism: 2, AutoScalingEnabled: false } },
      VpcConfigurations: [{ SubnetIds: ['subnet-a', 'subnet-b'], SecurityGroupIds: ['sg-a'] }],
      EnvironmentProperties: {
        PropertyGroups: [{ PropertyGroupId: 'job', PropertyMap: { topic: 'metadata.events' } }],
      },
    },
  });
  // A deployment starts nothing: that is Curfew's.
  expect(properties).not.toHaveProperty('RunConfiguration');
});

it('its role reads its archive and its topics, writes its own, and nothing else of Kafka or S3', () => {
  const own = rightsOf().filter((one) => /^(s3|kafka-cluster):/.test(one));
  expect(own.toSorted()).toEqual([
    'kafka-cluster:AlterGroup flink-metadata',
    'kafka-cluster:Connect *',
    'kafka-cluster:DescribeGroup flink-metadata',
    'kafka-cluster:DescribeTopic metadata.events',
    'kafka-cluster:DescribeTopic metadata.rich',
    'kafka-cluster:ReadData metadata.events',
    'kafka-cluster:WriteData metadata.rich',
    's3:GetObject enrichment-1.jar',
  ]);
});

it('of an archive with a version, that version alone may be read', () => {
  const s3 = deployedStack(stackWith('v1'))
    .rightsOf()
    .filter((one) => one.startsWith('s3:'));
  expect(s3).toEqual(['s3:GetObjectVersion enrichment-1.jar']);
});

it('only the service may take the role, for this application', () => {
  const { AssumeRolePolicyDocument: policy } = only('AWS::IAM::Role').properties;
  expect(JSON.stringify(policy)).toContain('"Service":"kinesisanalytics.amazonaws.com"');
  expect(JSON.stringify(policy)).toMatch(/"aws:SourceArn":.*application\/metadata-enrichment/);
});

it('its log has a stream, and people hear when it is down or its checkpoints fail', () => {
  expect(only('AWS::Logs::LogStream').properties).toMatchObject({ LogStreamName: 'kinesis-analytics-log-stream' });
  expect(all('AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption')).toHaveLength(1);
  expect(
    all('AWS::CloudWatch::Alarm').map(({ properties }) => [properties.AlarmName, properties.TreatMissingData]),
  ).toEqual([
    ['flink-metadata-enrichment-down', 'notBreaching'],
    ['flink-metadata-enrichment-checkpoints', 'notBreaching'],
  ]);
});

it('the security rules of cdk-nag hold for it, but for what AWS allows only on everything', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});
