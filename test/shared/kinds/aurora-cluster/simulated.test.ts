import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type CloudOptions, evening, type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { aurora, database, numbered } from '#test/support/definitions.ts';

const DBClusterIdentifier = 'atlas-ledger';
const sevenDays = 7 * 24 * minutes(60);

const ledgerCloud = (facts: ResourceWorld = {}, options: CloudOptions = {}): SimulatedCloud =>
  simulatedCloud([aurora('ledger'), database('orders')], { ...options, world: { ledger: facts } });

const stop = ({ clients }: SimulatedCloud) => clients.rds.send(new StopDBClusterCommand({ DBClusterIdentifier }));
const start = ({ clients }: SimulatedCloud) => clients.rds.send(new StartDBClusterCommand({ DBClusterIdentifier }));
const look = async ({ clients }: SimulatedCloud) =>
  (await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters?.[0];
const instances = async ({ clients }: SimulatedCloud) =>
  (await clients.rds.send(new DescribeDBInstancesCommand({}))).DBInstances ?? [];
const memberStatuses = async (aws: SimulatedCloud) =>
  (await instances(aws))
    .filter((one) => one.DBClusterIdentifier === DBClusterIdentifier)
    .map((one) => one.DBInstanceStatus);

describe('a simulated cluster', () => {
  it('a simulated cluster stops its readers first, its writer with the cluster', async () => {
    const aws = ledgerCloud({ stopMinutes: 10, members: 3 });

    await stop(aws);
    aws.pass(minutes(7));
    expect(await memberStatuses(aws)).toEqual(['stopping', 'stopped', 'stopped']);
    expect(aws.statusOf('ledger')).toBe('stopping');
    aws.pass(minutes(3));
    expect(await memberStatuses(aws)).toEqual(['stopped', 'stopped', 'stopped']);
    expect(aws.statuses('ledger')).toEqual(['stopping', 'stopped']);
  });

  it('a simulated cluster is not all there while an instance lags behind', async () => {
    const aws = ledgerCloud({ status: 'stopped', startMinutes: 6, laggingMinutes: 4 });

    await start(aws);
    aws.pass(minutes(8));
    expect((await look(aws))?.Status).toBe('available');
    expect(await memberStatuses(aws)).toEqual(['available', 'starting']);
    aws.pass(minutes(2));
    expect(aws.statuses('ledger')).toEqual(['stopped', 'starting', 'waiting-for-instances', 'available']);
  });

  it('a simulated cluster takes five to ten minutes to start, seldom up to thirty', async () => {
    const taken: number[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const aws = ledgerCloud({ status: 'stopped' }, { seed });
      await start(aws);
      aws.pass(minutes(60));
      const up = aws.trace.lines.findLast(({ event }) => event.type === 'state' && event.to === 'available');
      taken.push(((up?.at ?? 0) - evening) / minutes(1));
    }

    expect(Math.min(...taken)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...taken)).toBeLessThanOrEqual(33);
    expect(taken.filter((time) => time <= 13).length).toBeGreaterThan(80);
  });

  it.each<[string, ResourceWorld]>([
    ['is stopped', { status: 'stopped' }],
    ['is starting', { status: 'starting' }],
    ['is backing up', { status: 'backing-up' }],
    ['belongs to a global database', { globalCluster: 'world' }],
    ['is a replica', { replicaOf: 'east' }],
    ['has replicas', { readReplicas: ['west'] }],
    ['is Serverless v1', { engineMode: 'serverless' }],
    ['is a Multi-AZ DB cluster', { engine: 'postgres' }],
  ])('a simulated cluster refuses to stop when it %s', async (_what, facts) => {
    const aws = ledgerCloud(facts);
    const before = aws.statusOf('ledger');

    await expect(stop(aws)).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
    expect(aws.statusOf('ledger')).toBe(before);
  });

  it('a simulated cluster refuses to stop while one of its instances is not available', async () => {
    const aws = ledgerCloud({ status: 'stopped', startMinutes: 5, laggingMinutes: 10 });
    await start(aws);
    aws.pass(minutes(6));

    await expect(stop(aws)).rejects.toMatchObject({ Code: 'InvalidDBInstanceState' });
  });

  it.each(['available', 'starting', 'stopping'])(
    'a simulated cluster refuses to start while it is %s',
    async (status) => {
      await expect(start(ledgerCloud({ status }))).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
    },
  );

  it('a simulated cluster refuses to start while its key is gone', async () => {
    const aws = ledgerCloud({ status: 'inaccessible-encryption-credentials-recoverable' });

    await expect(start(aws)).rejects.toMatchObject({ name: 'KMSKeyNotAccessibleFault' });
  });

  it('a simulated cluster is started by RDS after seven days, at the time that it tells beforehand', async () => {
    const aws = ledgerCloud({ stopMinutes: 5 });
    await stop(aws);

    expect(await look(aws)).toMatchObject({ AutomaticRestartTime: new Date(evening + sevenDays) });
    aws.clock.advanceTo(evening + sevenDays);
    expect(aws.statusOf('ledger')).toBe('starting');
  });

  it('a simulated cluster is not there when nobody has its identifier', async () => {
    const aws = simulatedCloud([]);

    for (const call of [look, stop, start])
      await expect(call(aws)).rejects.toMatchObject({
        name: 'DBClusterNotFoundFault',
        $metadata: { httpStatusCode: 404 },
      });
  });

  it('a simulated cluster comes in pages, nothing missing and nothing twice', async () => {
    const { clients } = simulatedCloud(numbered(25, 'cluster', (name) => aurora(name)));
    const first = await clients.rds.send(new DescribeDBClustersCommand({ MaxRecords: 20 }));
    const second = await clients.rds.send(new DescribeDBClustersCommand({ MaxRecords: 20, Marker: first.Marker }));

    const found = [first, second].flatMap(({ DBClusters = [] }) => DBClusters.map((one) => one.DBClusterIdentifier));
    expect(found).toEqual(numbered(25, 'cluster', (name) => `atlas-${name}`));
    expect(second.Marker).toBeUndefined();
  });
});

describe('the instances of a simulated cluster', () => {
  it('the instances of a simulated cluster are listed among the others', async () => {
    expect((await instances(ledgerCloud())).map((one) => one.DBInstanceIdentifier)).toEqual([
      'atlas-orders',
      'atlas-ledger-1',
      'atlas-ledger-2',
    ]);
  });

  it('the instances of a simulated cluster cannot be stopped by themselves', async () => {
    const { clients } = ledgerCloud();

    await expect(
      clients.rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: 'atlas-ledger-1' })),
    ).rejects.toMatchObject({ Code: 'InvalidParameterCombination' });
  });
});
