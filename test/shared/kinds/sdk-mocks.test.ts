// The adapters over the SDK's own clients: what exactly is sent, and what is made of answers that leave things out.
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Service as SdkService,
  type Task,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeReplicationGroupsCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import {
  KafkaConnectClient,
  ListConnectorsCommand,
  PauseConnectorCommand,
  ResumeConnectorCommand,
} from '@aws-sdk/client-kafkaconnect';
import {
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import { serviceOf } from '#kinds/adapter.ts';
import { services } from '#kinds/adapters.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom } from '#test/support/cloud.ts';
import { cache, connector, database, kafka, named, numbered, service } from '#test/support/definitions.ts';

const region = 'us-east-1';

/** Every client, answering `{}` until told otherwise, and the adapters over them. */
const mocked = () => {
  const clients = {
    rds: new RDSClient({ region }),
    ecs: new ECSClient({ region }),
    autoscaling: new ApplicationAutoScalingClient({ region }),
    elbv2: new ElasticLoadBalancingV2Client({ region }),
    elasticache: new ElastiCacheClient({ region }),
    kafka: new KafkaClient({ region }),
    kafkaconnect: new KafkaConnectClient({ region }),
  };
  const rds = mockClient(clients.rds);
  const ecs = mockClient(clients.ecs);
  const autoscaling = mockClient(clients.autoscaling);
  const elbv2 = mockClient(clients.elbv2);
  const elasticache = mockClient(clients.elasticache);
  const kafkaClusters = mockClient(clients.kafka);
  const kafkaconnect = mockClient(clients.kafkaconnect);
  const mocks: readonly Mock[] = [rds, ecs, autoscaling, elbv2, elasticache, kafkaClusters, kafkaconnect];
  for (const mock of mocks) mock.onAnyCommand().resolves({});
  const adapters = services(clients);
  return {
    ...{ rds, ecs, autoscaling, elbv2, elasticache, kafkaClusters, kafkaconnect },
    observe: async (resources: readonly Resource[], towards?: Action): Promise<ReadonlyMap<string, Reading>> =>
      serviceOf<Kind>(adapters, resources[0]?.kind ?? 'rds-instance').observe(resources, towards),
    act: (resource: Resource, effect: AwsEffect) => serviceOf<Kind>(adapters, resource.kind).act(resource, effect),
  };
};

type Mocked = ReturnType<typeof mocked>;
type Mock = {
  onAnyCommand(): { resolves(answer: object): unknown };
  calls(): { readonly args: readonly [{ readonly input: unknown }, ...unknown[]] }[];
};

/** Everything that was sent, as `[name of the command, input]`. */
const sent = (mock: Mock): [string, unknown][] =>
  mock.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);

const inputs = (mock: Mock, command: string): unknown[] =>
  sent(mock).flatMap(([name, input]) => (name === command ? [input] : []));

const seenOf = (readings: ReadonlyMap<string, Reading>, name: string): Observation => {
  const reading = readings.get(name);
  if (reading?.state !== 'seen') throw new Error(`${name} is ${JSON.stringify(reading)}`);
  return reading.observation;
};

describe('databases', () => {
  const orders = database('orders', { instance: 'atlas-orders' });
  const ledger = database('ledger', { instance: 'atlas-ledger' });

  it('are asked for together, by their identifiers', async () => {
    const aws = mocked();

    await aws.observe([orders, ledger]);

    expect(sent(aws.rds)).toEqual([
      [
        'DescribeDBInstancesCommand',
        { Filters: [{ Name: 'db-instance-id', Values: ['atlas-orders', 'atlas-ledger'] }], MaxRecords: 100 },
      ],
    ]);
  });

  it('are followed from page to page until there is no marker', async () => {
    const aws = mocked();
    aws.rds
      .on(DescribeDBInstancesCommand)
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'atlas-orders' }], Marker: 'after orders' })
      .resolvesOnce({ Marker: 'after nothing' })
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'atlas-ledger' }] });

    const readings = await aws.observe([orders, ledger]);

    expect([...readings.values()].map(({ state }) => state)).toEqual(['seen', 'seen']);
    expect(inputs(aws.rds, 'DescribeDBInstancesCommand')).toMatchObject([
      expect.not.objectContaining({ Marker: expect.anything() }),
      { Marker: 'after orders', MaxRecords: 100 },
      { Marker: 'after nothing', MaxRecords: 100 },
    ]);
  });

  it('are asked for by the hundred', async () => {
    const aws = mocked();

    await aws.observe(numbered(201, 'db', (name) => database(name)));

    const asked = inputs(aws.rds, 'DescribeDBInstancesCommand') as { Filters: { Values: string[] }[] }[];
    expect(asked.map(({ Filters }) => Filters[0]?.Values.length)).toEqual([100, 100, 1]);
    expect(new Set(asked.flatMap(({ Filters }) => Filters[0]?.Values)).size).toBe(201);
  });

  it('that AWS tells nothing about are seen with an unknown status', async () => {
    const aws = mocked();
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ DBInstanceIdentifier: 'atlas-orders' }] });

    const readings = await aws.observe([orders, ledger]);

    expect(seenOf(readings, 'orders')).toEqual({ kind: 'rds-instance', status: 'unknown', engine: '', replicas: [] });
    expect(readings.get('ledger')).toEqual({ state: 'absent' });
  });

  it('tell of their replicas, be they instances or clusters', async () => {
    const aws = mocked();
    const instance = {
      DBInstanceIdentifier: 'atlas-orders',
      DBInstanceStatus: 'available',
      Engine: 'postgres',
      DBClusterIdentifier: 'atlas-cluster',
      ReadReplicaSourceDBInstanceIdentifier: 'atlas-source',
      ReadReplicaDBInstanceIdentifiers: ['atlas-copy'],
      ReadReplicaDBClusterIdentifiers: ['atlas-copies'],
    };
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance] });

    expect(seenOf(await aws.observe([orders]), 'orders')).toEqual({
      kind: 'rds-instance',
      status: 'available',
      engine: 'postgres',
      cluster: 'atlas-cluster',
      replicaOf: 'atlas-source',
      replicas: ['atlas-copy', 'atlas-copies'],
    });
  });

  it('are stopped and started by their identifier and nothing else', async () => {
    const aws = mocked();

    await aws.act(orders, { do: 'stop-instance' });
    await aws.act(orders, { do: 'start-instance' });

    expect(sent(aws.rds)).toEqual([
      ['StopDBInstanceCommand', { DBInstanceIdentifier: 'atlas-orders' }],
      ['StartDBInstanceCommand', { DBInstanceIdentifier: 'atlas-orders' }],
    ]);
  });
});

