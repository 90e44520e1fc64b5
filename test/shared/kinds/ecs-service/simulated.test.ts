import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type DesiredStatus,
  ListTasksCommand,
  type Service,
  type Task,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { errorFrom, evening, type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { numbered, service } from '#test/support/definitions.ts';

const shop = service('shop');
const { cluster } = shop;

const shopCloud = (facts: ResourceWorld = {}, seed = 1): SimulatedCloud =>
  simulatedCloud([shop], { seed, world: { shop: { scaling: null, loadBalancer: false, ...facts } } });

const want = ({ clients }: SimulatedCloud, desiredCount: number) =>
  clients.ecs.send(new UpdateServiceCommand({ cluster, service: shop.service, desiredCount }));

const look = async ({ clients }: SimulatedCloud): Promise<Service> => {
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster, services: [shop.service] }));
  return services?.[0] ?? {};
};

const tasksOf = async ({ clients }: SimulatedCloud, desiredStatus: DesiredStatus): Promise<Task[]> => {
  const { taskArns = [] } = await clients.ecs.send(new ListTasksCommand({ cluster, desiredStatus }));
  return (await clients.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
};

const targetsOf = async (aws: SimulatedCloud): Promise<(string | undefined)[]> => {
  const TargetGroupArn = (await look(aws)).loadBalancers?.[0]?.targetGroupArn;
  const { TargetHealthDescriptions = [] } = await aws.clients.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return TargetHealthDescriptions.map((description) => description.TargetHealth?.State);
};

type Moment = {
  readonly atMinutes: number;
  readonly status?: string;
  readonly health?: string;
  readonly counters: string;
};

/** What is seen of one task at some moments, with the counters that its service shows meanwhile. */
const film = async (
  aws: SimulatedCloud,
  desiredStatus: DesiredStatus,
  moments: readonly number[],
): Promise<Moment[]> => {
  const seen: Moment[] = [];
  for (const atMinutes of moments) {
    aws.clock.advanceTo(evening + minutes(atMinutes));
    const [task] = await tasksOf(aws, desiredStatus);
    const { runningCount, pendingCount } = await look(aws);
    const counters = `running ${runningCount}, pending ${pendingCount}`;
    seen.push({
      atMinutes,
      ...(task?.lastStatus ? { status: task.lastStatus } : {}),
      ...(task?.healthStatus ? { health: task.healthStatus } : {}),
      counters,
    });
  }
  return seen;
};

describe('a simulated task that comes up', () => {
  it('a simulated task that comes up is provisioned, pending, activated, and runs before it is healthy', async () => {
    const aws = shopCloud({ desired: 0, startMinutes: 10 });
    await want(aws, 1);

    const unknown = { health: 'UNKNOWN' };
    expect(await film(aws, 'RUNNING', [1, 2, 5, 6, 9.9, 10])).toEqual([
      { atMinutes: 1, status: 'PROVISIONING', ...unknown, counters: 'running 0, pending 0' },
      { atMinutes: 2, status: 'PENDING', ...unknown, counters: 'running 0, pending 1' },
      { atMinutes: 5, status: 'ACTIVATING', ...unknown, counters: 'running 0, pending 0' },
      { atMinutes: 6, status: 'RUNNING', ...unknown, counters: 'running 1, pending 0' },
      { atMinutes: 9.9, status: 'RUNNING', ...unknown, counters: 'running 1, pending 0' },
      { atMinutes: 10, status: 'RUNNING', health: 'HEALTHY', counters: 'running 1, pending 0' },
    ]);
    expect(aws.statuses('shop')).toEqual(['starting', 'steady']);
  });

  it('a simulated task that comes up is a healthy target only when it is healthy itself', async () => {
    const aws = shopCloud({ desired: 0, startMinutes: 10, loadBalancer: true });
    await want(aws, 1);

    aws.pass(minutes(6));
    expect(await targetsOf(aws)).toEqual(['initial']);
    aws.pass(minutes(4));
    expect(await targetsOf(aws)).toEqual(['healthy']);
  });

  it('a simulated task that comes up takes one to four minutes, by chance', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const aws = shopCloud({ desired: 0 }, seed);
      await want(aws, 1);

      aws.pass(seconds(59));
      expect(aws.statusOf('shop')).toBe('starting');
      aws.pass(seconds(181));
      expect(aws.statusOf('shop')).toBe('steady');
    }
  });

  it('a change of the desired count alone starts no deployment in the simulation', async () => {
    const aws = shopCloud({ desired: 0 });
    const before = (await look(aws)).deployments?.map(({ id }) => id);

    await want(aws, 1);

    const { deployments } = await look(aws);
    expect(deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
    expect(deployments?.map(({ id }) => id)).toEqual(before);
  });
});

