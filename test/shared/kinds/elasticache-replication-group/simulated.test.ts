import { DescribeReplicationGroupsCommand } from '@aws-sdk/client-elasticache';
import { describe, expect, it } from 'vitest';
import { simulatedCloud } from '#test/support/cloud.ts';
import { cache, numbered } from '#test/support/definitions.ts';

describe('simulated replication groups', () => {
  it('simulated replication groups are available, with a replica in another zone, unless the world says otherwise', async () => {
    const { clients } = simulatedCloud([cache('a'), cache('b')], {
      world: { b: { status: 'modifying', replicas: 0, multiAz: false } },
    });

    expect(await clients.elasticache.send(new DescribeReplicationGroupsCommand({}))).toMatchObject({
      ReplicationGroups: [
        {
          ReplicationGroupId: 'atlas-a',
          Status: 'available',
          MultiAZ: 'enabled',
          MemberClusters: ['atlas-a-001', 'atlas-a-002'],
        },
        { ReplicationGroupId: 'atlas-b', Status: 'modifying', MultiAZ: 'disabled', MemberClusters: ['atlas-b-001'] },
      ],
    });
  });

  it('simulated replication groups come in pages, nothing missing and nothing twice', async () => {
    const { clients } = simulatedCloud(numbered(150, 'cache', (name) => cache(name)));

    const first = await clients.elasticache.send(new DescribeReplicationGroupsCommand({}));
    const second = await clients.elasticache.send(new DescribeReplicationGroupsCommand({ Marker: first.Marker }));

    const pages = [first, second].map(({ ReplicationGroups = [] }) => ReplicationGroups);
    expect(pages.map((page) => page.length)).toEqual([100, 50]);
    expect(new Set(pages.flat().map(({ ReplicationGroupId }) => ReplicationGroupId)).size).toBe(150);
    expect(second.Marker).toBeUndefined();
  });

  it.each([19, 101])('simulated replication groups are refused in pages of %i', async (MaxRecords) => {
    const { clients } = simulatedCloud([cache('a')]);

    await expect(clients.elasticache.send(new DescribeReplicationGroupsCommand({ MaxRecords }))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
    });
  });

  it('simulated replication groups change when someone else changes them, and tell of a new status once', () => {
    const aws = simulatedCloud([cache('a')]);

    aws.set('a', { status: 'snapshotting' });
    aws.set('a', { status: 'snapshotting', replicas: 3 });

    expect(aws.statuses('a')).toEqual(['snapshotting']);
    expect(aws.state().a).toMatchObject({ status: 'snapshotting', replicas: 3, multiAz: true });
  });
});
