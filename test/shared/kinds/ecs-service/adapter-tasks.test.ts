import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { numbered, service } from '#test/support/definitions.ts';
import { act, cloudOf, look, shop } from './cloud-of-service.ts';

const stoppingTasks = async ({ clients }: SimulatedCloud): Promise<(string | undefined)[]> => {
  const { cluster } = shop;
  const { taskArns = [] } = await clients.ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED' }));
  const { tasks = [] } = await clients.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks.map(({ lastStatus }) => lastStatus);
};

/** After the few seconds for which AWS may still show the count of before. */
const lookSoon = (aws: SimulatedCloud) => {
  aws.pass(seconds(5));
  return look(aws);
};

describe('the tasks of an ECS service', () => {
  it('the tasks of an ECS service are not read while its counters show that it is under way', async () => {
    const aws = cloudOf({ desired: 0, startMinutes: 10 });
    await act(aws, { do: 'set-desired-count', desired: 2 });

    const reading = await lookSoon(aws);

    expect(reading).toMatchObject({ observation: { desired: 2, running: 0, tasksLeft: 1, tasksHealthy: 0 } });
    expect(aws.calls('ecs:ListTasks')).toEqual([]);
    expect(aws.calls('ecs:DescribeTaskDefinition')).toEqual([]);
  });

  it('the tasks of an ECS service count as left while AWS still shows the count of before', async () => {
    const aws = cloudOf({ desired: 3, drainMinutes: 10 });

    await act(aws, { do: 'set-desired-count', desired: 0 });

    expect(await look(aws)).toMatchObject({ observation: { desired: 3, running: 0, tasksLeft: 1, tasksHealthy: 0 } });
    expect(await lookSoon(aws)).toMatchObject({ observation: { desired: 0, running: 0, tasksLeft: 3 } });
  });

  it.each([
    ['DEACTIVATING', 4],
    ['STOPPING', 8.5],
    ['DEPROVISIONING', 9.8],
  ])(
    'the tasks of an ECS service count as left while they are %s, although no counter of the service shows them',
    async (status, afterMinutes) => {
      const aws = cloudOf({ desired: 2, drainMinutes: 10, loadBalancer: true });
      await act(aws, { do: 'set-desired-count', desired: 0 });

      aws.pass(minutes(afterMinutes));

      expect(await look(aws)).toMatchObject({ observation: { desired: 0, running: 0, tasksLeft: 2, tasksHealthy: 0 } });
      expect(await stoppingTasks(aws)).toEqual([status, status]);
    },
  );

  it('the tasks of an ECS service are gone when they are STOPPED, although AWS goes on showing them for an hour', async () => {
    const aws = cloudOf({ desired: 2, drainMinutes: 10 });
    await act(aws, { do: 'set-desired-count', desired: 0 });

    aws.pass(minutes(10));

    expect(await look(aws)).toMatchObject({ observation: { desired: 0, running: 0, tasksLeft: 0 } });
    expect(aws.state().shop).toMatchObject({ status: 'stopped' });
  });

  it('the tasks of an ECS service are not asked after task definitions and target groups when none is wanted', async () => {
    const aws = cloudOf({ desired: 0, loadBalancer: true });

    expect(await look(aws)).toMatchObject({ observation: { desired: 0, tasksLeft: 0, tasksHealthy: 0 } });
    expect(aws.calls('ecs:DescribeTaskDefinition')).toEqual([]);
    expect(aws.calls('elbv2:DescribeTargetHealth')).toEqual([]);
  });

  it('the tasks of an ECS service are counted by service, not by cluster', async () => {
    const stock = service('stock');
    const aws = simulatedCloud([shop, stock], { world: { shop: { desired: 3 }, stock: { desired: 1 } } });

    const readings = await aws.finish(aws.services['ecs-service'].observe([shop, stock]));

    expect(readings.get(shop.name)).toMatchObject({ observation: { tasksLeft: 3, tasksHealthy: 3 } });
    expect(readings.get(stock.name)).toMatchObject({ observation: { tasksLeft: 1, tasksHealthy: 1 } });
  });

  it('the tasks of an ECS service are all found, however many pages of them there are', async () => {
    const aws = cloudOf({ desired: 250 });

    expect(await look(aws)).toMatchObject({ observation: { running: 250, tasksLeft: 250, tasksHealthy: 250 } });
    expect(aws.calls('ecs:ListTasks')).toHaveLength(4);
    expect(aws.calls('ecs:DescribeTasks')).toHaveLength(3);
  });

  const describedIn = (aws: SimulatedCloud): number[] =>
    aws.calls('ecs:DescribeTasks').map(({ input }) => (input as { tasks: string[] }).tasks.length);

  it('the tasks of an ECS service are described until they have stopped, and never again', async () => {
    const aws = cloudOf({ desired: 2, drainMinutes: 10 });
    await act(aws, { do: 'set-desired-count', desired: 0 });
    aws.pass(minutes(9));
    await look(aws);
    await look(aws);
    expect(describedIn(aws)).toEqual([2, 2]);

    aws.pass(minutes(1));
    const readings = [await look(aws), await look(aws)];

    expect(describedIn(aws)).toEqual([2, 2, 2]);
    expect(readings[1]).toEqual(readings[0]);
    expect(readings[1]).toMatchObject({ observation: { tasksLeft: 0 } });
  });

  it('the tasks of an ECS service are listed once while they drain, and again when those that were listed are gone', async () => {
    const aws = cloudOf({ desired: 2, drainMinutes: 10 });
    await act(aws, { do: 'set-desired-count', desired: 0 });
    const look = () => aws.finish(aws.services['ecs-service'].observe([shop], 'stop'));
    const left = async () => (await look()).get(shop.name);
    for (const at of [2, 3, 4]) {
      aws.pass(minutes(at === 2 ? 2 : 1));
      expect(await left()).toMatchObject({ observation: { tasksLeft: 2 } });
    }
    expect(aws.calls('ecs:ListTasks')).toHaveLength(1);
    expect(describedIn(aws)).toEqual([2, 2, 2]);

    aws.pass(minutes(6));

    expect(await left()).toMatchObject({ observation: { tasksLeft: 0 } });
    expect(aws.calls('ecs:ListTasks')).toHaveLength(3);
  });

  it('the tasks of an ECS service are listed again when it was raised meanwhile', async () => {
    const aws = cloudOf({ desired: 1, drainMinutes: 10 });
    const stop = async () => (await aws.finish(aws.services['ecs-service'].observe([shop], 'stop'))).get(shop.name);
    await act(aws, { do: 'set-desired-count', desired: 0 });
    aws.pass(minutes(1));
    await stop();
    await act(aws, { do: 'set-desired-count', desired: 2 });
    aws.pass(minutes(3));
    await stop();
    await act(aws, { do: 'set-desired-count', desired: 0 });
    aws.pass(minutes(1));

    expect(await stop()).toMatchObject({ observation: { tasksLeft: 3 } });
    expect(aws.calls('ecs:ListTasks')).toHaveLength(2);
  });

  it('the tasks of an ECS service are described without those that are known to be of others', async () => {
    const stock = service('stock');
    const aws = simulatedCloud([shop, stock], { world: { shop: { desired: 3 }, stock: { desired: 1 } } });
    const ecs = aws.services['ecs-service'];
    const observe = (resources: Parameters<typeof ecs.observe>[0]) => aws.finish(ecs.observe(resources));
    await observe([shop]);
    await observe([shop]);
    expect(describedIn(aws)).toEqual([4, 3]);

    const readings = await observe([stock]);

    expect(describedIn(aws)).toEqual([4, 3, 1]);
    expect(readings.get(stock.name)).toMatchObject({ observation: { tasksLeft: 1, tasksHealthy: 1 } });
  });
});

