// Aurora clusters and replication groups over the SDK's own clients: what exactly is sent, what is made of the answers.
import {
  DecreaseReplicaCountCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  IncreaseReplicaCountCommand,
  ModifyReplicationGroupCommand,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { auroraCluster } from '#kinds/aurora-cluster/adapter.ts';
import { elastiCacheReplicationGroup } from '#kinds/elasticache-replication-group/adapter.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom } from '#test/support/cloud.ts';
import { aurora, cache, named, numbered } from '#test/support/definitions.ts';

const region = 'us-east-1';

const mockedRds = () => {
  const client = new RDSClient({ region });
  const rds = mockClient(client);
  rds.onAnyCommand().resolves({});
  return { rds, adapter: auroraCluster(client), sent: () => rds.calls().map(({ args }) => args[0].input) };
};

const mockedCache = () => {
  const client = new ElastiCacheClient({ region });
  const elasticache = mockClient(client);
  elasticache.onAnyCommand().resolves({});
  return { elasticache, adapter: elastiCacheReplicationGroup(client) };
};

describe('Aurora clusters', () => {
  const [ledger, orders] = [aurora('ledger'), aurora('orders')];
  const Filters = [{ Name: 'db-cluster-id', Values: ['atlas-ledger', 'atlas-orders'] }];

  it('are asked for together, and then their instances, page by page', async () => {
    const { rds, adapter } = mockedRds();
    rds
      .on(DescribeDBClustersCommand)
      .resolvesOnce({ DBClusters: [{ DBClusterIdentifier: 'atlas-ledger' }], Marker: 'more' })
      .resolvesOnce({ DBClusters: [{ DBClusterIdentifier: 'atlas-orders' }] });
    rds
      .on(DescribeDBInstancesCommand)
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'o1', DBClusterIdentifier: 'atlas-orders' }], Marker: 'm' })
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'l1', DBClusterIdentifier: 'atlas-ledger' }] });

    const readings = await adapter.observe([ledger, orders]);

    expect(readings.get(ledger.name)).toMatchObject({ observation: { members: [{ instance: 'l1' }] } });
    expect(readings.get(orders.name)).toMatchObject({ observation: { members: [{ instance: 'o1' }] } });
    const [clusters, instances] = [DescribeDBClustersCommand, DescribeDBInstancesCommand].map((command) =>
      rds.commandCalls(command).map(({ args }) => args[0].input),
    );
    expect(clusters).toEqual([
      { Filters, MaxRecords: 100 },
      { Filters, MaxRecords: 100, Marker: 'more' },
    ]);
    expect(instances).toEqual([
      { Filters, MaxRecords: 100 },
      { Filters, MaxRecords: 100, Marker: 'm' },
    ]);
  });

  it('are asked for by the hundred', async () => {
    const { rds, adapter } = mockedRds();

    await adapter.observe(numbered(201, 'cluster', (name) => aurora(name)));

    const counts = rds
      .commandCalls(DescribeDBClustersCommand)
      .map(({ args }) => args[0].input.Filters?.[0]?.Values?.length);
    expect(counts).toEqual([100, 100, 1]);
  });

  it('that AWS does not know are absent, and their instances are not asked for', async () => {
    const { adapter, sent } = mockedRds();

    expect((await adapter.observe([ledger])).get(ledger.name)).toEqual({ state: 'absent' });
    expect(sent()).toHaveLength(1);
  });

  it('that AWS tells nothing about are seen with an unknown status and engine', async () => {
    const { rds, adapter } = mockedRds();
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [{ DBClusterIdentifier: 'atlas-ledger' }] });

    expect((await adapter.observe([ledger])).get(ledger.name)).toEqual({
      state: 'seen',
      observation: {
        kind: 'aurora-cluster',
        status: 'unknown',
        engine: '',
        engineMode: 'provisioned',
        replicas: [],
        members: [],
      },
    });
  });

  it('are unreadable when their instances are', async () => {
    const { rds, adapter } = mockedRds();
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [{ DBClusterIdentifier: 'atlas-ledger' }] });
    rds.on(DescribeDBInstancesCommand).rejects(awsError('AccessDenied', 'no'));

    expect((await adapter.observe([ledger])).get(ledger.name)).toMatchObject({
      state: 'unreadable',
      code: 'AccessDenied',
    });
  });

  it('are stopped and started by their identifier and nothing else', async () => {
    const { rds, adapter } = mockedRds();

    await adapter.act(ledger, { do: 'stop-cluster' });
    await adapter.act(ledger, { do: 'start-cluster' });

    const only = [{ DBClusterIdentifier: 'atlas-ledger' }];
    expect(rds.commandCalls(StopDBClusterCommand).map(({ args }) => args[0].input)).toEqual(only);
    expect(rds.commandCalls(StartDBClusterCommand).map(({ args }) => args[0].input)).toEqual(only);
  });

  it.each([
    ['InvalidDBClusterStateFault', 'InvalidDBClusterStateFault', 'MOVED', true],
    ['InvalidDBInstanceStateFault', 'InvalidDBInstanceState', 'MOVED', true],
    ['DBClusterNotFoundFault', 'DBClusterNotFoundFault', 'NOT_FOUND', false],
    ['KMSKeyNotAccessibleFault', 'KMSKeyNotAccessibleFault', 'INVALID', false],
  ])('that cannot be started because of %s', async (name, wireCode, code, retryable) => {
    const { rds, adapter } = mockedRds();
    rds.on(StartDBClusterCommand).rejects(awsError(name, 'refused', { wireCode }));

    const thrown = await errorFrom(adapter.act(ledger, { do: 'start-cluster' }));

    expect(thrown).toBeInstanceOf(OperationError);
    expect(thrown).toMatchObject({ code, awsCode: wireCode, retryable });
  });
});