/** Services as AWS describes them, each with its tasks, all well. */
const standing = (aws: Mocked, shown: readonly SdkService[], tasks: readonly Task[] = []): void => {
  aws.ecs.on(DescribeServicesCommand).resolves({ services: [...shown] });
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const meant = tasks.filter((task) => task.desiredStatus === desiredStatus);
    aws.ecs.on(ListTasksCommand, { desiredStatus }).resolves({ taskArns: meant.map(({ taskArn }) => taskArn ?? '') });
  }
  aws.ecs.on(DescribeTasksCommand).callsFake((input: { tasks: string[] }) => ({
    tasks: tasks.filter(({ taskArn }) => input.tasks.includes(taskArn ?? '')),
  }));
};

const task = (number: number, more: Task = {}): Task => ({
  taskArn: `arn:aws:ecs:task/${number}`,
  group: 'service:atlas-shop',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  healthStatus: 'UNKNOWN',
  ...more,
});

const shop = service('shop', { cluster: 'atlas', service: 'atlas-shop' });
const steady: SdkService = {
  serviceName: 'atlas-shop',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  taskDefinition: 'shop:7',
};

describe('services', () => {
  it('are described in tens, cluster by cluster', async () => {
    const aws = mocked();
    const edge = numbered(23, 'edge', (name) => service(name, { cluster: 'atlas-edge' }));
    const core = numbered(2, 'core', (name) => service(name, { cluster: 'atlas-core' }));

    await aws.observe([...edge, ...core]);

    const asked = inputs(aws.ecs, 'DescribeServicesCommand') as { cluster: string; services: string[] }[];
    expect(asked.map(({ cluster, services: names }) => [cluster, names.length])).toEqual([
      ['atlas-edge', 10],
      ['atlas-edge', 10],
      ['atlas-edge', 3],
      ['atlas-core', 2],
    ]);
    expect(asked.flatMap((input) => input.services)).toEqual([...edge, ...core].map((resource) => resource.service));
  });

  it('that AWS lists as MISSING are absent', async () => {
    const aws = mocked();
    aws.ecs
      .on(DescribeServicesCommand)
      .resolves({ services: [], failures: [{ arn: 'arn:aws:ecs:service/atlas-shop', reason: 'MISSING' }] });

    expect((await aws.observe([shop])).get('shop')).toEqual({ state: 'absent' });
  });

  it('that AWS could not describe for another reason are unreadable, not absent', async () => {
    const aws = mocked();
    aws.ecs
      .on(DescribeServicesCommand)
      .resolves({ services: [], failures: [{ arn: 'arn:aws:ecs:service/atlas-shop', reason: 'INTERNAL' }] });

    expect((await aws.observe([shop])).get('shop')).toMatchObject({
      state: 'unreadable',
      code: 'INTERNAL',
      retryable: true,
    });
  });

  it('that AWS tells nothing about are seen without a task, and not as ACTIVE', async () => {
    const aws = mocked();
    aws.ecs.on(DescribeServicesCommand).resolves({ services: [{ serviceName: 'atlas-shop' }] });

    expect(seenOf(await aws.observe([shop]), 'shop')).toEqual({
      kind: 'ecs-service',
      status: 'unknown',
      desired: 0,
      running: 0,
      rollout: 'settled',
      tasksLeft: 0,
      tasksHealthy: 0,
    });
  });

  it.each<[string, SdkService, string | undefined]>([
    ['a daemon', { schedulingStrategy: 'DAEMON' }, 'DAEMON'],
    ['of an external controller', { deploymentController: { type: 'EXTERNAL' } }, 'EXTERNAL'],
    ['of CodeDeploy', { deploymentController: { type: 'CODE_DEPLOY' }, schedulingStrategy: 'REPLICA' }, undefined],
  ])('that are %s say so', async (_what, facts, countless) => {
    const aws = mocked();
    standing(aws, [{ ...steady, ...facts }]);

    const { countless: found } = seenOf(await aws.observe([shop]), 'shop') as { countless?: string };

    expect(found).toBe(countless);
  });

  it('that have tasks which protect themselves say so in the words of ECS', async () => {
    const aws = mocked();
    const events = [
      { message: '(service atlas-shop) was unable to scale in due to (reason 2 tasks under protection)' },
    ];
    standing(aws, [{ ...steady, desiredCount: 0, events }]);

    expect(seenOf(await aws.observe([shop], 'stop'), 'shop')).toMatchObject({
      protection: 'was unable to scale in due to (reason 2 tasks under protection)',
    });
  });

  it('name what they roll out, and what a rollout failed of', async () => {
    const aws = mocked();
    const rolling = {
      status: 'PRIMARY',
      rolloutState: 'IN_PROGRESS',
      taskDefinition: 'arn:aws:ecs:r:1:task-definition/shop:8',
    } as const;
    standing(aws, [{ ...steady, deployments: [rolling] }]);
    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ rollingOut: 'shop:8' });

    const rolloutStateReason = 'ECS deployment circuit breaker: tasks failed to start.';
    standing(aws, [{ ...steady, deployments: [{ status: 'PRIMARY', rolloutState: 'FAILED', rolloutStateReason }] }]);
    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ rolloutReason: rolloutStateReason });
  });

  it.each<[string, SdkService['deployments'], string]>([
    ['settled', [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }], 'settled'],
    ['settled where AWS tells no state', [{ status: 'PRIMARY' }], 'settled'],
    ['under way', [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }], 'in-progress'],
    [
      'under way while an older one is there',
      [{ status: 'ACTIVE' }, { status: 'PRIMARY', rolloutState: 'COMPLETED' }],
      'in-progress',
    ],
    ['failed', [{ status: 'ACTIVE' }, { status: 'PRIMARY', rolloutState: 'FAILED' }], 'failed'],
  ])('have a rollout that is %s', async (_what, deployments, rollout) => {
    const aws = mocked();
    standing(aws, [{ ...steady, desiredCount: 0, runningCount: 0, ...(deployments ? { deployments } : {}) }]);

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ rollout });
  });

  it('are scaled by cluster, name and count, and nothing else', async () => {
    const aws = mocked();

    await aws.act(shop, { do: 'set-desired-count', desired: 0 });

    expect(sent(aws.ecs)).toEqual([
      ['UpdateServiceCommand', { cluster: 'atlas', service: 'atlas-shop', desiredCount: 0 }],
    ]);
  });
});

