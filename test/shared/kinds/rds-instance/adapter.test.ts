import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { database, numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const statuses = ['available', 'stopped', 'backing-up', 'maintenance', 'a status of next year'];
const statusOf = (index: number): string => statuses[index % statuses.length] ?? '';

const refusal = { moved: 'InvalidDBInstanceState' };
const missing = { code: 'NOT_FOUND', awsCode: 'DBInstanceNotFound' };

testService('RDS instances', {
  kind: 'rds-instance',
  many: numbered(120, 'db', (name) => database(name)),
  differing: (index) => ({ world: { status: statusOf(index) }, seen: { status: statusOf(index) } }),
  callsMax: { 'rds:DescribeDBInstances': 2, 'rds:DescribeBlueGreenDeployments': 2 },
  reads: ['rds:DescribeDBInstances'],
  apart: database('db-121'),
  changes: [
    {
      effect: { do: 'stop-instance' },
      operation: 'rds:StopDBInstance',
      reaches: { status: 'stopped' },
      again: refusal,
      missing,
    },
    {
      effect: { do: 'start-instance' },
      world: { status: 'stopped' },
      operation: 'rds:StartDBInstance',
      reaches: { status: 'available' },
      again: refusal,
      missing,
    },
  ],
});

const orders = database('orders');

const seen = async (facts: ResourceWorld) => {
  const aws = simulatedCloud([orders], { world: { orders: facts } });
  return (await aws.services['rds-instance'].observe([orders])).get(orders.name);
};

describe('what is seen of an RDS instance', () => {
  it('what is seen of an RDS instance is no more than its status and engine when it stands for itself', async () => {
    expect(await seen({})).toEqual({
      state: 'seen',
      observation: { kind: 'rds-instance', status: 'available', engine: 'postgres', replicas: [] },
    });
  });

  it('what is seen of an RDS instance names the instance it is a replica of', async () => {
    expect(await seen({ replicaOf: 'atlas-ledger' })).toMatchObject({
      observation: { replicaOf: 'atlas-ledger', replicas: [] },
    });
  });

  it('what is seen of an RDS instance names its replicas', async () => {
    expect(await seen({ readReplicas: ['atlas-a', 'atlas-b'] })).toMatchObject({
      observation: { replicas: ['atlas-a', 'atlas-b'] },
    });
  });

  it('what is seen of an RDS instance names the cluster it belongs to, and its engine', async () => {
    expect(await seen({ cluster: 'atlas-aurora', engine: 'aurora-postgresql' })).toMatchObject({
      observation: { cluster: 'atlas-aurora', engine: 'aurora-postgresql' },
    });
  });

  it('what is seen of an RDS instance may still be the status before, right after a stop that AWS accepted', async () => {
    const aws = simulatedCloud([orders]);
    const adapter = aws.services['rds-instance'];

    await adapter.act(orders, { do: 'stop-instance' });
    const atOnce = (await adapter.observe([orders])).get(orders.name);
    aws.pass(3_000);
    const soon = (await adapter.observe([orders])).get(orders.name);

    expect(atOnce).toMatchObject({ observation: { status: 'available' } });
    expect(soon).toMatchObject({ observation: { status: 'stopping' } });
  });
});

describe('what AWS refuses to do to an RDS instance', () => {
  it.each<[string, ResourceWorld, { code: string; awsCode: string }]>([
    ['a replica', { replicaOf: 'atlas-ledger' }, { code: 'MOVED', awsCode: 'InvalidDBInstanceState' }],
    ['the source of a replica', { readReplicas: ['atlas-a'] }, { code: 'MOVED', awsCode: 'InvalidDBInstanceState' }],
    [
      'a member of Aurora',
      { cluster: 'atlas-aurora', engine: 'aurora-postgresql' },
      { code: 'INVALID', awsCode: 'InvalidParameterCombination' },
    ],
    ['one that is busy', { status: 'backing-up' }, { code: 'MOVED', awsCode: 'InvalidDBInstanceState' }],
  ])('AWS refuses to stop an RDS instance that is %s', async (_which, world, error) => {
    const aws = simulatedCloud([orders], { world: { orders: world } });

    await expect(aws.services['rds-instance'].act(orders, { do: 'stop-instance' })).rejects.toMatchObject(error);
    aws.pass(minutes(60));
    expect(aws.statuses('orders').filter((status) => status === 'stopping')).toEqual([]);
  });

  it('what AWS refuses to do to an RDS instance is to start one whose key is gone', async () => {
    const world = { orders: { status: 'inaccessible-encryption-credentials-recoverable' } };
    const aws = simulatedCloud([orders], { world });

    await expect(aws.services['rds-instance'].act(orders, { do: 'start-instance' })).rejects.toMatchObject({
      code: 'INVALID',
      awsCode: 'KMSKeyNotAccessibleFault',
    });
  });

  it('what AWS refuses to do to an RDS instance is to start one that there is no room for, and that may change', async () => {
    const aws = simulatedCloud([orders], {
      world: { orders: { status: 'stopped' } },
      faults: [{ operation: 'rds:StartDBInstance', error: 'InsufficientDBInstanceCapacity', times: 1 }],
    });
    const start = () => aws.services['rds-instance'].act(orders, { do: 'start-instance' });

    await expect(start()).rejects.toMatchObject({
      code: 'NO_CAPACITY',
      awsCode: 'InsufficientDBInstanceCapacity',
      retryable: true,
    });
    await expect(start()).resolves.toBeUndefined();
  });
});
