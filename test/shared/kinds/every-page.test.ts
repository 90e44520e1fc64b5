// Lists of AWS come in pages, of which the first may be empty. What is only on the second page is read by whoever reads the list.
import { expect, it } from 'vitest';
import { autoScalingGroup } from '#kinds/auto-scaling-group/adapter.ts';
import { readGroups } from '#kinds/auto-scaling-group/groups.ts';
import { blueGreenSides } from '#kinds/blue-green.ts';
import { ofClusters, ofInstances, ownSnapshots } from '#kinds/databases/rds-snapshots.ts';
import { ecsServices } from '#kinds/ecs-service/inventory.ts';
import { protectedUntil } from '#kinds/ecs-service/protection.ts';
import { standaloneTasks } from '#kinds/ecs-service/standalone.ts';
import { eksNodeGroups } from '#kinds/eks-node-group/inventory.ts';
import { eventbridgeRuleAdapter } from '#kinds/eventbridge-rule/adapter.ts';
import { eventbridgeScheduleAdapter } from '#kinds/eventbridge-schedule/adapter.ts';
import { newReader } from '#kinds/inventory/reader.ts';
import { letInBySecurityGroups } from '#kinds/inventory/security-groups.ts';
import { metricGate } from '#kinds/metric/adapter.ts';
import { kafkaSizes } from '#kinds/msk-cluster/size.ts';
import { rdsClusters } from '#kinds/rds-clusters.ts';
import { databaseSizes } from '#kinds/rds-instance/size.ts';
import { asResource, type ResourceOf } from '#kinds/resource.ts';
import { windowsOf } from '#kinds/windows.ts';

type Command = { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> };
type Token = 'Marker' | 'NextToken' | 'nextToken';
type Answers = Readonly<Record<string, object>>;

/** Whose first page is empty and says that there is a second. */
type Lists = Readonly<Record<string, readonly [token: Token, secondPage: object]>>;

const pagedClient = (lists: Lists, answers: Answers = {}) => {
  const asked = new Set<string>();
  const send = async ({ constructor: { name }, input }: Command) => {
    const operation = name.replace(/Command$/, '');
    const list = lists[operation];
    if (!list) return answers[operation] ?? {};
    const [token, secondPage] = list;
    if (input[token] === 'page 2') return secondPage;
    const question = `${operation} ${JSON.stringify(input)}`;
    if (asked.has(question)) throw new Error(`${question} was asked twice`);
    asked.add(question);
    return { [token]: 'page 2' };
  };
  return { send } as never;
};

const now = () => new Date('2026-03-02T05:00:00Z');
const web = asResource({ kind: 'auto-scaling-group', group: 'web' }, 'web') as ResourceOf<'auto-scaling-group'>;
const lag = {
  ...{ kind: 'metric', name: 'lag', namespace: 'AWS/Kafka', metric: 'SumOffsetLag', dimensions: {}, atMost: 0 },
} as unknown as ResourceOf<'metric'>;
const stored = [
  asResource({ kind: 'rds-instance', instance: 'shop' }, 'shop'),
  asResource({ kind: 'aurora-cluster', cluster: 'orders' }, 'orders'),
  asResource({ kind: 'elasticache-replication-group', replicationGroup: 'cart' }, 'cart'),
];
const windows = { PreferredBackupWindow: '03:00-03:30' };
const task = { taskArn: 'task/1', group: 'family:nightly', taskDefinitionArn: 'task-definition/nightly:7' };
const clusters: Lists = { ListClusters: ['nextToken', { clusters: ['atlas'], clusterArns: ['cluster/atlas'] }] };

type Case = readonly [
  what: string,
  expected: unknown,
  lists: Lists,
  ask: (client: never) => Promise<unknown>,
  answers?: Answers,
];