describe('tasks', () => {
  it('are listed both running and stopped, page by page, and described by the hundred', async () => {
    const aws = mocked();
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
    const aws = mocked();
    standing(aws, [steady], [task(1)]);

    await aws.observe([shop], 'start');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([{ cluster: 'atlas', desiredStatus: 'RUNNING' }]);
  });

  it('that are to run are read on the way down only to be sure, once none is left that is to stop', async () => {
    const aws = mocked();
    const listed = () =>
      inputs(aws.ecs, 'ListTasksCommand').map((input) => (input as { desiredStatus: string }).desiredStatus);
    const gone = { ...steady, desiredCount: 0, runningCount: 0 };

    standing(aws, [gone], [task(1, { desiredStatus: 'STOPPED', lastStatus: 'DEPROVISIONING' })]);
    expect(seenOf(await aws.observe([shop], 'stop'), 'shop')).toMatchObject({ tasksLeft: 1 });
    expect(listed()).toEqual(['STOPPED']);

    standing(aws, [gone], [task(1, { desiredStatus: 'STOPPED', lastStatus: 'STOPPED' })]);
    expect(seenOf(await aws.observe([shop], 'stop'), 'shop')).toMatchObject({ tasksLeft: 0 });
    expect(listed()).toEqual(['STOPPED', 'STOPPED', 'RUNNING']);
  });

  it('are not read on the way down before the service is at zero', async () => {
    const aws = mocked();
    standing(aws, [steady], [task(1)]);

    await aws.observe([shop], 'stop');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);
  });

  it.each<[string, SdkService]>([
    ['too few run', { desiredCount: 2, runningCount: 1 }],
    ['too many run', { desiredCount: 0, runningCount: 2 }],
    ['one is pending', { desiredCount: 2, runningCount: 2, pendingCount: 1 }],
  ])('are not read while %s', async (_why, counters) => {
    const aws = mocked();
    standing(aws, [{ ...steady, ...counters }], [task(1)]);

    const seen = seenOf(await aws.observe([shop]), 'shop');

    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([]);
    expect(seen).toMatchObject({
      tasksLeft: (counters.runningCount ?? 0) + (counters.pendingCount ?? 0),
      tasksHealthy: 0,
    });
  });

  it('count as healthy when they run and no container has a health check', async () => {
    const aws = mocked();
    standing(aws, [steady], [task(1), task(2)]);
    aws.ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: { containerDefinitions: [{ name: 'app' }] } });

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 2, tasksHealthy: 2 });
    expect(inputs(aws.ecs, 'DescribeTaskDefinitionCommand')).toEqual([{ taskDefinition: 'shop:7' }]);
  });

  it('count as healthy only when HEALTHY if any container has a health check', async () => {
    const aws = mocked();
    const healthCheck = { command: ['CMD-SHELL', 'true'] };
    standing(aws, [steady], [task(1, { healthStatus: 'HEALTHY' }), task(2), task(3, { healthStatus: 'UNHEALTHY' })]);
    aws.ecs
      .on(DescribeTaskDefinitionCommand)
      .resolves({ taskDefinition: { containerDefinitions: [{ name: 'sidecar' }, { name: 'app', healthCheck }] } });

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 3, tasksHealthy: 1 });
  });

  it.each<[string, Task['containers'], number]>([
    ['the sidecar is not essential and passes for ever', [{ name: 'agent', healthStatus: 'HEALTHY' }], 1],
    ['the sidecar is not essential and fails', [{ name: 'agent', healthStatus: 'UNHEALTHY' }], 1],
  ])(
    'count as healthy when they run and no essential container has a check: %s',
    async (_what, containers, healthy) => {
      const aws = mocked();
      const healthCheck = { command: ['CMD-SHELL', 'agent health'] };
      standing(
        aws,
        [{ ...steady, taskDefinition: 'sidecar:1' }],
        [task(1, { containers: [{ name: 'app' }, ...(containers ?? [])] })],
      );
      aws.ecs.on(DescribeTaskDefinitionCommand).resolves({
        taskDefinition: { containerDefinitions: [{ name: 'app' }, { name: 'agent', essential: false, healthCheck }] },
      });

      expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: healthy });
    },
  );

  it('are as healthy as their essential containers that have a check, whatever ECS says of the task', async () => {
    const aws = mocked();
    const check = { healthCheck: { command: ['CMD-SHELL', 'true'] } };
    const containers = (app: 'HEALTHY' | 'UNKNOWN') => [
      { name: 'app', healthStatus: app },
      { name: 'proxy', healthStatus: 'UNKNOWN' as const },
      { name: 'agent', healthStatus: 'UNHEALTHY' as const },
    ];
    const tasks = [task(1, { containers: containers('HEALTHY') }), task(2, { containers: containers('UNKNOWN') })];
    standing(aws, [{ ...steady, taskDefinition: 'several:1' }], tasks);
    aws.ecs.on(DescribeTaskDefinitionCommand).resolves({
      taskDefinition: {
        containerDefinitions: [
          { name: 'app', ...check },
          { name: 'proxy' },
          { name: 'agent', essential: false, ...check },
        ],
      },
    });

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1 });
  });

  it('that stopped are read on the way up only where ECS is in trouble, and say why', async () => {
    const aws = mocked();
    const well = {
      ...steady,
      desiredCount: 2,
      runningCount: 1,
      events: [{ message: '(service atlas-shop) has started 2 tasks: (task 1)' }],
    };
    standing(aws, [well]);
    expect(seenOf(await aws.observe([shop], 'start'), 'shop')).not.toHaveProperty('trouble');
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
    standing(
      aws,
      [{ ...well, events, deployments }],
      [
        task(1, { ...stopped, createdAt: at }),
        task(2, { ...stopped, createdAt: before, stoppedReason: 'of yesterday' }),
        task(3, { ...stopped, createdAt: at, startedBy: 'ecs-svc/0', stoppedReason: 'of another deployment' }),
        task(4, { ...scaledIn, createdAt: at }),
      ],
    );
    expect(seenOf(await aws.observe([shop], 'start'), 'shop')).toMatchObject({
      trouble: { words: stoppedReason, cause: 'hopeless', failedAt: [5_000] },
    });
    expect(inputs(aws.ecs, 'ListTasksCommand')).toEqual([{ cluster: 'atlas', desiredStatus: 'STOPPED' }]);
  });

  it('that are to stop are left, but not healthy, and STOPPED ones are neither', async () => {
    const aws = mocked();
    const stopping = task(2, { desiredStatus: 'STOPPED' });
    const activating = task(3, { lastStatus: 'ACTIVATING' });
    const stopped = task(4, { desiredStatus: 'STOPPED', lastStatus: 'STOPPED' });
    standing(aws, [steady], [task(1), stopping, activating, stopped]);

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 3, tasksHealthy: 1 });
  });

  it('of other services, and tasks of no service, are not counted', async () => {
    const aws = mocked();
    standing(
      aws,
      [steady],
      [task(1), task(2, { group: 'service:atlas-shop-admin' }), task(3, { group: 'family:migration' })],
    );

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 1, tasksHealthy: 1 });
  });
});