describe('the health of the tasks of an ECS service', () => {
  const starting = async (facts: ResourceWorld): Promise<SimulatedCloud> => {
    const aws = cloudOf({ desired: 0, startMinutes: 10, ...facts });
    await act(aws, { do: 'set-desired-count', desired: 2 });
    return aws;
  };

  it('the health of the tasks of an ECS service waits for the health check where there is one', async () => {
    const aws = await starting({});

    aws.pass(minutes(6));
    expect(await look(aws)).toMatchObject({ observation: { running: 2, tasksHealthy: 0 } });
    aws.pass(minutes(4));
    expect(await look(aws)).toMatchObject({ observation: { running: 2, tasksHealthy: 2 } });
  });

  it('the health of the tasks of an ECS service is bad when the health check fails', async () => {
    const aws = await starting({ healthy: false });

    aws.pass(minutes(10) + seconds(10));

    expect(await look(aws)).toMatchObject({ observation: { running: 2, tasksHealthy: 0 } });
  });

  it('the health of the tasks of an ECS service is bad when the health check passes and the target group refuses', async () => {
    const aws = cloudOf({ desired: 2, loadBalancer: true });
    aws.set('shop', { healthy: false });

    expect(await look(aws)).toMatchObject({ observation: { running: 2, tasksLeft: 2, tasksHealthy: 0 } });
  });

  it('the health of the tasks of an ECS service does not count tasks that are being replaced', async () => {
    const aws = cloudOf({ desired: 2, drainMinutes: 60, startMinutes: 1 });
    aws.set('shop', { healthy: false });
    aws.pass(seconds(20));
    aws.set('shop', { healthy: true });

    aws.pass(minutes(5));

    expect(await look(aws)).toMatchObject({ observation: { running: 2, tasksLeft: 4, tasksHealthy: 2 } });
  });

  it('the health of the tasks of an ECS service asks for a task definition once, because none ever changes', async () => {
    const aws = cloudOf({ desired: 1, healthCheck: false });

    await look(aws);
    await look(aws);

    expect(aws.calls('ecs:DescribeTaskDefinition')).toHaveLength(1);
  });

  it('the health of the tasks of an ECS service is known without a task definition where ECS has judged every task', async () => {
    const aws = cloudOf({ desired: 2 });

    expect(await look(aws)).toMatchObject({ observation: { tasksHealthy: 2 } });
    expect(aws.calls('ecs:DescribeTaskDefinition')).toEqual([]);
  });

  it('the health of the tasks of very many services is read in looks that stay within the burst that ECS allows', async () => {
    const many = numbered(120, 'shop', (name, index) => service(name, { cluster: `atlas-${index % 3}` }));
    const world = Object.fromEntries(many.map(({ name }) => [name, { desired: 1, healthCheck: false }]));
    const aws = simulatedCloud(many, { world });
    const adapter = aws.services['ecs-service'];
    const seen: number[] = [];
    for (let looks = 0; looks < 3; looks++) {
      const readings = [...(await aws.finish(adapter.observe(many))).values()];
      seen.push(readings.filter(({ state }) => state === 'seen').length);
      for (const reading of readings)
        if (reading.state !== 'seen') expect(reading).toMatchObject({ code: 'NOT_READ_YET', retryable: true });
      aws.pass(seconds(5));
    }

    expect(seen).toEqual([50, 100, 120]);
    expect(aws.calls('ecs:DescribeTaskDefinition').filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('the health of the tasks of an ECS service that cannot be read makes one service unreadable, not its cluster', async () => {
    const stock = service('stock');
    const fault = { operation: 'elbv2:DescribeTargetHealth', resource: 'shop', error: 'TargetGroupNotFound' };
    const world = { shop: { desired: 1, loadBalancer: true }, stock: { desired: 1, loadBalancer: true } };
    const aws = simulatedCloud([shop, stock], { world, faults: [fault] });

    const readings = await aws.finish(aws.services['ecs-service'].observe([shop, stock]));

    expect(readings.get(shop.name)).toMatchObject({ state: 'unreadable', code: 'TargetGroupNotFound' });
    expect(readings.get(stock.name)).toMatchObject({ state: 'seen' });
  });
});
