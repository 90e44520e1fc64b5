import { describe, expect, it } from 'vitest';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { cache, numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const statuses = ['available', 'modifying', 'snapshotting', 'a status of next year'];

const busy = { moved: 'InvalidReplicationGroupState' };
const missing = { code: 'NOT_FOUND', awsCode: 'ReplicationGroupNotFoundFault' };

testService('ElastiCache replication groups', {
  kind: 'elasticache-replication-group',
  many: numbered(120, 'cache', (name) => cache(name)),
  differing: (index) => {
    const facts = { status: statuses[index % statuses.length] ?? '', replicas: index % 6, multiAz: index % 2 === 0 };
    return { world: facts, seen: facts };
  },
  callsMax: { 'elasticache:DescribeReplicationGroups': 2 },
  reads: ['elasticache:DescribeReplicationGroups'],
  changes: [
    {
      effect: { do: 'set-failover', multiAz: false, automaticFailover: false },
      operation: 'elasticache:ModifyReplicationGroup',
      reaches: { status: 'available', replicas: 1, multiAz: false, automaticFailover: 'disabled' },
      again: busy,
      missing,
    },
    {
      effect: { do: 'remove-replicas', replicas: 0 },
      world: { replicas: 2, multiAz: false },
      operation: 'elasticache:DecreaseReplicaCount',
      reaches: { status: 'available', replicas: 0 },
      again: busy,
      missing,
    },
    {
      effect: { do: 'add-replicas', replicas: 2 },
      world: { replicas: 0 },
      operation: 'elasticache:IncreaseReplicaCount',
      reaches: { status: 'available', replicas: 2 },
      again: busy,
      missing,
    },
  ],
});

describe('what is seen of a replication group', () => {
  const sessions = cache('sessions');
  const seen = async (facts: ResourceWorld) => {
    const aws = simulatedCloud([sessions], { world: { sessions: facts } });
    return (await aws.services['elasticache-replication-group'].observe([sessions])).get(sessions.name);
  };

  it('what is seen of a replication group is its status in lower case, because ElastiCache spells it in two ways', async () => {
    expect(await seen({ status: 'CREATE-FAILED' })).toMatchObject({ observation: { status: 'create-failed' } });
  });

  it('what is seen of a replication group does not count the primary among the replicas', async () => {
    expect(await seen({ replicas: 0, multiAz: false })).toMatchObject({ observation: { replicas: 0, multiAz: false } });
  });
});

describe('a replication group that has as many replicas as it is to have', () => {
  it.each(['add-replicas', 'remove-replicas'] as const)(
    'a replication group that has as many replicas as it is to have is left alone by %s, which is no failure',
    async (what) => {
      const sessions = cache('sessions');
      const aws = simulatedCloud([sessions], { world: { sessions: { replicas: 2 } } });

      await aws.services['elasticache-replication-group'].act(sessions, { do: what, replicas: 2 });

      expect(aws.calls().map(({ error }) => error)).toEqual(['NoOperationFault']);
      expect(aws.statuses('sessions')).toEqual([]);
    },
  );
});