describe('how a service scales', () => {
  it.each<[string, Action, SdkService, number]>([
    ['is read before it is lowered', 'stop', { desiredCount: 2, runningCount: 1 }, 1],
    ['does not matter on the way to zero', 'stop', { desiredCount: 0, runningCount: 1 }, 0],
    ['is read at zero, which its scaling may leave', 'stop', { desiredCount: 0, runningCount: 0 }, 1],
    ['does not matter while its tasks start', 'start', { desiredCount: 2, runningCount: 1 }, 0],
    ['is read once its tasks run', 'start', { desiredCount: 2, runningCount: 2 }, 1],
    ['is read while it is still down, which may be on purpose', 'start', { desiredCount: 0, runningCount: 0 }, 1],
  ])('%s', async (_what, towards, counters, reads) => {
    const aws = mocked();
    standing(aws, [{ ...steady, ...counters }], []);

    await aws.observe([shop], towards);

    expect(inputs(aws.autoscaling, 'DescribeScalableTargetsCommand')).toHaveLength(reads);
  });
});

describe('targets', () => {
  const loadBalancers = [
    { targetGroupArn: 'tg-public' },
    { targetGroupArn: 'tg-internal' },
    { loadBalancerName: 'classic' },
  ];
  const health = (...states: ('healthy' | 'initial' | 'draining' | 'unhealthy' | 'unused')[]) => ({
    TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })),
  });

  it('are asked for of each target group, and the worst one counts', async () => {
    const aws = mocked();
    standing(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-public' }).resolves(health('healthy', 'healthy'));
    aws.elbv2
      .on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-internal' })
      .resolves(health('healthy', 'initial', 'draining', 'unhealthy'));

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1 });
    expect(sent(aws.elbv2)).toEqual([
      ['DescribeTargetHealthCommand', { TargetGroupArn: 'tg-public' }],
      ['DescribeTargetHealthCommand', { TargetGroupArn: 'tg-internal' }],
    ]);
  });

  it('are not more than the tasks, even while old ones are still registered', async () => {
    const aws = mocked();
    standing(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand).resolves(health('healthy', 'healthy', 'healthy'));

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  const advanced = (productionListenerRule?: string) => ({
    alternateTargetGroupArn: 'tg-green',
    ...(productionListenerRule ? { productionListenerRule } : {}),
  });
  const blueGreen = (rule?: string): SdkService => ({
    ...steady,
    loadBalancers: [{ targetGroupArn: 'tg-blue', advancedConfiguration: advanced(rule) }],
    currentServiceRevisions: [{ arn: 'revision/1' }],
  });
  const inGreen = (aws: Mocked): void => {
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-blue' }).resolves(health('healthy'));
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-green' }).resolves(health('healthy', 'healthy'));
  };
  const weighed = (blue: number, green: number) => [
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: 'tg-blue', Weight: blue },
          { TargetGroupArn: 'tg-green', Weight: green },
        ],
      },
    },
  ];
  const only = (arn: string) => [{ Type: 'forward' as const, TargetGroupArn: arn }];

  it.each<[string, ReturnType<typeof weighed> | ReturnType<typeof only>, number]>([
    ['the alternate group', weighed(0, 100), 2],
    ['the first group', weighed(100, 0), 1],
    ['the one group that the rule names', only('tg-green'), 2],
  ])(
    'of a blue/green service count in the group that its listener rule serves: %s',
    async (_which, Actions, healthy) => {
      const aws = mocked();
      standing(aws, [blueGreen('arn:listener-rule/app/1')], [task(1), task(2)]);
      inGreen(aws);
      aws.elbv2.on(DescribeRulesCommand, { RuleArns: ['arn:listener-rule/app/1'] }).resolves({ Rules: [{ Actions }] });

      expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: healthy });
      expect(inputs(aws.ecs, 'DescribeServiceRevisionsCommand')).toEqual([]);
    },
  );

  it('of a blue/green service behind a network load balancer count by its listener', async () => {
    const aws = mocked();
    standing(aws, [blueGreen('arn:aws:elasticloadbalancing:r:1:listener/net/shop/1')], [task(1), task(2)]);
    inGreen(aws);
    aws.elbv2.on(DescribeListenersCommand).resolves({ Listeners: [{ DefaultActions: only('tg-green') }] });

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  it.each<[string, string | undefined, string, number]>([
    ['there is no rule', undefined, 'tg-blue', 1],
    ['the rule names other groups', 'arn:listener-rule/app/2', 'tg-green', 2],
  ])('of a blue/green service count by its revision where %s', async (_why, rule, targetGroupArn, healthy) => {
    const aws = mocked();
    standing(aws, [blueGreen(rule)], [task(1), task(2)]);
    inGreen(aws);
    aws.elbv2.on(DescribeRulesCommand).resolves({ Rules: [{ Actions: only('tg-of-another') }] });
    aws.ecs
      .on(DescribeServiceRevisionsCommand, { serviceRevisionArns: ['revision/1'] })
      .resolves({ serviceRevisions: [{ resolvedConfiguration: { loadBalancers: [{ targetGroupArn }] } }] });

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: healthy });
  });

  it('of a blue/green service count in both groups where nothing tells which one serves', async () => {
    const aws = mocked();
    standing(aws, [blueGreen('arn:listener-rule/app/3')], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-blue' }).resolves({});
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-green' }).resolves(health('healthy', 'healthy'));
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    aws.elbv2.on(DescribeRulesCommand).rejects(denied);
    aws.ecs.on(DescribeServiceRevisionsCommand).rejects(denied);

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  it('are not asked for by rule or revision of a service without groups that take turns', async () => {
    const aws = mocked();
    standing(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);

    await aws.observe([shop]);

    expect(inputs(aws.elbv2, 'DescribeRulesCommand')).toEqual([]);
    expect(inputs(aws.ecs, 'DescribeServiceRevisionsCommand')).toEqual([]);
  });

  it('of a group that no listener uses count for nothing, and those of the task set that is live for CodeDeploy', async () => {
    const aws = mocked();
    standing(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-public' }).resolves(health('healthy', 'healthy'));
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-internal' }).resolves(health('unused', 'unused'));
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-live' }).resolves(health('healthy'));
    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });

    const live = { status: 'PRIMARY', loadBalancers: [{ targetGroupArn: 'tg-live' }] };
    standing(aws, [{ ...steady, loadBalancers, taskSets: [live] }], [task(1), task(2)]);
    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1, rollout: 'settled' });
  });

  it('are none where AWS tells of none', async () => {
    const aws = mocked();
    standing(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);

    expect(seenOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 2, tasksHealthy: 0 });
  });
});

