import {
  DecreaseReplicaCountCommand,
  DescribeReplicationGroupsCommand,
  IncreaseReplicaCountCommand,
  ModifyReplicationGroupCommand,
} from '@aws-sdk/client-elasticache';
import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type CloudOptions, evening, type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { cache } from '#test/support/definitions.ts';

const sessionsCloud = (facts: ResourceWorld = {}, options: CloudOptions = {}): SimulatedCloud =>
  simulatedCloud([cache('sessions', { whenStopped: 'shrink' })], { ...options, world: { sessions: facts } });

const group = { ReplicationGroupId: 'atlas-sessions', ApplyImmediately: true };
const setFailover = ({ clients }: SimulatedCloud, AutomaticFailoverEnabled: boolean, MultiAZEnabled: boolean) =>
  clients.elasticache.send(new ModifyReplicationGroupCommand({ ...group, AutomaticFailoverEnabled, MultiAZEnabled }));
const decrease = ({ clients }: SimulatedCloud, NewReplicaCount: number) =>
  clients.elasticache.send(new DecreaseReplicaCountCommand({ ...group, NewReplicaCount }));
const increase = ({ clients }: SimulatedCloud, NewReplicaCount: number) =>
  clients.elasticache.send(new IncreaseReplicaCountCommand({ ...group, NewReplicaCount }));
const look = async ({ clients }: SimulatedCloud) =>
  (await clients.elasticache.send(new DescribeReplicationGroupsCommand({}))).ReplicationGroups?.[0];

describe('a simulated replication group that is changed', () => {
  it('a simulated replication group that is changed goes down to its primary and back in four steps', async () => {
    const aws = sessionsCloud({ replicas: 2, changeMinutes: 5 });

    await setFailover(aws, false, false);
    expect(aws.state().sessions).toMatchObject({ status: 'modifying', automaticFailover: 'disabling' });
    aws.pass(minutes(10));
    await decrease(aws, 0);
    aws.pass(minutes(10));
    expect(aws.state().sessions).toEqual({
      status: 'shrunk',
      replicas: 0,
      multiAz: false,
      automaticFailover: 'disabled',
    });
    await increase(aws, 2);
    aws.pass(minutes(10));
    await setFailover(aws, true, true);
    expect(aws.state().sessions).toMatchObject({ status: 'modifying', automaticFailover: 'enabling' });
    aws.pass(minutes(10));
    expect(aws.state().sessions).toEqual({
      status: 'available',
      replicas: 2,
      multiAz: true,
      automaticFailover: 'enabled',
    });
  });

  it('a simulated replication group that is changed takes three to eight minutes for each change, by chance', async () => {
    const taken: number[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const aws = sessionsCloud({}, { seed });
      await increase(aws, 2);
      aws.pass(minutes(60));
      taken.push(((aws.trace.lines.findLast(({ event }) => event.type === 'state')?.at ?? 0) - evening) / minutes(1));
    }

    expect(Math.min(...taken)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...taken)).toBeLessThanOrEqual(8);
    expect(new Set(taken).size).toBeGreaterThan(50);
  });

  it('a simulated replication group that is changed may be available before its failover has settled, and takes no change until then', async () => {
    const lagging: boolean[] = [];
    for (let seed = 1; seed <= 40; seed++) {
      const aws = sessionsCloud({ changeMinutes: 5 }, { seed });
      await setFailover(aws, false, false);
      aws.pass(minutes(5));
      const isLagging = (await look(aws))?.AutomaticFailover === 'disabling';
      lagging.push(isLagging);
      expect((await look(aws))?.Status).toBe('available');
      if (isLagging) await expect(decrease(aws, 0)).rejects.toMatchObject({ Code: 'InvalidReplicationGroupState' });
      else await decrease(aws, 0);
      aws.pass(minutes(5));
      expect((await look(aws))?.AutomaticFailover).toBe('disabled');
    }

    expect(new Set(lagging)).toEqual(new Set([true, false]));
  });

  it('a simulated replication group that is changed lists new nodes at once, and gone ones until the end', async () => {
    const growing = sessionsCloud({ changeMinutes: 5 });
    await increase(growing, 3);
    growing.pass(minutes(1));
    const shrinking = sessionsCloud({ replicas: 3, multiAz: false, changeMinutes: 5 });
    await decrease(shrinking, 1);
    shrinking.pass(minutes(1));

    expect((await look(growing))?.MemberClusters).toHaveLength(4);
    expect((await look(shrinking))?.MemberClusters).toHaveLength(4);
    shrinking.pass(minutes(4));
    expect((await look(shrinking))?.MemberClusters).toHaveLength(2);
  });

  it('a simulated replication group that is changed is over with what was under way when somebody else sets it', async () => {
    const aws = sessionsCloud({ replicas: 2, changeMinutes: 5 });
    await setFailover(aws, false, false);

    aws.set('sessions', { status: 'snapshotting' });
    aws.pass(minutes(60));

    expect(aws.state().sessions).toMatchObject({
      status: 'snapshotting',
      automaticFailover: 'disabled',
      multiAz: false,
    });
  });
});

