import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { aurora, database, numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const statuses = ['available', 'stopped', 'backing-up', 'maintenance', 'a status of next year'];
const statusOf = (index: number): string => statuses[index % statuses.length] ?? '';

const refusal = { moved: 'InvalidDBClusterStateFault' };
const missing = { code: 'NOT_FOUND', awsCode: 'DBClusterNotFoundFault' };

testService('Aurora clusters', {
  kind: 'aurora-cluster',
  many: numbered(120, 'cluster', (name) => aurora(name)),
  differing: (index) => ({ world: { status: statusOf(index) }, seen: { status: statusOf(index) } }),
  // Two chunks of clusters; the instances of the first, two each, take two pages.
  callsMax: { 'rds:DescribeDBClusters': 2, 'rds:DescribeDBInstances': 3, 'rds:DescribeBlueGreenDeployments': 2 },
  reads: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'],
  apart: aurora('cluster-121'),
  changes: [
    {
      effect: { do: 'stop-cluster' },
      operation: 'rds:StopDBCluster',
      reaches: { status: 'stopped' },
      again: refusal,
      missing,
    },
    {
      effect: { do: 'start-cluster' },
      world: { status: 'stopped' },
      operation: 'rds:StartDBCluster',
      reaches: { status: 'available' },
      again: refusal,
      missing,
    },
  ],
});

const ledger = aurora('ledger');

const seen = async (facts: ResourceWorld) => {
  const aws = simulatedCloud([ledger, aurora('other'), database('db')], { world: { ledger: facts } });
  return (await aws.services['aurora-cluster'].observe([ledger])).get(ledger.name);
};

describe('what is seen of an Aurora cluster', () => {
  it('what is seen of an Aurora cluster is its status, engine and own instances when it stands for itself', async () => {
    expect(await seen({})).toEqual({
      state: 'seen',
      observation: {
        kind: 'aurora-cluster',
        status: 'available',
        engine: 'aurora-postgresql',
        engineMode: 'provisioned',
        replicas: [],
        members: [
          { instance: 'atlas-ledger-1', status: 'available' },
          { instance: 'atlas-ledger-2', status: 'available' },
        ],
      },
    });
  });

  it.each<[string, ResourceWorld, object]>([
    ['the global database it belongs to', { globalCluster: 'world' }, { globalCluster: 'world' }],
    ['the cluster it is a replica of', { replicaOf: 'east' }, { replicaOf: 'east' }],
    ['its replicas', { readReplicas: ['west'] }, { replicas: ['west'] }],
    ['its mode', { engineMode: 'serverless', members: 0 }, { engineMode: 'serverless', members: [] }],
    ['its engine', { engine: 'mysql' }, { engine: 'mysql' }],
  ])('what is seen of an Aurora cluster tells %s', async (_what, facts, told) => {
    expect(await seen(facts)).toMatchObject({ observation: told });
  });

  it('what is seen of an Aurora cluster shows which of its instances lags behind', async () => {
    const aws = simulatedCloud([ledger], {
      world: { ledger: { status: 'stopped', startMinutes: 6, laggingMinutes: 4, members: 3 } },
    });
    const adapter = aws.services['aurora-cluster'];
    const statusesNow = async () => {
      const reading = (await aws.finish(adapter.observe([ledger]))).get(ledger.name);
      if (reading?.state !== 'seen') throw new Error('not seen');
      return [reading.observation.status, ...reading.observation.members.map(({ status }) => status)];
    };

    await aws.finish(adapter.act(ledger, { do: 'start-cluster' }));
    aws.pass(minutes(5));
    expect(await statusesNow()).toEqual(['starting', 'starting', 'starting', 'starting']);
    aws.pass(minutes(2));
    expect(await statusesNow()).toEqual(['available', 'available', 'available', 'starting']);
    aws.pass(minutes(4));
    expect(await statusesNow()).toEqual(['available', 'available', 'available', 'available']);
  });
});