describe('scalable targets', () => {
  const off = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };

  it('are described by the fifty', async () => {
    const aws = mocked();
    const many = numbered(120, 'app', (name) => service(name));
    aws.ecs.on(DescribeServicesCommand).callsFake(({ services }: { services: string[] }) => ({
      services: services.map((serviceName) => ({ serviceName })),
    }));

    await aws.observe(many);

    const asked = inputs(aws.autoscaling, 'DescribeScalableTargetsCommand') as { ResourceIds: string[] }[];
    expect(asked.map(({ ResourceIds }) => ResourceIds.length)).toEqual([50, 50, 20]);
    expect(asked.flatMap(({ ResourceIds }) => ResourceIds)).toEqual(
      many.map((resource) => `service/atlas/${resource.service}`),
    );
    expect(asked[0]).toEqual({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceIds: expect.any(Array),
    });
  });

  it('are followed from page to page', async () => {
    const aws = mocked();
    const stock = service('stock', { service: 'atlas-stock' });
    aws.ecs
      .on(DescribeServicesCommand)
      .resolves({ services: [{ serviceName: 'atlas-shop' }, { serviceName: 'atlas-stock' }] });
    const target = {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      RoleARN: 'role',
      CreationTime: new Date(0),
    } as const;
    aws.autoscaling
      .on(DescribeScalableTargetsCommand)
      .resolvesOnce({
        ScalableTargets: [{ ...target, ResourceId: 'service/atlas/atlas-shop', MinCapacity: 1, MaxCapacity: 4 }],
        NextToken: 'more',
      })
      .resolvesOnce({
        ScalableTargets: [{ ...target, ResourceId: 'service/atlas/atlas-stock', MinCapacity: 2, MaxCapacity: 8 }],
      });

    const readings = await aws.observe([shop, stock]);

    expect(seenOf(readings, 'shop')).toMatchObject({ scaling: { min: 1, max: 4, suspended: off } });
    expect(seenOf(readings, 'stock')).toMatchObject({ scaling: { min: 2, max: 8, suspended: off } });
    expect(inputs(aws.autoscaling, 'DescribeScalableTargetsCommand')).toMatchObject([
      expect.not.objectContaining({ NextToken: expect.anything() }),
      { NextToken: 'more' },
    ]);
  });

  it('are registered with what changes, and never without the flags', async () => {
    const aws = mocked();
    const target = {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: 'service/atlas/atlas-shop',
    };
    const SuspendedState = {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: true,
      ScheduledScalingSuspended: false,
    };

    await aws.act(shop, { do: 'set-scaling', suspended: { ...off, dynamicScalingOut: true } });
    await aws.act(shop, {
      do: 'set-scaling',
      bounds: { min: 0, max: 4 },
      suspended: { ...off, dynamicScalingOut: true },
    });

    expect(sent(aws.autoscaling)).toEqual([
      ['RegisterScalableTargetCommand', { ...target, SuspendedState }],
      ['RegisterScalableTargetCommand', { ...target, MinCapacity: 0, MaxCapacity: 4, SuspendedState }],
    ]);
  });
});

