// What is read of an account: over the simulated AWS, and answers as the real one gives them.
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeCacheClustersCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import { GetBootstrapBrokersCommand, KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import { KafkaConnectClient, ListConnectorsCommand } from '@aws-sdk/client-kafkaconnect';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { readInventory } from '#kinds/inventories.ts';
import { simulatedClient } from '#sim/aws/simulated-aws.ts';
import { type CloudOptions, errorFrom, invocationOf, simulatedCloud } from '#test/support/cloud.ts';
import { aurora, cache, connector, database, kafka, numbered, service } from '#test/support/definitions.ts';
import { mockClass } from '#test/support/mock-class.ts';

const resources = [
  database('db'),
  aurora('aurora'),
  cache('cache'),
  kafka('kafka'),
  service('engine', { dependsOn: ['db'] }),
  service('app', { dependsOn: ['engine', 'cache', 'kafka', 'aurora'] }),
  connector('sink', { dependsOn: ['kafka'] }),
];

const inventoryOf = (of: Parameters<typeof simulatedCloud>[0], options: CloudOptions = {}, wantsTags = false) => {
  const aws = simulatedCloud(of, options);
  const clients = { ...aws.clients, ec2: simulatedClient(aws.cloud, 'ec2', invocationOf()) };
  return { aws, read: aws.finish(readInventory(clients, wantsTags)) };
};

const denied = (operation: string) => ({ operation, error: 'AccessDeniedException', every: 1 });

/** As a denied call is in the service models. */
const notAuthorized = Object.assign(new Error('User: arn:aws:iam::1:user/ana is not authorized'), {
  name: 'AccessDeniedException',
  $metadata: { httpStatusCode: 403 },
});

describe('the inventory of an account', () => {
  it('the inventory of an account has every resource with its groups, addresses and whom it names, and no value of a variable', async () => {
    const { found, letIn, unread } = await inventoryOf(resources).read;

    expect(unread).toEqual([]);
    expect(found.map(({ id }) => id).toSorted()).toEqual(resources.map(({ name }) => `atlas-${name}`).toSorted());
    const app = found.find(({ id }) => id === 'atlas-app');
    expect(app).toMatchObject({
      identity: { kind: 'ecs-service', cluster: 'atlas', service: 'atlas-app' },
      groups: ['sg-app'],
      hosts: [{ name: 'app', namespace: 'staging' }],
    });
    expect(app?.mentions.map(({ where }) => where)).toEqual([
      'ENGINE_URL',
      'CACHE_HOST',
      'KAFKA_BOOTSTRAP_SERVERS',
      'AURORA_URL',
    ]);
    expect(letIn.get('sg-cache')).toEqual(['sg-app']);
    expect(JSON.stringify(found)).not.toContain('jdbc');
  });

  it('the inventory of an account follows pages, and asks of ten services at a time', async () => {
    const many = [...numbered(130, 'app', (name) => service(name)), ...numbered(120, 'db', (name) => database(name))];
    const { aws, read } = inventoryOf(many);

    expect((await read).found).toHaveLength(250);
    expect(aws.calls('ecs:DescribeServices')).toHaveLength(13);
  });

  it.each([[false], [true]])(
    'the inventory of an account asks for tags one by one only where they matter: %s',
    async (wantsTags) => {
      const { aws, read } = inventoryOf(resources, {}, wantsTags);

      const tagged = (await read).found.filter(({ tags }) => tags.get('environment') === 'staging').map(({ id }) => id);
      const oneByOne = ['atlas-cache', 'atlas-sink'];
      expect(oneByOne.every((id) => tagged.includes(id))).toBe(wantsTags);
      expect(tagged).toHaveLength(wantsTags ? 7 : 5);
      expect(aws.calls('elasticache:ListTagsForResource')).toHaveLength(wantsTags ? 1 : 0);
    },
  );

  it('the inventory of an account only reads', async () => {
    const { aws, read } = inventoryOf(resources, {}, true);
    await read;

    expect(aws.calls().filter(({ mutating }) => mutating)).toEqual([]);
  });
});

describe('what AWS refuses', () => {
  it.each([
    'ecs:ListClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'elasticache:DescribeReplicationGroups',
    'elasticache:DescribeCacheClusters',
    'elasticache:ListTagsForResource',
    'kafka:ListClustersV2',
    'kafka:GetBootstrapBrokers',
    'kafkaconnect:ListConnectors',
    'kafkaconnect:ListTagsForResource',
    'ec2:DescribeSecurityGroups',
  ])('what AWS refuses is named once by missing permission that, and the rest is read: %s', async (action) => {
    const { found, unread } = await inventoryOf(resources, { faults: [denied(action)] }, true).read;

    expect(unread).toEqual([{ action, why: `missing permission ${action}` }]);
    expect(found.length).toBeGreaterThan(3);
  });

  it('what AWS refuses is thrown when it is everything', async () => {
    const error = await errorFrom(inventoryOf(resources, { faults: [denied('*')] }).read);

    expect(error).toBeInstanceOf(OperationError);
    expect(error.code).toBe('ACCESS_DENIED');
  });
});

/** Whatever a kind of tomorrow asks for, there is none of it. */
const nothingIn = <S extends { onAnyCommand(): { resolves(answer: object): unknown } }>(stub: S): S => {
  stub.onAnyCommand().resolves({});
  return stub;
};

describe('answers of the real AWS', () => {
  const clients = () => {
    const ecs = mockClass(ECSClient);
    ecs.on(ListClustersCommand).resolves({ clusterArns: ['arn:aws:ecs:eu-west-1:1:cluster/main'] });
    ecs.on(ListServicesCommand).resolves({
      serviceArns: ['arn:aws:ecs:eu-west-1:1:service/main/api', 'arn:aws:ecs:eu-west-1:1:service/main/agent'],
    });
    ecs.on(DescribeServicesCommand).resolves({
      services: [
        {
          serviceName: 'api',
          status: 'ACTIVE',
          desiredCount: 3,
          taskDefinition: 'api:7',
          tags: [{ key: 'team', value: 'core' }],
          networkConfiguration: { awsvpcConfiguration: { subnets: [], securityGroups: ['sg-1'] } },
          deployments: [
            { status: 'ACTIVE', serviceConnectConfiguration: { enabled: false } },
            {
              status: 'PRIMARY',
              serviceConnectConfiguration: {
                enabled: true,
                namespace: 'arn:aws:servicediscovery:eu-west-1:1:namespace/ns-1',
                services: [{ portName: 'http', clientAliases: [{ port: 80, dnsName: 'API' }] }],
              },
            },
          ],
        },
        { serviceName: 'agent', status: 'ACTIVE', schedulingStrategy: 'DAEMON', taskDefinition: 'agent:1' },
        { serviceName: 'leaving', status: 'DRAINING' },
      ],
    });
    ecs.on(DescribeTaskDefinitionCommand).resolves({
      taskDefinition: {
        containerDefinitions: [
          {
            environment: [{ name: 'DB', value: 'postgres://u:p@orders.x.rds.amazonaws.com/o' }],
            secrets: [{ name: 'PASSWORD', valueFrom: 'arn:aws:secretsmanager:eu-west-1:1:secret:orders' }],
          },
        ],
      },
    });
    const rds = nothingIn(mockClass(RDSClient));
    rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [
        { DBInstanceIdentifier: 'ledger', Engine: 'sqlserver-se', MultiAZ: true, DBInstanceStatus: 'available' },
        { DBInstanceIdentifier: 'aurora-1', Engine: 'aurora-mysql', DBClusterIdentifier: 'aurora' },
      ],
    });
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [] });
    const elasticache = nothingIn(mockClass(ElastiCacheClient));
    elasticache.on(DescribeReplicationGroupsCommand).resolves({ ReplicationGroups: [] });
    elasticache.on(DescribeCacheClustersCommand).resolves({
      CacheClusters: [{ CacheClusterId: 'sessions', Engine: 'memcached' }],
    });
    const kafkaClient = nothingIn(mockClass(KafkaClient));
    kafkaClient.on(ListClustersV2Command).resolves({
      ClusterInfoList: [
        {
          ClusterName: 'idle',
          ClusterArn: 'arn:1',
          Serverless: { VpcConfigs: [{ SubnetIds: [], SecurityGroupIds: ['sg-9'] }] },
        },
      ],
    });
    kafkaClient.on(GetBootstrapBrokersCommand).rejects(notAuthorized);
    const kafkaconnect = nothingIn(mockClass(KafkaConnectClient));
    kafkaconnect.on(ListConnectorsCommand).resolves({ connectors: [] });
    const ec2 = mockClass(EC2Client);
    ec2.on(DescribeSecurityGroupsCommand).resolves({
      SecurityGroups: [
        { GroupId: 'sg-9', IpPermissions: [{ UserIdGroupPairs: [{ GroupId: 'sg-1' }, { GroupId: 'sg-1' }] }] },
      ],
    });
    return {
      ecs: new ECSClient({}),
      rds: new RDSClient({}),
      elasticache: new ElastiCacheClient({}),
      kafka: new KafkaClient({}),
      kafkaconnect: new KafkaConnectClient({}),
      ec2: new EC2Client({}),
      clientOf: <C>() => ({ send: async () => ({}) }) as unknown as C,
    };
  };

  it('answers of the real AWS are read with what cannot be operated and what was not told', async () => {
    const { found, others, letIn, unread } = await readInventory(clients(), false);

    expect(found.map(({ id, cannot }) => [id, cannot])).toEqual([
      ['ledger', 'SQL Server in several zones: RDS cannot stop it'],
      ['idle', undefined],
      ['api', undefined],
      ['agent', 'a daemon service: it has no task count of its own'],
    ]);
    expect(found[2]).toEqual({
      identity: { kind: 'ecs-service', cluster: 'main', service: 'api' },
      id: 'api',
      tags: new Map([['team', 'core']]),
      groups: ['sg-1'],
      hosts: [{ name: 'api', namespace: 'arn:aws:servicediscovery:eu-west-1:1:namespace/ns-1' }],
      mentions: [{ where: 'DB', candidates: ['orders.x.rds.amazonaws.com'] }],
      namespace: 'arn:aws:servicediscovery:eu-west-1:1:namespace/ns-1',
      desired: 3,
    });
    expect(others).toMatchObject([{ what: 'elasticache-cluster', id: 'sessions' }]);
    expect(letIn).toEqual(new Map([['sg-9', ['sg-1']]]));
    expect(unread).toEqual([
      { action: 'kafka:GetBootstrapBrokers', why: 'missing permission kafka:GetBootstrapBrokers' },
    ]);
  });
});
