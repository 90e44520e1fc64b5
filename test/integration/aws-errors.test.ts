// What the services' errors become on their way over the wire: by moto's answers, and by answers that nobody can read.
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { CreateClusterV2Command } from '@aws-sdk/client-kafka';
import { beforeAll, describe, expect, it } from 'vitest';
import { awsClients } from '#core/aws/clients.ts';
import { services } from '#kinds/adapters.ts';
import { environmentSwitch } from '#run/switches.ts';
import { cache, connector, database, kafka, service } from '#test/support/definitions.ts';
import { createDatabase } from './support/database.ts';
import { emptyMoto } from './support/moto.ts';

const clients = awsClients();
const adapters = services(clients, { now: () => new Date(0) });

beforeAll(async () => {
  await emptyMoto();
  await createDatabase(clients.rds, 'atlas-orders');
  await clients.ecs.send(new CreateClusterCommand({ clusterName: 'atlas' }));
});

describe('a change that AWS refuses', () => {
  const orders = database('orders');
  const unknownDatabase = database('unknown');

  it('a change that AWS refuses has moved on if a stopped database is to be stopped, or one that is available to be started', async () => {
    const moved = { name: 'OperationError', code: 'MOVED', awsCode: 'InvalidDBInstanceState', retryable: true };

    await expect(adapters['rds-instance'].act(orders, { do: 'start-instance' })).rejects.toMatchObject(moved);
    await adapters['rds-instance'].act(orders, { do: 'stop-instance' });
    await expect(adapters['rds-instance'].act(orders, { do: 'stop-instance' })).rejects.toMatchObject(moved);
  });

  it('a change that AWS refuses is final if the database, the service or its cluster does not exist', async () => {
    const notFound = (awsCode: string) => ({ code: 'NOT_FOUND', awsCode, retryable: false });
    const lower = { do: 'set-desired-count', desired: 0 } as const;

    await expect(adapters['rds-instance'].act(unknownDatabase, { do: 'stop-instance' })).rejects.toMatchObject(
      notFound('DBInstanceNotFound'),
    );
    await expect(adapters['ecs-service'].act(service('unknown'), lower)).rejects.toMatchObject(
      notFound('ServiceNotFoundException'),
    );
    await expect(
      adapters['ecs-service'].act(service('unknown', { cluster: 'elsewhere' }), lower),
    ).rejects.toMatchObject(notFound('ClusterNotFoundException'));
  });
});

describe('a look', () => {
  it('a look tells a database that exists from one that does not', async () => {
    const readings = await adapters['rds-instance'].observe([database('orders'), database('unknown')]);

    expect(Object.fromEntries(readings)).toMatchObject({ orders: { state: 'seen' }, unknown: { state: 'absent' } });
  });

  it('a look finds no service, cache or cluster where there is none', async () => {
    const readings = [
      ...(await adapters['ecs-service'].observe([service('unknown')])),
      ...(await adapters['elasticache-replication-group'].observe([cache('valkey')])),
      ...(await adapters['msk-cluster'].observe([kafka('events')])),
    ];

    expect(readings).toEqual([
      ['unknown', { state: 'absent' }],
      ['valkey', { state: 'absent' }],
      ['events', { state: 'absent' }],
    ]);
  });

  it('a look reads a service of a missing cluster as unreadable for good, and only that', async () => {
    const elsewhere = service('elsewhere', { cluster: 'elsewhere' });
    const readings = await adapters['ecs-service'].observe([service('unknown'), elsewhere]);

    expect(readings.get(elsewhere.name)).toMatchObject({ code: 'ClusterNotFoundException', retryable: false });
    expect(Object.fromEntries(readings)).toMatchObject({ unknown: { state: 'absent' } });
  });

  // Moto does not know MSK Connect: it answers 500 with a page of HTML, as a proxy in front of a service would.
  it('a look of a service that answers 500 in no known format is to be repeated', async () => {
    const sink = connector('sink');
    const readings = await adapters['msk-connector'].observe([sink]);

    expect(readings.get(sink.name)).toMatchObject({ state: 'unreadable', retryable: true });
  });

  // Moto's time of creation is not in the format of the protocol.
  it('a look of an answer that breaks the protocol is unreadable, and not taken for absence', async () => {
    await clients.kafka.send(
      new CreateClusterV2Command({
        ClusterName: 'atlas-events',
        Provisioned: {
          KafkaVersion: '3.8.x',
          NumberOfBrokerNodes: 2,
          BrokerNodeGroupInfo: { ClientSubnets: ['subnet-1', 'subnet-2'], InstanceType: 'kafka.t3.small' },
        },
      }),
    );
    const events = kafka('events');
    const readings = await adapters['msk-cluster'].observe([events]);

    expect(readings.get(events.name)).toMatchObject({ state: 'unreadable', retryable: false });
  });
});

it('a switch that is not set leaves the schedule on', async () => {
  expect(await environmentSwitch(clients.ssm)('atlas')).toBe(true);
});