describe('a simulated task that goes down', () => {
  it('a simulated task that goes down is in no counter any more, long before it is stopped', async () => {
    const aws = shopCloud({ desired: 1, drainMinutes: 10 });
    await want(aws, 0);

    const none = { health: 'HEALTHY', counters: 'running 0, pending 0' };
    expect(await film(aws, 'STOPPED', [1, 7.9, 8, 9.4, 9.5, 9.9, 10])).toEqual([
      { atMinutes: 1, status: 'DEACTIVATING', ...none },
      { atMinutes: 7.9, status: 'DEACTIVATING', ...none },
      { atMinutes: 8, status: 'STOPPING', ...none },
      { atMinutes: 9.4, status: 'STOPPING', ...none },
      { atMinutes: 9.5, status: 'DEPROVISIONING', ...none },
      { atMinutes: 9.9, status: 'DEPROVISIONING', ...none },
      { atMinutes: 10, status: 'STOPPED', ...none },
    ]);
    expect(aws.statuses('shop')).toEqual(['draining', 'stopped']);
  });

  it('a simulated task that goes down is draining in its target group until it is stopped', async () => {
    const aws = shopCloud({ desired: 2, drainMinutes: 10, loadBalancer: true });
    await want(aws, 0);

    aws.pass(minutes(9));
    expect(await targetsOf(aws)).toEqual(['draining', 'draining']);
    aws.pass(minutes(1));
    expect(await targetsOf(aws)).toEqual([]);
  });

  it.each([
    ['the five minutes of the deregistration delay and more behind a load balancer', true, 305, 345],
    ['about a minute without a load balancer', false, 20, 75],
  ])('a simulated task that goes down takes %s', async (_what, loadBalancer, minSeconds, maxSeconds) => {
    for (let seed = 1; seed <= 50; seed++) {
      const aws = shopCloud({ desired: 1, loadBalancer }, seed);
      await want(aws, 0);

      aws.pass(seconds(minSeconds) - 1);
      expect(aws.statusOf('shop')).toBe('draining');
      aws.pass(seconds(maxSeconds - minSeconds) + 1);
      expect(aws.statusOf('shop')).toBe('stopped');
    }
  });

  it('a simulated task that goes down is shown for an hour after it has stopped', async () => {
    const aws = shopCloud({ desired: 1, drainMinutes: 10 });
    await want(aws, 0);

    aws.pass(minutes(70) - 1);
    expect(await tasksOf(aws, 'STOPPED')).toMatchObject([{ lastStatus: 'STOPPED' }]);
    aws.pass(1);
    expect(await tasksOf(aws, 'STOPPED')).toEqual([]);
  });

  it('a simulated task that goes down may have been on its way up', async () => {
    const aws = shopCloud({ desired: 0, startMinutes: 10, drainMinutes: 1 });
    await want(aws, 1);
    aws.pass(minutes(5));

    await want(aws, 0);
    aws.pass(minutes(60));

    expect(aws.statuses('shop')).toEqual(['starting', 'draining', 'stopped']);
    expect(await tasksOf(aws, 'STOPPED')).toMatchObject([{ lastStatus: 'STOPPED', healthStatus: 'UNKNOWN' }]);
  });
});

