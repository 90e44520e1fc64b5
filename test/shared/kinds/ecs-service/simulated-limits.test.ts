import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { seconds } from '#sim/aws/simulated-service.ts';
import { errorFrom, type SimulatedCloud } from '#test/support/cloud.ts';
import { numbered } from '#test/support/definitions.ts';
import { cluster, shop, shopCloud, want } from './shop-cloud.ts';

describe('the limits of the simulated ECS', () => {
  const { ecs } = shopCloud().clients;
  const names = (count: number) => numbered(count, 'x', (name) => name);

  it('the limits of the simulated ECS are ten services a call', async () => {
    await expect(ecs.send(new DescribeServicesCommand({ cluster, services: names(11) }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(ecs.send(new DescribeServicesCommand({ cluster, services: names(10) }))).resolves.toBeDefined();
  });

  it('the limits of the simulated ECS are a hundred tasks a call', async () => {
    await expect(ecs.send(new DescribeTasksCommand({ cluster, tasks: names(101) }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(ecs.send(new DescribeTasksCommand({ cluster, tasks: names(100) }))).resolves.toEqual({
      tasks: [],
      failures: [],
    });
  });

  it('the limits of the simulated ECS are a hundred tasks a page, nothing missing and nothing twice', async () => {
    const { clients } = shopCloud({ desired: 230 });

    const first = await clients.ecs.send(new ListTasksCommand({ cluster }));
    const second = await clients.ecs.send(new ListTasksCommand({ cluster, nextToken: first.nextToken }));
    const third = await clients.ecs.send(new ListTasksCommand({ cluster, nextToken: second.nextToken }));

    const pages = [first, second, third].map(({ taskArns = [] }) => taskArns);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    expect(new Set(pages.flat()).size).toBe(230);
    expect(third.nextToken).toBeUndefined();
  });

  it('the limits of the simulated ECS name what is not there instead of throwing', async () => {
    expect(await ecs.send(new DescribeServicesCommand({ cluster, services: ['nobody'] }))).toEqual({
      services: [],
      failures: [{ arn: 'nobody', reason: 'MISSING' }],
    });
  });

  it('the limits of the simulated ECS throw when what is to be changed is not there, or its cluster', async () => {
    const update = (where: string, name: string) =>
      errorFrom(ecs.send(new UpdateServiceCommand({ cluster: where, service: name, desiredCount: 1 })));

    expect(await update(cluster, 'nobody')).toMatchObject({ name: 'ServiceNotFoundException' });
    expect(await update('nowhere', shop.service)).toMatchObject({ name: 'ClusterNotFoundException' });
    expect(await errorFrom(ecs.send(new ListTasksCommand({ cluster: 'nowhere' })))).toMatchObject({
      name: 'ClusterNotFoundException',
    });
  });
});

describe('the rates of the simulated ECS', () => {
  /** How many of so many requests at one time are throttled before any is sent again. */
  const throttled = async (aws: SimulatedCloud, count: number, send: () => Promise<unknown>): Promise<number> => {
    const before = aws.calls().length;
    const all = Promise.allSettled(Array.from({ length: count }, send));
    const atOnce = aws.calls().slice(before);
    await aws.finish(all);
    expect(atOnce).toHaveLength(count);
    return atOnce.filter(({ error }) => error === 'ThrottlingException').length;
  };

  it('the rates of the simulated ECS throttle the 51st change of a service in a burst', async () => {
    const aws = shopCloud({ desired: 1 });

    expect(await throttled(aws, 50, () => want(aws, 1))).toBe(0);
    expect(await throttled(aws, 1, () => want(aws, 1))).toBe(1);
  });

  it('the rates of the simulated ECS admit five changes a second after the burst', async () => {
    const aws = shopCloud({ desired: 1 });
    await throttled(aws, 50, () => want(aws, 1));

    aws.pass(seconds(1));

    expect(await throttled(aws, 8, () => want(aws, 1))).toBe(3);
  });

  it.each([
    ['reads of services', () => new DescribeServicesCommand({ cluster, services: [] }), 100],
    ['reads of the cluster', () => new ListTasksCommand({ cluster }), 100],
    ['reads of definitions', () => new DescribeTaskDefinitionCommand({ taskDefinition: 'shop:1' }), 50],
  ] as const)(
    'the rates of the simulated ECS throttle %s after a burst of their own',
    async (_what, command, burst) => {
      const aws = shopCloud({ desired: 1 });
      const send = () => aws.clients.ecs.send(command() as ListTasksCommand);
      await throttled(aws, 50, () => want(aws, 1));

      expect(await throttled(aws, burst, send)).toBe(0);
      expect(await throttled(aws, 1, send)).toBe(1);
    },
  );

  it('the rates of the simulated ECS are shared by the two ways to read tasks', async () => {
    const aws = shopCloud({ desired: 1 });
    await throttled(aws, 100, () => aws.clients.ecs.send(new ListTasksCommand({ cluster })));

    expect(await throttled(aws, 1, () => aws.clients.ecs.send(new DescribeTasksCommand({ cluster, tasks: [] })))).toBe(
      1,
    );
  });
});