describe('replication groups', () => {
  const sessions = cache('sessions');
  const seen = async (group: ReplicationGroup) => {
    const { elasticache, adapter } = mockedCache();
    elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolves({ ReplicationGroups: [{ ReplicationGroupId: 'atlas-sessions', ...group }] });
    const reading = (await adapter.observe([sessions])).get(named('sessions'));
    return reading?.state === 'seen' ? reading.observation : undefined;
  };

  it.each(['enabled', 'enabling', 'disabling', 'disabled'] as const)('tell that failover is %s', async (failover) => {
    expect(await seen({ AutomaticFailover: failover })).toMatchObject({ automaticFailover: failover });
  });

  it.each<[string, ReplicationGroup, boolean]>([
    ['nothing is said', {}, false],
    ['it is off', { ClusterEnabled: false, ClusterMode: 'disabled' }, false],
    ['it is on', { ClusterEnabled: true }, true],
    ['it is on by its newer name', { ClusterMode: 'enabled' }, true],
    ['it is on its way there', { ClusterEnabled: false, ClusterMode: 'compatible' }, true],
  ])('are in cluster mode or not when %s', async (_what, group, clusterMode) => {
    expect(await seen(group)).toMatchObject({ clusterMode });
  });

  it('are changed at once, never in the maintenance window', async () => {
    const { elasticache, adapter } = mockedCache();

    await adapter.act(sessions, { do: 'set-failover', multiAz: true, automaticFailover: true });
    await adapter.act(sessions, { do: 'add-replicas', replicas: 2 });
    await adapter.act(sessions, { do: 'remove-replicas', replicas: 0 });

    const group = { ReplicationGroupId: 'atlas-sessions', ApplyImmediately: true };
    expect(elasticache.calls().map(({ args: [command] }) => [command.constructor, command.input])).toEqual([
      [ModifyReplicationGroupCommand, { ...group, MultiAZEnabled: true, AutomaticFailoverEnabled: true }],
      [IncreaseReplicaCountCommand, { ...group, NewReplicaCount: 2 }],
      [DecreaseReplicaCountCommand, { ...group, NewReplicaCount: 0 }],
    ]);
  });

  it.each([
    ['InvalidReplicationGroupStateFault', 'InvalidReplicationGroupState', 'MOVED', true],
    ['InsufficientCacheClusterCapacityFault', 'InsufficientCacheClusterCapacity', 'NO_CAPACITY', true],
    ['ReplicationGroupNotFoundFault', 'ReplicationGroupNotFoundFault', 'NOT_FOUND', false],
    ['InvalidParameterCombinationException', 'InvalidParameterCombination', 'INVALID', false],
  ])('that cannot grow because of %s', async (name, wireCode, code, retryable) => {
    const { elasticache, adapter } = mockedCache();
    elasticache.on(IncreaseReplicaCountCommand).rejects(awsError(name, 'refused', { wireCode }));

    const thrown = await errorFrom(adapter.act(sessions, { do: 'add-replicas', replicas: 2 }));

    expect(thrown).toMatchObject({ code, awsCode: wireCode, retryable });
  });
});
