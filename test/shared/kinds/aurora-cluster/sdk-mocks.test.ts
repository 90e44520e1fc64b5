import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom } from '#test/support/cloud.ts';
import { aurora, named, numbered } from '#test/support/definitions.ts';
import { describeAwsErrors, mockedAws, sent } from '#test/support/sdk-mocks.ts';

describe('Aurora clusters', () => {
  const [ledger, orders] = [aurora('ledger'), aurora('orders')];
  const Filters = [{ Name: 'db-cluster-id', Values: ['atlas-ledger', 'atlas-orders'] }];

  it('Aurora clusters are asked for together, and then their instances, page by page', async () => {
    const aws = mockedAws();
    aws.rds
      .on(DescribeDBClustersCommand)
      .resolvesOnce({ DBClusters: [{ DBClusterIdentifier: 'atlas-ledger' }], Marker: 'more' })
      .resolvesOnce({ DBClusters: [{ DBClusterIdentifier: 'atlas-orders' }] });
    aws.rds
      .on(DescribeDBInstancesCommand)
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'o1', DBClusterIdentifier: 'atlas-orders' }], Marker: 'm' })
      .resolvesOnce({ DBInstances: [{ DBInstanceIdentifier: 'l1', DBClusterIdentifier: 'atlas-ledger' }] });

    const readings = await aws.observe([ledger, orders]);

    expect(readings.get(ledger.name)).toMatchObject({ observation: { members: [{ instance: 'l1' }] } });
    expect(readings.get(orders.name)).toMatchObject({ observation: { members: [{ instance: 'o1' }] } });
    const [clusters, instances] = [DescribeDBClustersCommand, DescribeDBInstancesCommand].map((command) =>
      aws.rds.commandCalls(command).map(({ args }) => args[0].input),
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

  it('Aurora clusters are asked for by the hundred', async () => {
    const aws = mockedAws();

    await aws.observe(numbered(201, 'cluster', (name) => aurora(name)));

    const counts = aws.rds
      .commandCalls(DescribeDBClustersCommand)
      .map(({ args }) => args[0].input.Filters?.[0]?.Values?.length);
    expect(counts).toEqual([100, 100, 1]);
  });

  it('Aurora clusters that AWS does not know are absent, and their instances are not asked for', async () => {
    const aws = mockedAws();

    expect((await aws.observe([ledger])).get(ledger.name)).toEqual({ state: 'absent' });
    expect(sent(aws.rds)).toHaveLength(1);
  });

  it('Aurora clusters that AWS tells nothing about are seen with an unknown status and engine', async () => {
    const aws = mockedAws();
    aws.rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [{ DBClusterIdentifier: 'atlas-ledger' }] });

    expect((await aws.observe([ledger])).get(ledger.name)).toEqual({
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

  it('Aurora clusters are unreadable when their instances are', async () => {
    const aws = mockedAws();
    aws.rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [{ DBClusterIdentifier: 'atlas-ledger' }] });
    aws.rds.on(DescribeDBInstancesCommand).rejects(awsError('AccessDenied', 'no'));

    expect((await aws.observe([ledger])).get(ledger.name)).toMatchObject({
      state: 'unreadable',
      code: 'AccessDenied',
    });
  });

  it('Aurora clusters are stopped and started by their identifier and nothing else', async () => {
    const aws = mockedAws();

    await aws.act(ledger, { do: 'stop-cluster' });
    await aws.act(ledger, { do: 'start-cluster' });

    const only = [{ DBClusterIdentifier: 'atlas-ledger' }];
    expect(aws.rds.commandCalls(StopDBClusterCommand).map(({ args }) => args[0].input)).toEqual(only);
    expect(aws.rds.commandCalls(StartDBClusterCommand).map(({ args }) => args[0].input)).toEqual(only);
  });

  it.each([
    ['InvalidDBClusterStateFault', 'InvalidDBClusterStateFault', 'MOVED', true],
    ['InvalidDBInstanceStateFault', 'InvalidDBInstanceState', 'MOVED', true],
    ['DBClusterNotFoundFault', 'DBClusterNotFoundFault', 'NOT_FOUND', false],
    ['KMSKeyNotAccessibleFault', 'KMSKeyNotAccessibleFault', 'INVALID', false],
  ])(
    'a start of Aurora clusters that is refused with %s becomes an error of ours',
    async (name, wireCode, code, retryable) => {
      const aws = mockedAws();
      aws.rds.on(StartDBClusterCommand).rejects(awsError(name, 'refused', { wireCode }));

      const thrown = await errorFrom(aws.act(ledger, { do: 'start-cluster' }));

      expect(thrown).toBeInstanceOf(OperationError);
      expect(thrown).toMatchObject({ code, awsCode: wireCode, retryable });
    },
  );

  it('an answer without any field means that the resource is absent', async () => {
    expect((await mockedAws().observe([aurora('x')])).get(named('x'))).toEqual({ state: 'absent' });
  });
});

describeAwsErrors({
  reads: [['DescribeDBClusters', ({ rds }, error) => rds.on(DescribeDBClustersCommand).rejects(error), aurora('x')]],
  changes: [
    [
      'StopDBCluster',
      ({ rds }, error) => rds.on(StopDBClusterCommand).rejects(error),
      aurora('x'),
      { do: 'stop-cluster' },
    ],
    [
      'StartDBCluster',
      ({ rds }, error) => rds.on(StartDBClusterCommand).rejects(error),
      aurora('x'),
      { do: 'start-cluster' },
    ],
  ],
});
