import { StopDBInstanceCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { errorFrom, evening, type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { database } from '#test/support/definitions.ts';
import { look, ordersCloud, start, stop } from './orders-cloud.ts';

const sevenDays = 7 * 24 * minutes(60);

/** When each status was come to, in minutes from the evening. */
const timeline = ({ trace }: SimulatedCloud): [number, string][] =>
  trace.lines.flatMap(({ at, event }): [number, string][] =>
    event.type === 'state' ? [[(at - evening) / minutes(1), event.to]] : [],
  );

describe('a simulated database that is stopped', () => {
  it('a simulated database that is stopped is stopping, then stopped, each when its time has come', async () => {
    const aws = ordersCloud({ stopMinutes: 6 });

    await stop(aws);
    aws.pass(minutes(60));

    expect(timeline(aws)).toEqual([
      [0, 'stopping'],
      [6, 'stopped'],
    ]);
  });

  it('a simulated database that is stopped takes three to thirty minutes, by chance', async () => {
    const taken: number[] = [];
    for (let seed = 1; seed <= 200; seed++) {
      const aws = ordersCloud({}, { seed });
      await stop(aws);
      aws.pass(minutes(60));
      taken.push(timeline(aws).at(-1)?.[0] ?? 0);
    }

    expect(Math.min(...taken)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...taken)).toBeLessThanOrEqual(30);
    expect(taken.filter((time) => time > 8).length).toBeGreaterThan(0);
    expect(taken.filter((time) => time <= 8).length).toBeGreaterThan(160);
  });

  it.each(['stopped', 'stopping', 'starting', 'backing-up', 'maintenance', 'storage-optimization', 'failed'])(
    'a simulated database that is stopped is refused while it is %s, by the code on the wire and the class of the SDK',
    async (status) => {
      const aws = ordersCloud({ status });

      const error = await errorFrom(stop(aws));

      expect(error).toMatchObject({
        name: 'InvalidDBInstanceStateFault',
        Code: 'InvalidDBInstanceState',
        message: 'Instance atlas-orders is not in available state.',
        $metadata: { httpStatusCode: 400 },
      });
      expect(aws.statusOf('orders')).toBe(status);
    },
  );

  it('a simulated database that is stopped is refused the second time', async () => {
    const aws = ordersCloud();
    await stop(aws);

    await expect(stop(aws)).rejects.toMatchObject({ Code: 'InvalidDBInstanceState' });
  });

  it.each<[string, ResourceWorld, string]>([
    ['is a replica', { replicaOf: 'atlas-ledger' }, 'InvalidDBInstanceState'],
    ['has replicas', { readReplicas: ['atlas-copy'] }, 'InvalidDBInstanceState'],
    ['belongs to a cluster', { cluster: 'atlas-aurora', engine: 'aurora-postgresql' }, 'InvalidParameterCombination'],
  ])('a simulated database that is stopped is refused for ever when it %s', async (_what, facts, Code) => {
    const aws = ordersCloud(facts);

    await expect(stop(aws)).rejects.toMatchObject({ Code });
    expect(aws.statusOf('orders')).toBe('available');
  });
});

describe('a simulated database that is started', () => {
  it('a simulated database that is started is starting, then available, when its time is given', async () => {
    const aws = ordersCloud({ status: 'stopped', startMinutes: 25 });

    await start(aws);
    aws.pass(minutes(60));

    expect(timeline(aws).slice(1)).toEqual([
      [0, 'starting'],
      [25, 'available'],
    ]);
  });

  it('a simulated database that is started may configure its monitoring and back itself up before it is available, in this order', async () => {
    const paths = new Set<string>();
    for (let seed = 1; seed <= 200; seed++) {
      const aws = ordersCloud({ status: 'stopped' }, { seed });
      await start(aws);
      aws.pass(minutes(60));
      paths.add(aws.statuses('orders').slice(1).join(' > '));
    }

    expect([...paths].toSorted()).toEqual([
      'starting > available',
      'starting > backing-up > available',
      'starting > configuring-enhanced-monitoring > available',
      'starting > configuring-enhanced-monitoring > backing-up > available',
    ]);
  });

  it.each(['available', 'starting', 'stopping', 'backing-up', 'failed'])(
    'a simulated database that is started is refused while it is %s',
    async (status) => {
      const aws = ordersCloud({ status });

      await expect(start(aws)).rejects.toMatchObject({
        name: 'InvalidDBInstanceStateFault',
        Code: 'InvalidDBInstanceState',
      });
      expect(aws.statusOf('orders')).toBe(status);
    },
  );

  it('a simulated database that is started is refused while its key is gone, and not any more when the key is back', async () => {
    const aws = ordersCloud({ status: 'inaccessible-encryption-credentials-recoverable' });

    await expect(start(aws)).rejects.toMatchObject({ name: 'KMSKeyNotAccessibleFault' });
    aws.set('orders', { status: 'stopped' });

    await expect(start(aws)).resolves.toBeDefined();
  });
});

describe('a simulated database that stays stopped', () => {
  const stopped = async (): Promise<SimulatedCloud> => {
    const aws = ordersCloud({ stopMinutes: 5, startMinutes: 10 });
    await stop(aws);
    aws.pass(minutes(30));
    return aws;
  };

  it('a simulated database that stays stopped is started by RDS after seven days, at the time that it tells beforehand', async () => {
    const aws = await stopped();

    expect(await look(aws)).toMatchObject({ AutomaticRestartTime: new Date(evening + sevenDays) });
    aws.clock.advanceTo(evening + sevenDays - 1);
    expect(aws.statusOf('orders')).toBe('stopped');
    aws.clock.advanceTo(evening + sevenDays);
    expect(aws.statusOf('orders')).toBe('starting');
    aws.pass(minutes(10));
    expect(aws.statusOf('orders')).toBe('available');
    expect(await look(aws)).toMatchObject({ AutomaticRestartTime: undefined });
  });

  it('a simulated database that stays stopped begins anew to count with every stop', async () => {
    const aws = await stopped();
    await start(aws);
    aws.pass(minutes(60));
    await stop(aws);
    const again = aws.clock.nowMs();

    aws.clock.advanceTo(evening + sevenDays);
    expect(aws.statusOf('orders')).toBe('stopped');
    aws.clock.advanceTo(again + sevenDays);
    expect(aws.statusOf('orders')).toBe('starting');
  });

  it('a simulated database that stays stopped counts also when the world had it stopped from the beginning', () => {
    const aws = ordersCloud({ status: 'stopped' });

    aws.pass(sevenDays);

    expect(aws.statusOf('orders')).toBe('starting');
  });

  it('a simulated database that stays stopped is left alone after seven days when it is up', async () => {
    const aws = await stopped();
    await start(aws);

    aws.pass(2 * sevenDays);

    expect(aws.statuses('orders').filter((status) => status === 'starting')).toHaveLength(1);
  });
});

describe('a simulated database that someone else changes', () => {
  it('a simulated database that someone else changes stays as it was put, whatever was under way', async () => {
    const aws = ordersCloud({ stopMinutes: 5 });
    await stop(aws);

    aws.set('orders', { status: 'maintenance' });
    aws.pass(minutes(60));

    expect(aws.statuses('orders')).toEqual(['stopping', 'maintenance']);
  });

  it('a simulated database that someone else changes keeps what was known about it', async () => {
    const aws = ordersCloud({ stopMinutes: 5 });

    aws.set('orders', { engine: 'mysql' });
    await stop(aws);
    aws.pass(minutes(5));

    expect(aws.statusOf('orders')).toBe('stopped');
    expect(await look(aws)).toMatchObject({ Engine: 'mysql' });
  });
});

describe('the durations of simulated databases', () => {
  const stopTimes = async (names: readonly string[]) => {
    const aws = simulatedCloud(names.map((name) => database(name)));
    for (const name of names)
      await aws.clients.rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: `atlas-${name}` }));
    aws.pass(minutes(60));
    return new Map(
      aws.trace.lines.flatMap(({ at, event }) =>
        event.type === 'state' && event.to === 'stopped' ? [[event.resource, at - evening] as const] : [],
      ),
    );
  };

  it('the durations of simulated databases do not change because there is one database more', async () => {
    const two = await stopTimes(['ledger', 'orders']);
    const three = await stopTimes(['audit', 'ledger', 'orders']);

    expect(three.get('orders')).toBe(two.get('orders'));
    expect(three.get('ledger')).toBe(two.get('ledger'));
    expect(two.get('orders')).not.toBe(two.get('ledger'));
  });
});
