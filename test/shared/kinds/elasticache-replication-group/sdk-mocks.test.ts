// Replication groups over the SDK's own client: what exactly is sent, and what is made of the answers.
import {
  DecreaseReplicaCountCommand,
  DescribeReplicationGroupsCommand,
  IncreaseReplicaCountCommand,
  ModifyReplicationGroupCommand,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import { describe, expect, it } from 'vitest';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom } from '#test/support/cloud.ts';
import { cache, named } from '#test/support/definitions.ts';
import { describeAwsErrors, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';

describe('replication groups', () => {
  const sessions = cache('sessions');
  const seen = async (group: ReplicationGroup) => {
    const aws = mockedAws();
    aws.elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolves({ ReplicationGroups: [{ ReplicationGroupId: 'atlas-sessions', ...group }] });
    const reading = (await aws.observe([sessions])).get(named('sessions'));
    return reading?.state === 'seen' ? reading.observation : undefined;
  };

  it('replication groups are followed from page to page', async () => {
    const aws = mockedAws();
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

  it('replication groups that AWS tells nothing about are seen with an unknown status', async () => {
    const aws = mockedAws();
    aws.elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolves({ ReplicationGroups: [{ ReplicationGroupId: 'atlas-a' }] });

    expect(observationOf(await aws.observe([cache('a')]), 'a')).toMatchObject({
      kind: 'elasticache-replication-group',
      status: 'unknown',
      replicas: 0,
      multiAz: false,
    });
  });

  it('replication groups have a replica less than members', async () => {
    const aws = mockedAws();
    const group = {
      ReplicationGroupId: 'atlas-a',
      Status: 'Available',
      MultiAZ: 'enabled',
      MemberClusters: ['1', '2', '3'],
    } as const;
    aws.elasticache
      .on(DescribeReplicationGroupsCommand)
      .resolves({ ReplicationGroups: [{ ...group, MemberClusters: [...group.MemberClusters] }] });

    expect(observationOf(await aws.observe([cache('a')]), 'a')).toMatchObject({
      status: 'available',
      replicas: 2,
      multiAz: true,
    });
  });

  it.each(['enabled', 'enabling', 'disabling', 'disabled'] as const)(
    'replication groups tell that failover is %s',
    async (failover) => {
      expect(await seen({ AutomaticFailover: failover })).toMatchObject({ automaticFailover: failover });
    },
  );

  it.each<[string, ReplicationGroup, boolean]>([
    ['nothing is said', {}, false],
    ['it is off', { ClusterEnabled: false, ClusterMode: 'disabled' }, false],
    ['it is on', { ClusterEnabled: true }, true],
    ['it is on by its newer name', { ClusterMode: 'enabled' }, true],
    ['it is on its way there', { ClusterEnabled: false, ClusterMode: 'compatible' }, true],
  ])('replication groups are in cluster mode or not when %s', async (_what, group, clusterMode) => {
    expect(await seen(group)).toMatchObject({ clusterMode });
  });

  it('replication groups are changed at once, never in the maintenance window', async () => {
    const aws = mockedAws();

    await aws.act(sessions, { do: 'set-failover', multiAz: true, automaticFailover: true });
    await aws.act(sessions, { do: 'add-replicas', replicas: 2 });
    await aws.act(sessions, { do: 'remove-replicas', replicas: 0 });

    const group = { ReplicationGroupId: 'atlas-sessions', ApplyImmediately: true };
    expect(aws.elasticache.calls().map(({ args: [command] }) => [command.constructor, command.input])).toEqual([
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
  ])(
    'a growth of replication groups that is refused with %s becomes an error of ours',
    async (name, wireCode, code, retryable) => {
      const aws = mockedAws();
      aws.elasticache.on(IncreaseReplicaCountCommand).rejects(awsError(name, 'refused', { wireCode }));

      const thrown = await errorFrom(aws.act(sessions, { do: 'add-replicas', replicas: 2 }));

      expect(thrown).toMatchObject({ code, awsCode: wireCode, retryable });
    },
  );

  it('an answer without any field means that the resource is absent', async () => {
    expect((await mockedAws().observe([cache('x')])).get(named('x'))).toEqual({ state: 'absent' });
  });
});

describeAwsErrors({
  reads: [
    [
      'DescribeReplicationGroups',
      ({ elasticache }, error) => elasticache.on(DescribeReplicationGroupsCommand).rejects(error),
      cache('x'),
    ],
  ],
  changes: [],
});