describe('replication groups', () => {
  it('are followed from page to page', async () => {
    const aws = mocked();
    aws.elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolvesOnce({ ReplicationGroups: [{ ReplicationGroupId: 'atlas-a' }], Marker: 'more' })
      .resolvesOnce({ ReplicationGroups: [{ ReplicationGroupId: 'atlas-b' }] });

    const readings = await aws.observe([cache('a'), cache('b'), cache('c')]);

    expect([...readings.values()].map(({ state }) => state)).toEqual(['seen', 'seen', 'absent']);
    expect(sent(aws.elasticache)).toEqual([
      ['DescribeReplicationGroupsCommand', { MaxRecords: 100 }],
      ['DescribeReplicationGroupsCommand', { MaxRecords: 100, Marker: 'more' }],
    ]);
  });

  it('that AWS tells nothing about are seen with an unknown status', async () => {
    const aws = mocked();
    aws.elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolves({ ReplicationGroups: [{ ReplicationGroupId: 'atlas-a' }] });

    expect(seenOf(await aws.observe([cache('a')]), 'a')).toMatchObject({
      kind: 'elasticache-replication-group',
      status: 'unknown',
      replicas: 0,
      multiAz: false,
    });
  });

  it('have a replica less than members', async () => {
    const aws = mocked();
    const group = {
      ReplicationGroupId: 'atlas-a',
      Status: 'Available',
      MultiAZ: 'enabled',
      MemberClusters: ['1', '2', '3'],
    } as const;
    aws.elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolves({ ReplicationGroups: [{ ...group, MemberClusters: [...group.MemberClusters] }] });

    expect(seenOf(await aws.observe([cache('a')]), 'a')).toMatchObject({
      status: 'available',
      replicas: 2,
      multiAz: true,
    });
  });
});

