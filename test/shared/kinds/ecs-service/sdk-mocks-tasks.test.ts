import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTasksCommand,
  type Service as SdkService,
  type Task,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { inputs, mockedAws, observationOf } from '#test/support/sdk-mocks.ts';
import { answerWith, shop, steady, task } from './sdk-answers.ts';

describe('tasks', () => {
  it('tasks are listed both running and stopped, page by page, and described by the hundred', async () => {
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

  it('tasks that are to stop do not matter on the way up', async () => {
    const aws = mockedAws();
    answerWith(aws, [steady], [task(1)]);

    await aws.observe([shop], 'start');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([{ cluster: 'atlas', desiredStatus: 'RUNNING' }]);
  });

  it('tasks that are to run are read on the way down only to be sure, once none is left that is to stop', async () => {
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

  it('tasks are not read on the way down before the service is at zero', async () => {
    const aws = mockedAws();
    answerWith(aws, [steady], [task(1)]);

    await aws.observe([shop], 'stop');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);
  });

  it.each<[string, SdkService]>([
    ['too few run', { desiredCount: 2, runningCount: 1 }],
    ['too many run', { desiredCount: 0, runningCount: 2 }],
    ['one is pending', { desiredCount: 2, runningCount: 2, pendingCount: 1 }],
  ])('tasks are not read while %s', async (_why, counters) => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, ...counters }], [task(1)]);

    const seen = observationOf(await aws.observe([shop]), 'shop');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);
    expect(seen).toMatchObject({
      tasksLeft: (counters.runningCount ?? 0) + (counters.pendingCount ?? 0),
      tasksHealthy: 0,
    });
  });

  it('tasks count as healthy when they run and no container has a health check', async () => {
    const aws = mockedAws();
    answerWith(aws, [steady], [task(1), task(2)]);
    aws.ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: { containerDefinitions: [{ name: 'app' }] } });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 2, tasksHealthy: 2 });
    expect(inputs(aws.ecs, 'DescribeTaskDefinitionCommand')).toEqual([{ taskDefinition: 'shop:7' }]);
  });

  it('tasks count as healthy only when HEALTHY if any container has a health check', async () => {
    const aws = mockedAws();
    const healthCheck = { command: ['CMD-SHELL', 'true'] };
    answerWith(aws, [steady], [task(1, { healthStatus: 'HEALTHY' }), task(2), task(3, { healthStatus: 'UNHEALTHY' })]);
    aws.ecs
      .on(DescribeTaskDefinitionCommand)
      .resolves({ taskDefinition: { containerDefinitions: [{ name: 'sidecar' }, { name: 'app', healthCheck }] } });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 3, tasksHealthy: 1 });
  });

  it.each<[string, Task['containers'], number]>([
    ['the sidecar is not essential and passes for ever', [{ name: 'agent', healthStatus: 'HEALTHY' }], 1],
    ['the sidecar is not essential and fails', [{ name: 'agent', healthStatus: 'UNHEALTHY' }], 1],
  ])(
    'tasks count as healthy when they run and no essential container has a check: %s',
    async (_what, containers, healthy) => {
      const aws = mockedAws();
      const healthCheck = { command: ['CMD-SHELL', 'agent health'] };
      answerWith(
        aws,
        [{ ...steady, taskDefinition: 'sidecar:1' }],
        [task(1, { containers: [{ name: 'app' }, ...(containers ?? [])] })],
      );
      aws.ecs.on(DescribeTaskDefinitionCommand).resolves({
        taskDefinition: { containerDefinitions: [{ name: 'app' }, { name: 'agent', essential: false, healthCheck }] },
      });

      expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: healthy });
    },
  );

  it('tasks are as healthy as their essential containers that have a check, whatever ECS says of the task', async () => {
    const aws = mockedAws();
    const check = { healthCheck: { command: ['CMD-SHELL', 'true'] } };
    const containers = (app: 'HEALTHY' | 'UNKNOWN') => [
      { name: 'app', healthStatus: app },
      { name: 'proxy', healthStatus: 'UNKNOWN' as const },
      { name: 'agent', healthStatus: 'UNHEALTHY' as const },
    ];
    const tasks = [task(1, { containers: containers('HEALTHY') }), task(2, { containers: containers('UNKNOWN') })];
    answerWith(aws, [{ ...steady, taskDefinition: 'several:1' }], tasks);
    aws.ecs.on(DescribeTaskDefinitionCommand).resolves({
      taskDefinition: {
        containerDefinitions: [
          { name: 'app', ...check },
          { name: 'proxy' },
          { name: 'agent', essential: false, ...check },
        ],
      },
    });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1 });
  });

  it('tasks that stopped are read on the way up only where ECS is in trouble, and say why', async () => {
    const aws = mockedAws();
    const well = {
      ...steady,
      desiredCount: 2,
      runningCount: 1,
      events: [{ message: '(service atlas-shop) has started 2 tasks: (task 1)' }],
    };
    answerWith(aws, [well]);
    expect(observationOf(await aws.observe([shop], 'start'), 'shop')).not.toHaveProperty('trouble');
    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);

    const stoppedReason = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found';
    const stopped = {
      desiredStatus: 'STOPPED',
      lastStatus: 'STOPPED',
      stoppedReason,
      stopCode: 'TaskFailedToStart',
    } as const;
    const [at, before] = [new Date(5_000), new Date(1_000)];
    const scaledIn = {
      ...stopped,
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Scaling activity initiated',
    } as const;
    const deployments = [{ id: 'ecs-svc/1', status: 'PRIMARY', failedTasks: 1 }];
    const events = [{ createdAt: new Date(2_000), message: '(service atlas-shop) has reached a steady state.' }];
    answerWith(
      aws,
      [{ ...well, events, deployments }],
      [
        task(1, { ...stopped, createdAt: at }),
        task(2, { ...stopped, createdAt: before, stoppedReason: 'of yesterday' }),
        task(3, { ...stopped, createdAt: at, startedBy: 'ecs-svc/0', stoppedReason: 'of another deployment' }),
        task(4, { ...scaledIn, createdAt: at }),
      ],
    );
    expect(observationOf(await aws.observe([shop], 'start'), 'shop')).toMatchObject({
      trouble: { reason: stoppedReason, cause: 'hopeless', failedAt: [5_000] },
    });
    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([{ cluster: 'atlas', desiredStatus: 'STOPPED' }]);
  });

  it('tasks that are to stop are left, but not healthy, and STOPPED ones are neither', async () => {
    const aws = mockedAws();
    const stopping = task(2, { desiredStatus: 'STOPPED' });
    const activating = task(3, { lastStatus: 'ACTIVATING' });
    const stopped = task(4, { desiredStatus: 'STOPPED', lastStatus: 'STOPPED' });
    answerWith(aws, [steady], [task(1), stopping, activating, stopped]);

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 3, tasksHealthy: 1 });
  });

  it('tasks of other services, and tasks of no service, are not counted', async () => {
    const aws = mockedAws();
    answerWith(
      aws,
      [steady],
      [task(1), task(2, { group: 'service:atlas-shop-admin' }), task(3, { group: 'family:migration' })],
    );

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 1, tasksHealthy: 1 });
  });
});