describe('a simulated replication group refuses', () => {
  it.each(['modifying', 'snapshotting', 'creating', 'deleting'])(
    'a simulated replication group refuses every change while %s',
    async (status) => {
      const aws = sessionsCloud({ status, replicas: 2 });

      for (const change of [setFailover(aws, false, false), decrease(aws, 1), increase(aws, 3)])
        await expect(change).rejects.toMatchObject({
          name: 'InvalidReplicationGroupStateFault',
          Code: 'InvalidReplicationGroupState',
        });
      expect(aws.statuses('sessions')).toEqual([status]);
    },
  );

  it.each<[string, ResourceWorld, (aws: SimulatedCloud) => Promise<unknown>, string]>([
    ['to lose its last replica with Multi-AZ', {}, (aws) => decrease(aws, 0), 'InvalidParameterCombination'],
    [
      'to lose its last replica with failover',
      { multiAz: false, automaticFailover: true },
      (aws) => decrease(aws, 0),
      'InvalidParameterCombination',
    ],
    ['Multi-AZ without failover', {}, (aws) => setFailover(aws, false, true), 'InvalidParameterCombination'],
    [
      'failover without a replica',
      { replicas: 0 },
      (aws) => setFailover(aws, true, true),
      'InvalidParameterCombination',
    ],
    ['the count that it has', { replicas: 2 }, (aws) => increase(aws, 2), 'NoOperationFault'],
    ['to decrease upwards', { replicas: 2 }, (aws) => decrease(aws, 3), 'InvalidParameterValue'],
    ['to increase downwards', { replicas: 2 }, (aws) => increase(aws, 1), 'InvalidParameterValue'],
    ['more than five replicas', { replicas: 2 }, (aws) => increase(aws, 6), 'InvalidParameterValue'],
  ])('a simulated replication group refuses %s', async (_what, facts, change, Code) => {
    const aws = sessionsCloud(facts);
    const before = aws.state();

    await expect(change(aws)).rejects.toMatchObject({ Code });
    expect(aws.state()).toEqual(before);
  });

  it('a simulated replication group refuses to wait for the maintenance window', async () => {
    const { clients } = sessionsCloud({ replicas: 2 });
    const input = { ...group, NewReplicaCount: 1, ApplyImmediately: false };

    await expect(clients.elasticache.send(new DecreaseReplicaCountCommand(input))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
    });
  });

  it('the simulated ElastiCache refuses what is asked of a group that nobody has', async () => {
    const aws = simulatedCloud([]);

    await expect(increase(aws, 2)).rejects.toMatchObject({
      name: 'ReplicationGroupNotFoundFault',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

it('a simulated group that never had a replica is not taken for one that was shrunk', () => {
  expect(sessionsCloud({ replicas: 0 }).statusOf('sessions')).toBe('unreplicated');
});