describe('MSK clusters', () => {
  it('are found by name on whatever page they are', async () => {
    const aws = mocked();
    aws.kafkaClusters
      .on(ListClustersV2Command)
      .resolvesOnce({ ClusterInfoList: [{ ClusterName: 'atlas-a', State: 'ACTIVE' }], NextToken: 'more' })
      .resolvesOnce({ ClusterInfoList: [{ ClusterName: 'atlas-b' }] });

    const readings = await aws.observe([kafka('a'), kafka('b'), kafka('c')]);

    expect(seenOf(readings, 'a')).toEqual({ kind: 'msk-cluster', status: 'ACTIVE' });
    expect(seenOf(readings, 'b')).toEqual({ kind: 'msk-cluster', status: 'unknown' });
    expect(readings.get('c')).toEqual({ state: 'absent' });
    expect(sent(aws.kafkaClusters)).toEqual([
      ['ListClustersV2Command', { MaxResults: 100 }],
      ['ListClustersV2Command', { MaxResults: 100, NextToken: 'more' }],
    ]);
  });
});

describe('connectors', () => {
  it('are found by name on whatever page they are', async () => {
    const aws = mocked();
    aws.kafkaconnect
      .on(ListConnectorsCommand)
      .resolvesOnce({
        connectors: [{ connectorName: 'atlas-a', connectorArn: 'arn:a', connectorState: 'RUNNING' }],
        nextToken: 'more',
      })
      .resolvesOnce({ connectors: [{ connectorName: 'atlas-b', connectorArn: 'arn:b' }] });

    const readings = await aws.observe([connector('a'), connector('b'), connector('c')]);

    expect(seenOf(readings, 'a')).toEqual({ kind: 'msk-connector', status: 'RUNNING', arn: 'arn:a' });
    expect(seenOf(readings, 'b')).toEqual({ kind: 'msk-connector', status: 'unknown', arn: 'arn:b' });
    expect(readings.get('c')).toEqual({ state: 'absent' });
    expect(sent(aws.kafkaconnect)).toEqual([
      ['ListConnectorsCommand', { maxResults: 100 }],
      ['ListConnectorsCommand', { maxResults: 100, nextToken: 'more' }],
    ]);
  });

  it('are paused and resumed by their ARN', async () => {
    const aws = mocked();

    await aws.act(connector('a'), { do: 'pause-connector', arn: 'arn:a' });
    await aws.act(connector('a'), { do: 'resume-connector', arn: 'arn:a' });

    expect(sent(aws.kafkaconnect)).toEqual([
      ['PauseConnectorCommand', { connectorArn: 'arn:a' }],
      ['ResumeConnectorCommand', { connectorArn: 'arn:a' }],
    ]);
  });
});

