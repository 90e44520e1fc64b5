// A pipeline that takes events from outside, by meaning.
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { deployable } from '#infra/platform/pipeline/deployable.ts';
import { PipelineStack } from '#infra/platform/pipeline/pipeline-stack.ts';
import { loadPipeline, parsePipeline } from '#pipeline/file/load.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { appProps, deployedStack } from '#test/infra/synthesised.ts';

const file = 'examples/metadata/pipelines/incidents.yaml';
const stack = new PipelineStack(new App(appProps), deployable(loadPipeline(file), file));
const { only, all, rightsOf } = deployedStack(stack);

it('a pipeline of events from outside has one function, and nothing that reads Kafka', () => {
  expect(
    all('AWS::Lambda::Function')
      .map(({ properties }) => properties.FunctionName)
      .filter((name) => String(name).startsWith('curfew-pipeline')),
  ).toEqual(['curfew-pipeline-incidents-event-intake']);
  expect(
    all('AWS::Lambda::EventSourceMapping').map(({ properties }) => [properties.BatchSize, properties.Topics]),
  ).toEqual([[10, undefined]]);
});

it('the intake writes the topics of its senders alone, reads none, and reads their secrets alone', () => {
  const rights = rightsOf(only('AWS::IAM::Role', { RoleName: 'curfew-pipeline-incidents-event-intake' }));
  const of = (action: string) => rights.filter((one) => one.startsWith(action)).map((one) => one.split(' ')[1]);

  expect(of('kafka-cluster:WriteData').toSorted()).toEqual(['events.catalogue', 'events.montecarlo']);
  expect(of('kafka-cluster:ReadData')).toEqual([]);
  expect(of('kafka-cluster:DescribeGroup')).toEqual([]);
  expect(of('secretsmanager:GetSecretValue')).toEqual(['montecarlo-??????']);
  expect(rights.filter((one) => one.startsWith('sqs:')).map((one) => one.split(' ')[0])).toEqual([
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
  ]);
});

it('its URL is open to everybody by both permissions that AWS asks for, and by its URL alone', () => {
  expect(only('AWS::Lambda::Url').properties).toMatchObject({ AuthType: 'NONE' });
  expect(
    all('AWS::Lambda::Permission').map(({ properties }) => [
      properties.Action,
      properties.Principal,
      properties.FunctionUrlAuthType,
      properties.InvokedViaFunctionUrl,
    ]),
  ).toEqual([
    ['lambda:InvokeFunctionUrl', '*', 'NONE', undefined],
    ['lambda:InvokeFunction', '*', undefined, true],
  ]);
});

it('the queue is encrypted, takes TLS alone, outlives the stack, and has a queue for what it gives up', () => {
  const queues = all('AWS::SQS::Queue').map(({ properties }) => properties);

  expect(queues.map(({ QueueName }) => QueueName).toSorted()).toEqual([
    'curfew-pipeline-incidents-event-intake',
    'curfew-pipeline-incidents-event-intake-dead-letters',
  ]);
  for (const queue of queues)
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  expect(all('AWS::SQS::QueuePolicy')).toHaveLength(2);
});

it('people hear of failures, and of events that nobody took', () => {
  expect(all('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmName)).toEqual([
    'curfew-pipeline-incidents-event-intake-failing',
    'curfew-pipeline-incidents-event-intake-dead-letters',
  ]);
});

it('the security rules of cdk-nag hold for it, but for what AWS allows only on everything', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});

it('it needs no topics of its own, but a cluster and a network', () => {
  const text = 'pipeline: a\nintake: { x: { topic: t, verify: bearer, secret: s } }\n';

  expect(() => deployable(parsePipeline(text, 'p.yaml'), 'p.yaml')).toThrow(
    'cannot be deployed without `region`, `kafka`, `network`',
  );
});

it.each([
  ['a sender without a secret', '{ x: { topic: t, verify: bearer } }', 'intake.x.secret: is missing'],
  [
    'a secret for an issuer',
    '{ x: { topic: t, verify: { oidc: { issuer: "https://a.example", audience: b } }, secret: s } }',
    'has no use',
  ],
  [
    'an issuer without TLS',
    '{ x: { topic: t, verify: { oidc: { issuer: "http://a.example", audience: b } } } }',
    'is no URL of an issuer with https',
  ],
  ['another proof', '{ x: { topic: t, verify: basic, secret: s } }', 'verify'],
  ['a name that no path has', '{ X_1: { topic: t, verify: bearer, secret: s } }', 'is not a name'],
])('%s is refused', (_, intake, complaint) => {
  expect(() => parsePipeline(`pipeline: a\nintake: ${intake}\n`, 'p.yaml')).toThrow(complaint);
});