describe('a simulated service', () => {
  it('a simulated service stops only the tasks that are too many', async () => {
    const aws = shopCloud({ desired: 3 });

    await want(aws, 1);

    expect(await tasksOf(aws, 'RUNNING')).toHaveLength(1);
    expect(await tasksOf(aws, 'STOPPED')).toHaveLength(2);
  });

  it('a simulated service starts anew rather than bring back tasks that are going down', async () => {
    const aws = shopCloud({ desired: 2, drainMinutes: 10, startMinutes: 1 });
    await want(aws, 0);
    aws.pass(minutes(1));

    await want(aws, 2);
    aws.pass(minutes(2));

    expect(await tasksOf(aws, 'RUNNING')).toHaveLength(2);
    expect(await tasksOf(aws, 'STOPPED')).toHaveLength(2);
    expect(aws.statusOf('shop')).toBe('steady');
    aws.pass(minutes(10));
    expect(await tasksOf(aws, 'RUNNING')).toHaveLength(2);
    expect(aws.statusOf('shop')).toBe('steady');
  });

  it('a simulated service is left alone when it is asked for the count it has', async () => {
    const aws = shopCloud({ desired: 2 });

    await want(aws, 2);
    aws.pass(minutes(10));

    expect(aws.statuses('shop')).toEqual([]);
  });

  it('a simulated service shows the count of before for three seconds at most', async () => {
    const lagging: boolean[] = [];
    for (let seed = 1; seed <= 50; seed++) {
      const aws = shopCloud({ desired: 2 }, seed);
      await want(aws, 0);
      aws.pass(seconds(1));
      lagging.push((await look(aws)).desiredCount === 2);
      aws.pass(seconds(2));
      expect(await look(aws)).toMatchObject({ desiredCount: 0 });
    }

    expect(new Set(lagging)).toEqual(new Set([true, false]));
  });

  it('a simulated service has tasks with a health check', async () => {
    const aws = shopCloud();
    const { taskDefinition } = await look(aws);

    expect(await aws.clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).toMatchObject({
      taskDefinition: { taskDefinitionArn: taskDefinition, containerDefinitions: [{ healthCheck: expect.anything() }] },
    });
  });

  it('a simulated service has a load balancer, scaling and a task count by chance, and is well', () => {
    const many = simulatedCloud(numbered(100, 'app', (name) => service(name)));
    const states = Object.values(many.state());

    expect(states.map(({ status }) => status)).toEqual(states.map(() => 'steady'));
    expect(new Set(states.map(({ desired }) => desired))).toEqual(new Set([1, 2, 3]));
    const scaled = states.filter(({ scaling }) => scaling !== undefined).length;
    expect(scaled).toBeGreaterThan(30);
    expect(scaled).toBeLessThan(70);
  });
});

describe('an unhealthy task in the simulation', () => {
  it('an unhealthy task in the simulation is replaced half a minute after it failed', async () => {
    const aws = shopCloud({ desired: 1, startMinutes: 1 });
    aws.set('shop', { healthy: false });
    const [failing] = await tasksOf(aws, 'RUNNING');

    aws.pass(seconds(30) - 1);
    expect(await tasksOf(aws, 'RUNNING')).toMatchObject([{ taskArn: failing?.taskArn, healthStatus: 'UNHEALTHY' }]);
    aws.pass(1);

    const [replacement] = await tasksOf(aws, 'RUNNING');
    expect(replacement).toMatchObject({ lastStatus: 'PROVISIONING' });
    expect(replacement?.taskArn).not.toBe(failing?.taskArn);
    expect(await tasksOf(aws, 'STOPPED')).toMatchObject([{ taskArn: failing?.taskArn, lastStatus: 'DEACTIVATING' }]);
  });

  it('an unhealthy task in the simulation is an unhealthy target of its group', async () => {
    const aws = shopCloud({ desired: 2, loadBalancer: true });

    aws.set('shop', { healthy: false });

    expect(await targetsOf(aws)).toEqual(['unhealthy', 'unhealthy']);
  });

  it('an unhealthy task in the simulation is followed by others as unhealthy for as long as nothing is repaired', async () => {
    const aws = shopCloud({ desired: 1, startMinutes: 1, drainMinutes: 1 });
    aws.set('shop', { healthy: false });

    aws.pass(minutes(30));

    expect(aws.statusOf('shop')).toBe('starting');
    expect((await tasksOf(aws, 'STOPPED')).length).toBeGreaterThan(10);
    aws.set('shop', { healthy: true });
    aws.pass(minutes(5));
    expect(aws.statusOf('shop')).toBe('steady');
  });

  it('an unhealthy task in the simulation is not replaced when none is wanted any more', async () => {
    const aws = shopCloud({ desired: 1, drainMinutes: 1 });
    aws.set('shop', { healthy: false });

    await want(aws, 0);
    aws.pass(minutes(1));

    expect(aws.statusOf('shop')).toBe('stopped');
    aws.pass(minutes(5));
    expect(await tasksOf(aws, 'RUNNING')).toEqual([]);
    expect(aws.statuses('shop')).toEqual(['starting', 'draining', 'stopped']);
  });
});

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
