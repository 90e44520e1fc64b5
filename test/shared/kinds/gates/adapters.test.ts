// The gates of AWS over the simulated AWS, by the contract of every adapter.
import { expect, it } from 'vitest';
import { serviceOf } from '#kinds/adapter.ts';
import type { ResourceOf } from '#kinds/resource.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { named, numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const common = { dependsOn: [], deadlineSeconds: { start: 60, stop: 60 }, optional: false };

const queue = (name: string): ResourceOf<'sqs-queue'> => ({
  ...{ kind: 'sqs-queue', name: named(name), queue: `atlas-${name}`, ifNotDrained: 'keep-up', ...common },
});
const metric = (name: string): ResourceOf<'metric'> => ({
  ...{ kind: 'metric', name: named(name), namespace: 'AWS/Kafka', metric: 'SumOffsetLag', atMost: 0 },
  ...{ dimensions: { 'Consumer Group': `atlas-${name}` }, ifNotDrained: 'keep-up', ...common },
});

const differing = (index: number) => ({
  world: { left: index % 3 },
  seen: { status: index % 3 === 0 ? 'empty' : 'not-empty' } as const,
});

testService('SQS queues', {
  kind: 'sqs-queue',
  many: numbered(12, 'jobs', queue),
  differing,
  // SQS has a call for one queue at a time.
  callsMax: { 'sqs:GetQueueUrl': 12, 'sqs:GetQueueAttributes': 12 },
  reads: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  changes: [],
});

it('metrics are read in as few calls as CloudWatch allows, each by its own dimensions, and one that nobody writes has no data', async () => {
  const metrics = numbered(620, 'lag', metric);
  const world = Object.fromEntries(metrics.map(({ name }, index) => [name, differing(index).world]));
  const aws = simulatedCloud(metrics, { world });
  const stranger = { ...metric('stranger'), metric: 'SumOffsetLags' };

  const readings = await aws.finish(serviceOf(aws.services, 'metric').observe([...metrics, stranger]));

  expect(aws.calls('cloudwatch:GetMetricData')).toHaveLength(2);
  for (const [index, { name }] of metrics.entries())
    expect(readings.get(name), name).toMatchObject({ observation: differing(index).seen });
  expect(readings.get(stranger.name)).toMatchObject({ observation: { status: 'no-data' } });
});

it('a metric that may not be read is unreadable', async () => {
  const lag = metric('lag');
  const faults = [{ operation: 'cloudwatch:GetMetricData', error: 'AccessDenied' }];
  const aws = simulatedCloud([lag], { faults });

  const readings = await aws.finish(serviceOf(aws.services, 'metric').observe([lag]));

  expect(readings.get(lag.name)).toMatchObject({ state: 'unreadable', retryable: false });
});

it('a stop asks no URL, as asking may start what idles; a look without a direction does', async () => {
  const check: ResourceOf<'http'> = {
    ...{ kind: 'http', name: named('login'), url: 'https://login.example.com/health', status: 200, timeoutSeconds: 10 },
    ...common,
  };
  const aws = simulatedCloud([check], { world: { login: { status: 'down' } } });
  const look = async (towards?: 'stop') =>
    (await aws.finish(serviceOf(aws.services, 'http').observe([check], towards))).get(check.name);

  expect(await look('stop')).toMatchObject({ observation: { status: 'not-checked' } });
  expect(aws.calls('http:GetUrl')).toEqual([]);
  expect(await look()).toMatchObject({
    observation: { status: 'down', says: 'https://login.example.com/health answers 503, should be 200' },
  });
});