const cases: readonly Case[] = [
  [
    'blue/green deployments',
    [['db:shop', 'upgrade']],
    {
      DescribeBlueGreenDeployments: [
        'Marker',
        { BlueGreenDeployments: [{ BlueGreenDeploymentName: 'upgrade', Source: 'arn:aws:rds:eu-west-1:1:db:shop' }] },
      ],
    },
    async (client) => [...(await blueGreenSides(client))],
  ],
  [
    'Auto Scaling groups',
    [{ AutoScalingGroupName: 'web' }],
    { DescribeAutoScalingGroups: ['NextToken', { AutoScalingGroups: [{ AutoScalingGroupName: 'web' }] }] },
    readGroups,
  ],
  [
    'scheduled actions of Auto Scaling groups',
    1,
    { DescribeScheduledActions: ['NextToken', { ScheduledUpdateGroupActions: [{ AutoScalingGroupName: 'web' }] }] },
    async (client) => {
      const reading = (await autoScalingGroup(client).observe([web], 'stop')).get(web.name);
      return reading?.state === 'seen' ? reading.observation.scheduled : reading;
    },
    { DescribeAutoScalingGroups: { AutoScalingGroups: [{ AutoScalingGroupName: 'web' }] } },
  ],
  [
    'sizes of MSK clusters',
    ['events'],
    { ListClustersV2: ['NextToken', { ClusterInfoList: [{ ClusterName: 'events' }] }] },
    async (client) => [...(await kafkaSizes(client, ['events'])).keys()],
  ],
  [
    'data of metrics',
    'SumOffsetLag is 0',
    { GetMetricData: ['NextToken', { MetricDataResults: [{ Id: 'm0', Values: [0], Timestamps: [now()] }] }] },
    async (client) => {
      const reading = (await metricGate(client, { now }).observe([lag], 'stop')).get(lag.name);
      return reading?.state === 'seen' ? reading.observation.says : reading;
    },
  ],
  [
    'node groups of EKS and their clusters',
    ['spot'],
    { ...clusters, ListNodegroups: ['nextToken', { nodegroups: ['spot'] }] },
    async (client) => (await eksNodeGroups(client, newReader())).map(({ id }) => id),
    { DescribeNodegroup: { nodegroup: { nodegroupName: 'spot' } } },
  ],
  [
    'clusters of DocumentDB and their instances',
    [['docs', ['docs-1 is creating']]],
    {
      DescribeDBClusters: ['Marker', { DBClusters: [{ DBClusterIdentifier: 'docs' }] }],
      DescribeDBInstances: [
        'Marker',
        {
          DBInstances: [{ DBClusterIdentifier: 'docs', DBInstanceIdentifier: 'docs-1', DBInstanceStatus: 'creating' }],
        },
      ],
    },
    async (client) =>
      (await rdsClusters('docdb').read(client, ['docs'], 'start')).map(({ name, lagging }) => [name, lagging]),
  ],
  [
    'windows of databases, clusters and caches',
    [
      ['shop', '03:00-03:30'],
      ['orders', '03:00-03:30'],
      ['cart', '04:00-05:00'],
    ],
    {
      DescribeDBInstances: ['Marker', { DBInstances: [{ DBInstanceIdentifier: 'shop', ...windows }] }],
      DescribeDBClusters: ['Marker', { DBClusters: [{ DBClusterIdentifier: 'orders', ...windows }] }],
      DescribeReplicationGroups: [
        'Marker',
        {
          ReplicationGroups: [{ ReplicationGroupId: 'cart', SnapshotRetentionLimit: 1, SnapshotWindow: '04:00-05:00' }],
        },
      ],
    },
    async (client) => {
      const { of } = await windowsOf({ rds: client, elasticache: client, clientOf: () => client })(stored);
      return stored.map(({ name }) => [name, of.get(name)?.[0]?.text]);
    },
  ],
  [
    'standalone tasks',
    [{ cluster: 'atlas', family: 'nightly', arn: 'task/1' }],
    { ListTasks: ['nextToken', { taskArns: ['task/1'] }] },
    (client) => standaloneTasks(client)(['atlas']),
    { DescribeTasks: { tasks: [task] } },
  ],
  [
    'tasks that protect themselves',
    now().getTime(),
    { ListTasks: ['nextToken', { taskArns: ['task/1'] }] },
    (client) => protectedUntil(client, 'atlas', 'web'),
    { GetTaskProtection: { protectedTasks: [{ protectionEnabled: true, expirationDate: now() }] } },
  ],
  [
    'services of ECS and their clusters',
    ['web'],
    { ...clusters, ListServices: ['nextToken', { serviceArns: ['service/atlas/web'] }] },
    async (client) => (await ecsServices(client, newReader())).map(({ id }) => id),
    { DescribeServices: { services: [{ serviceName: 'web', status: 'ACTIVE' }] } },
  ],
  [
    'security groups',
    [['sg-1', []]],
    { DescribeSecurityGroups: ['NextToken', { SecurityGroups: [{ GroupId: 'sg-1' }] }] },
    async (client) => [...(await letInBySecurityGroups(client, ['sg-1'], newReader()))],
  ],
  [
    'rules of EventBridge',
    ['default/nightly'],
    {
      ListEventBuses: ['NextToken', { EventBuses: [{ Name: 'default' }] }],
      ListRules: ['NextToken', { Rules: [{ Name: 'nightly' }] }],
    },
    async (client) => (await eventbridgeRuleAdapter.read(client, undefined, 'stop')).map(({ name }) => name),
  ],
  [
    'schedules of EventBridge',
    ['default/nightly'],
    { ListSchedules: ['NextToken', { Schedules: [{ GroupName: 'default', Name: 'nightly' }] }] },
    async (client) => (await eventbridgeScheduleAdapter.read(client, undefined, 'stop')).map(({ name }) => name),
  ],
  [
    'snapshots of databases',
    [{ id: 'curfew-shop-202603012000', status: 'available' }],
    {
      DescribeDBSnapshots: [
        'Marker',
        { DBSnapshots: [{ DBSnapshotIdentifier: 'curfew-shop-202603012000', Status: 'available' }] },
      ],
    },
    (client) => ownSnapshots(ofInstances, client, 'shop'),
  ],
  [
    'snapshots of clusters',
    [{ id: 'curfew-orders-202603012000', status: 'available' }],
    {
      DescribeDBClusterSnapshots: [
        'Marker',
        { DBClusterSnapshots: [{ DBClusterSnapshotIdentifier: 'curfew-orders-202603012000', Status: 'available' }] },
      ],
    },
    (client) => ownSnapshots(ofClusters, client, 'orders'),
  ],
  [
    'sizes of databases',
    ['shop'],
    { DescribeDBInstances: ['Marker', { DBInstances: [{ DBInstanceIdentifier: 'shop' }] }] },
    async (client) => [...(await databaseSizes(client, ['shop'])).keys()],
  ],
];

it.for(cases)('the second page is read of %s', async ([, expected, lists, ask, answers]) => {
  expect(await ask(pagedClient(lists, answers))).toEqual(expected);
});
