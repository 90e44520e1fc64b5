import { DescribeDBInstancesCommand, StartDBInstanceCommand, StopDBInstanceCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { database, named, numbered } from '#test/support/definitions.ts';
import { describeAwsErrors, inputs, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';

describe('databases', () => {
  const orders = database('orders', { instance: 'atlas-orders' });
  const ledger = database('ledger', { instance: 'atlas-ledger' });

  it('databases are asked for together, by their identifiers', async () => {
    const aws = mockedAws();

    await aws.observe([orders, ledger]);

    expect(sent(aws.rds)).toEqual([
      [
        'DescribeDBInstancesCommand',
        { Filters: [{ Name: 'db-instance-id', Values: ['atlas-orders', 'atlas-ledger'] }], MaxRecords: 100 },
      ],
    ]);
  });

  it('databases are followed from page to page until there is no marker', async () => {
    const aws = mockedAws();
    aws.rds
      .on(DescribeDBInstancesCommand)
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'atlas-orders' }], Marker: 'after orders' })
      .resolvesOnce({ Marker: 'after nothing' })
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'atlas-ledger' }] });

    const readings = await aws.observe([orders, ledger]);

    expect([...readings.values()].map(({ state }) => state)).toEqual(['seen', 'seen']);
    expect(inputs(aws.rds, 'DescribeDBInstancesCommand')).toMatchObject([
      expect.not.objectContaining({ Marker: expect.anything() }),
      { Marker: 'after orders', MaxRecords: 100 },
      { Marker: 'after nothing', MaxRecords: 100 },
    ]);
  });

  it('databases are asked for by the hundred', async () => {
    const aws = mockedAws();

    await aws.observe(numbered(201, 'db', (name) => database(name)));

    const asked = inputs(aws.rds, 'DescribeDBInstancesCommand') as { Filters: { Values: string[] }[] }[];
    expect(asked.map(({ Filters }) => Filters[0]?.Values.length)).toEqual([100, 100, 1]);
    expect(new Set(asked.flatMap(({ Filters }) => Filters[0]?.Values)).size).toBe(201);
  });

  it('databases that AWS tells nothing about are seen with an unknown status', async () => {
    const aws = mockedAws();
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ DBInstanceIdentifier: 'atlas-orders' }] });

    const readings = await aws.observe([orders, ledger]);

    expect(observationOf(readings, 'orders')).toEqual({
      kind: 'rds-instance',
      status: 'unknown',
      engine: '',
      replicas: [],
    });
    expect(readings.get('ledger')).toEqual({ state: 'absent' });
  });

  it('databases tell of their replicas, be they instances or clusters', async () => {
    const aws = mockedAws();
    const instance = {
      DBInstanceIdentifier: 'atlas-orders',
      DBInstanceStatus: 'available',
      Engine: 'postgres',
      DBClusterIdentifier: 'atlas-cluster',
      ReadReplicaSourceDBInstanceIdentifier: 'atlas-source',
      ReadReplicaDBInstanceIdentifiers: ['atlas-copy'],
      ReadReplicaDBClusterIdentifiers: ['atlas-copies'],
    };
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance] });

    expect(observationOf(await aws.observe([orders]), 'orders')).toEqual({
      kind: 'rds-instance',
      status: 'available',
      engine: 'postgres',
      cluster: 'atlas-cluster',
      replicaOf: 'atlas-source',
      replicas: ['atlas-copy', 'atlas-copies'],
    });
  });

  it('databases are stopped and started by their identifier and nothing else', async () => {
    const aws = mockedAws();

    await aws.act(orders, { do: 'stop-instance' });
    await aws.act(orders, { do: 'start-instance' });

    expect(sent(aws.rds)).toEqual([
      ['StopDBInstanceCommand', { DBInstanceIdentifier: 'atlas-orders' }],
      ['StartDBInstanceCommand', { DBInstanceIdentifier: 'atlas-orders' }],
    ]);
  });

  it('an answer without any field means that the resource is absent', async () => {
    expect((await mockedAws().observe([database('x')])).get(named('x'))).toEqual({ state: 'absent' });
  });
});

describeAwsErrors({
  reads: [
    ['DescribeDBInstances', ({ rds }, error) => rds.on(DescribeDBInstancesCommand).rejects(error), database('x')],
  ],
  changes: [
    [
      'StopDBInstance',
      ({ rds }, error) => rds.on(StopDBInstanceCommand).rejects(error),
      database('x'),
      { do: 'stop-instance' },
    ],
    [
      'StartDBInstance',
      ({ rds }, error) => rds.on(StartDBInstanceCommand).rejects(error),
      database('x'),
      { do: 'start-instance' },
    ],
  ],
});
