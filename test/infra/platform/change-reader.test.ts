// The function that tells of changes: what it reads, what it may do, and who hears of its failures.
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { deployable } from '#infra/platform/pipeline/deployable.ts';
import { PipelineStack } from '#infra/platform/pipeline/pipeline-stack.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { appProps, deployedStack } from '#test/infra/synthesised.ts';

const file = 'examples/metadata/pipelines/changes.yaml';
const pipeline = loadPipeline(file);
const withTopics = (topics: readonly string[]) =>
  new PipelineStack(
    new App(appProps),
    deployable(
      { ...pipeline, ...(pipeline.changes && { changes: { ...pipeline.changes, topics: [...topics] } }) },
      file,
    ),
  );
const stack = withTopics(['cdc.public.metadata', 'cdc.public.lineage']);
const { only, all, rightsOf } = deployedStack(stack);
const name = 'curfew-pipeline-changes-change-reader';

it('it reads each topic from the beginning, in a group of its own', () => {
  expect(
    all('AWS::Lambda::EventSourceMapping').map(({ properties }) => [
      properties.Topics,
      properties.AmazonManagedKafkaEventSourceConfig,
      properties.StartingPosition,
    ]),
  ).toEqual([
    [['cdc.public.metadata'], { ConsumerGroupId: 'change-reader-cdc.public.metadata' }, 'TRIM_HORIZON'],
    [['cdc.public.lineage'], { ConsumerGroupId: 'change-reader-cdc.public.lineage' }, 'TRIM_HORIZON'],
  ]);
});

it('it may do what it calls: read these topics, write dead letters, and put messages into one queue', () => {
  const rights = rightsOf(only('AWS::IAM::Role', { RoleName: name }));
  const of = (action: string) => rights.filter((one) => one.startsWith(action)).map((one) => one.split(' ')[1]);
  expect(of('kafka-cluster:ReadData').toSorted()).toEqual(['cdc.public.lineage', 'cdc.public.metadata']);
  expect(of('kafka-cluster:WriteData')).toEqual(['cdc.dlq']);
  expect(of('kafka-cluster:AlterGroup').toSorted()).toEqual([
    'change-reader-cdc.public.lineage',
    'change-reader-cdc.public.metadata',
  ]);
  expect(rights.filter((one) => one.startsWith('sqs:'))).toEqual(['sqs:SendMessage curfew-notifications-staging']);
  expect(rights.filter((one) => /^(?:dynamodb|secretsmanager|sns|lambda):/.test(one))).toEqual([]);
});

it('it knows the queue of its environment, and goes out to Kafka and SQS alone', () => {
  const { Environment } = only('AWS::Lambda::Function', { FunctionName: name }).properties;
  expect(JSON.stringify(Environment)).toContain('curfew-notifications-staging');
  const [group] = all('AWS::EC2::SecurityGroup');
  expect(JSON.stringify(group?.properties.SecurityGroupEgress).match(/"FromPort":\d+/g)).toEqual([
    '"FromPort":9098',
    '"FromPort":443',
  ]);
});

it('people hear of failures and of dead letters', () => {
  expect(all('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmName)).toEqual([
    `${name}-failing`,
    `${name}-dead-letters`,
  ]);
});

it('the security rules of cdk-nag hold, but for what AWS allows only on everything', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});