describe('an answer without any field', () => {
  it.each<Resource>([database('x'), service('x'), cache('x'), kafka('x'), connector('x')])(
    'means that the $kind is absent',
    async (resource) => {
      expect((await mocked().observe([resource])).get(named('x'))).toEqual({ state: 'absent' });
    },
  );
});

const network = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET', $metadata: {} });

const errors = [
  {
    what: 'a class of the SDK with the code of the wire',
    error: awsError('InvalidDBInstanceStateFault', 'not available', { wireCode: 'InvalidDBInstanceState' }),
    code: 'MOVED',
    awsCode: 'InvalidDBInstanceState',
    retryable: true,
  },
  {
    what: 'a class of the SDK alone',
    error: awsError('InsufficientDBInstanceCapacityFault', 'no room'),
    code: 'NO_CAPACITY',
    awsCode: 'InsufficientDBInstanceCapacityFault',
    retryable: true,
  },
  {
    what: 'throttling that is not modelled',
    error: awsError('ThrottlingException', 'Rate exceeded'),
    code: 'THROTTLED',
    awsCode: 'ThrottlingException',
    retryable: true,
  },
  {
    what: 'an answer of the load balancer in front',
    error: awsError('Unknown', 'Bad Gateway', { status: 502 }),
    code: 'UNAVAILABLE',
    awsCode: 'Unknown',
    retryable: true,
  },
  { what: 'a connection that broke', error: network, code: 'UNAVAILABLE', awsCode: 'TimeoutError', retryable: true },
  {
    what: 'a missing permission',
    error: awsError('AccessDeniedException', 'not authorised'),
    code: 'ACCESS_DENIED',
    awsCode: 'AccessDeniedException',
    retryable: false,
  },
] as const;

describe.each(errors)('$what', ({ error, code, awsCode, retryable }) => {
  it.each<[string, (aws: Mocked) => unknown, Resource]>([
    ['DescribeDBInstances', ({ rds }) => rds.on(DescribeDBInstancesCommand).rejects(error), database('x')],
    ['DescribeServices', ({ ecs }) => ecs.on(DescribeServicesCommand).rejects(error), service('x')],
    [
      'DescribeScalableTargets',
      ({ autoscaling, ecs }) => {
        ecs.on(DescribeServicesCommand).resolves({ services: [{ serviceName: service('x').service }] });
        autoscaling.on(DescribeScalableTargetsCommand).rejects(error);
      },
      service('x'),
    ],
    [
      'DescribeReplicationGroups',
      ({ elasticache }) => elasticache.on(DescribeReplicationGroupsCommand).rejects(error),
      cache('x'),
    ],
    ['ListClustersV2', ({ kafkaClusters }) => kafkaClusters.on(ListClustersV2Command).rejects(error), kafka('x')],
    ['ListConnectors', ({ kafkaconnect }) => kafkaconnect.on(ListConnectorsCommand).rejects(error), connector('x')],
  ])('makes a resource unreadable when it answers %s', async (_operation, reject, resource) => {
    const aws = mocked();
    reject(aws);

    const reading = (await aws.observe([resource])).get('x');

    expect(reading).toMatchObject({ state: 'unreadable', code: awsCode, retryable });
    expect(reading).toHaveProperty('message', expect.stringContaining(`${awsCode}: ${error.message}`));
  });

  it.each<[string, (aws: Mocked) => unknown, Resource, AwsEffect]>([
    [
      'StopDBInstance',
      ({ rds }) => rds.on(StopDBInstanceCommand).rejects(error),
      database('x'),
      { do: 'stop-instance' },
    ],
    [
      'StartDBInstance',
      ({ rds }) => rds.on(StartDBInstanceCommand).rejects(error),
      database('x'),
      { do: 'start-instance' },
    ],
    [
      'UpdateService',
      ({ ecs }) => ecs.on(UpdateServiceCommand).rejects(error),
      service('x'),
      { do: 'set-desired-count', desired: 0 },
    ],
    [
      'RegisterScalableTarget',
      ({ autoscaling }) => autoscaling.on(RegisterScalableTargetCommand).rejects(error),
      service('x'),
      { do: 'set-scaling', suspended: { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true } },
    ],
    [
      'PauseConnector',
      ({ kafkaconnect }) => kafkaconnect.on(PauseConnectorCommand).rejects(error),
      connector('x'),
      { do: 'pause-connector', arn: 'arn:x' },
    ],
    [
      'ResumeConnector',
      ({ kafkaconnect }) => kafkaconnect.on(ResumeConnectorCommand).rejects(error),
      connector('x'),
      { do: 'resume-connector', arn: 'arn:x' },
    ],
  ])('is thrown with its meaning when it answers %s', async (_operation, reject, resource, effect) => {
    const aws = mocked();
    reject(aws);

    const thrown = await errorFrom(aws.act(resource, effect));

    expect(thrown).toBeInstanceOf(OperationError);
    expect(thrown).toMatchObject({ code, awsCode, retryable, cause: error });
  });
});
