import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTasksCommand,
  type Service as SdkService,
} from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { inputs, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';
import { answerWith, shop, steady, task } from './sdk-answers.ts';

describe('tasks', () => {
  it('are listed both running and stopped, page by page, and described by the hundred', async () => {
    const aws = mockedAws();
    const arns = (from: number, count: number) => Array.from({ length: count }, (_, index) => `task ${from + index}`);
    aws.ecs.on(DescribeServicesCommand).resolves({ services: [steady] });
    aws.ecs
      .on(ListTasksCommand, { desiredStatus: 'RUNNING' })
      .resolvesOnce({ taskArns: arns(0, 100), nextToken: 'more' })
      .resolvesOnce({ taskArns: arns(100, 50) });
    aws.ecs.on(ListTasksCommand, { desiredStatus: 'STOPPED' }).resolves({ taskArns: arns(150, 100) });

    await aws.observe([shop]);

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([
      { cluster: 'atlas', desiredStatus: 'STOPPED' },
      { cluster: 'atlas', desiredStatus: 'RUNNING' },
      { cluster: 'atlas', desiredStatus: 'RUNNING', nextToken: 'more' },
    ]);
    expect(inputs(aws.ecs, 'DescribeTasksCommand')).toEqual([
      { cluster: 'atlas', tasks: arns(150, 100) },
      { cluster: 'atlas', tasks: arns(0, 100) },
      { cluster: 'atlas', tasks: arns(100, 50) },
    ]);
  });

  it('that are to stop do not matter on the way up', async () => {
    const aws = mockedAws();
    answerWith(aws, [steady], [task(1)]);

    await aws.observe([shop], 'start');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([{ cluster: 'atlas', desiredStatus: 'RUNNING' }]);
  });

  it('that are to run are read on the way down only to be sure, once none is left that is to stop', async () => {
    const aws = mockedAws();
    const listed = () =>
      inputs(aws.ecs, 'ListTasksCommand').map((input) => (input as { desiredStatus: string }).desiredStatus);
    const gone = { ...steady, desiredCount: 0, runningCount: 0 };

    answerWith(aws, [gone], [task(1, { desiredStatus: 'STOPPED', lastStatus: 'DEPROVISIONING' })]);
    expect(observationOf(await aws.observe([shop], 'stop'), 'shop')).toMatchObject({ tasksLeft: 1 });
    expect(listed()).toEqual(['STOPPED']);

    answerWith(aws, [gone], [task(1, { desiredStatus: 'STOPPED', lastStatus: 'STOPPED' })]);
    expect(observationOf(await aws.observe([shop], 'stop'), 'shop')).toMatchObject({ tasksLeft: 0 });
    expect(listed()).toEqual(['STOPPED', 'STOPPED', 'RUNNING']);
  });

  it('are not read on the way down before the service is at zero', async () => {
    const aws = mockedAws();
    answerWith(aws, [steady], [task(1)]);

    await aws.observe([shop], 'stop');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);
  });

  it.each<[string, SdkService]>([
    ['too few run', { desiredCount: 2, runningCount: 1 }],
    ['too many run', { desiredCount: 0, runningCount: 2 }],
    ['one is pending', { desiredCount: 2, runningCount: 2, pendingCount: 1 }],
  ])('are not read while %s', async (_why, counters) => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, ...counters }], [task(1)]);

    const seen = observationOf(await aws.observe([shop]), 'shop');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);
    expect(seen).toMatchObject({
      tasksLeft: (counters.runningCount ?? 0) + (counters.pendingCount ?? 0),
      tasksHealthy: 0,
    });
  });

  it('count as healthy when they run and no container has a health check', async () => {
    const aws = mockedAws();
    answerWith(aws, [steady], [task(1), task(2)]);
    aws.ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: { containerDefinitions: [{ name: 'app' }] } });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 2, tasksHealthy: 2 });
    expect(inputs(aws.ecs, 'DescribeTaskDefinitionCommand')).toEqual([{ taskDefinition: 'shop:7' }]);
  });

  it('count as healthy only when HEALTHY if any container has a health check', async () => {
    const aws = mockedAws();
    const healthCheck = { command: ['CMD-SHELL', 'true'] };
    answerWith(aws, [steady], [task(1, { healthStatus: 'HEALTHY' }), task(2), task(3, { healthStatus: 'UNHEALTHY' })]);
    aws.ecs
      .on(DescribeTaskDefinitionCommand)
      .resolves({ taskDefinition: { containerDefinitions: [{ name: 'sidecar' }, { name: 'app', healthCheck }] } });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 3, tasksHealthy: 1 });
  });

  it('that are to stop are left, but not healthy, and STOPPED ones are neither', async () => {
    const aws = mockedAws();
    const stopping = task(2, { desiredStatus: 'STOPPED' });
    const activating = task(3, { lastStatus: 'ACTIVATING' });
    const stopped = task(4, { desiredStatus: 'STOPPED', lastStatus: 'STOPPED' });
    answerWith(aws, [steady], [task(1), stopping, activating, stopped]);

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 3, tasksHealthy: 1 });
  });

  it('of other services, and tasks of no service, are not counted', async () => {
    const aws = mockedAws();
    answerWith(
      aws,
      [steady],
      [task(1), task(2, { group: 'service:atlas-shop-admin' }), task(3, { group: 'family:migration' })],
    );

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 1, tasksHealthy: 1 });
  });
});

describe('targets', () => {
  const loadBalancers = [
    { targetGroupArn: 'tg-public' },
    { targetGroupArn: 'tg-internal' },
    { loadBalancerName: 'classic' },
  ];
  const health = (...states: ('healthy' | 'initial' | 'draining' | 'unhealthy')[]) => ({
    TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })),
  });

  it('are asked for of each target group, and the worst one counts', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-public' }).resolves(health('healthy', 'healthy'));
    aws.elbv2
      .on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-internal' })
      .resolves(health('healthy', 'initial', 'draining', 'unhealthy'));

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1 });
    expect(sent(aws.elbv2)).toEqual([
      ['DescribeTargetHealthCommand', { TargetGroupArn: 'tg-public' }],
      ['DescribeTargetHealthCommand', { TargetGroupArn: 'tg-internal' }],
    ]);
  });

  it('are not more than the tasks, even while old ones are still registered', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand).resolves(health('healthy', 'healthy', 'healthy'));

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  it('are none where AWS tells of none', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 2, tasksHealthy: 0 });
  });
});
