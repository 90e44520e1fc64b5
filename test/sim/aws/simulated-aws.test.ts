import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { CreateDBInstanceCommand, StartDBInstanceCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { simulatedOperations } from '#sim/aws/operations.ts';
import type { ServiceId } from '#sim/aws/simulated-aws.ts';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import {
  clientsOf,
  errorFrom,
  evening,
  invocationOf,
  type SimulatedCloud,
  simulatedCloud,
} from '#test/support/cloud.ts';
import { cloudWith, DBInstanceIdentifier, look, resources, scale, stop, stopping } from './shop-and-orders.ts';

/** When calls were made, in milliseconds from the evening. */
const times = ({ trace }: SimulatedCloud): number[] =>
  trace.lines.flatMap(({ at, event }) => (event.type === 'call' ? [at - evening] : []));

describe('a call of the simulated AWS', () => {
  it('a call of the simulated AWS is a line of the trace, with the resource it is about and what was asked', async () => {
    const aws = cloudWith();

    await stop(clientsOf(aws.cloud, invocationOf({ run: 'staging-stop-1' })));
    await look(aws.clients);

    expect(aws.calls()).toEqual([
      {
        type: 'call',
        run: 'staging-stop-1',
        function: 'stop',
        operation: 'rds:StopDBInstance',
        resource: 'orders',
        mutating: true,
        input: { DBInstanceIdentifier },
      },
      {
        type: 'call',
        function: 'stop',
        operation: 'rds:DescribeDBInstances',
        resource: 'orders',
        mutating: false,
        input: { DBInstanceIdentifier },
      },
    ]);
  });

  it('a call of the simulated AWS is traced with its error, by the code on the wire', async () => {
    const aws = cloudWith();
    await stop(aws.clients);

    await errorFrom(stop(aws.clients));

    expect(aws.calls('rds:StopDBInstance').map(({ error }) => error)).toEqual([undefined, 'InvalidDBInstanceState']);
  });

  it('a call of the simulated AWS keeps its request in the trace as it was, whatever becomes of it', async () => {
    const aws = cloudWith();
    const services = ['atlas-shop'];

    await aws.clients.ecs.send(new DescribeServicesCommand({ cluster: 'atlas', services }));
    services.push('changed later');

    expect(aws.calls()).toMatchObject([{ input: { services: ['atlas-shop'] } }]);
  });

  it('a call of the simulated AWS answers with a copy, so that nobody changes the world by writing to it', async () => {
    const aws = simulatedCloud(resources, { world: { orders: { readReplicas: ['atlas-copy'] } } });
    const replicas = async () => (await look(aws.clients)).DBInstances?.[0]?.ReadReplicaDBInstanceIdentifiers;

    (await replicas())?.push('written by a reader');

    expect(await replicas()).toEqual(['atlas-copy']);
  });

  it('a call of the simulated AWS is an error of ours, and not of AWS, when it is not simulated', async () => {
    const aws = cloudWith();
    const create = new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      Engine: 'postgres',
      DBInstanceClass: 'db.t4g.micro',
    });

    const error = await errorFrom(aws.clients.rds.send(create));

    expect(error.message).toBe('the simulated AWS does not know rds:CreateDBInstance');
    expect(error).not.toHaveProperty('$metadata');
    expect(aws.calls()).toHaveLength(1);
  });

  it.each(simulatedOperations)(
    'a call of the simulated AWS is known when it is %s, as scenario files are told',
    (name) => {
      const { services } = cloudWith().cloud;
      const [id, operation] = name.split(':') as [ServiceId, string];

      // The empty request may be refused, or not be understood; it must not be unknown.
      const refusal = ((): string => {
        try {
          services[id]?.handle(operation, {} as never);
          return '';
        } catch (error) {
          return String(error);
        }
      })();

      expect(refusal).not.toContain(`does not know ${id}`);
    },
  );
});

describe('a retry in the simulation', () => {
  it.each([
    ['is throttled', 'ThrottlingException', 1_000, 2_000],
    ['is throttled by another name', 'TooManyRequestsException', 1_000, 2_000],
    ['meets a quota, in vain', 'LimitExceededException', 1_000, 2_000],
    ['meets an error of the server', 'InternalFailure', 50, 100],
    ['meets a service that is not there', 'ServiceUnavailable', 50, 100],
    ['takes too long', 'RequestTimeout', 50, 100],
  ])(
    'a retry in the simulation is made twice when a call %s, each after no longer than the SDK waits',
    async (_why, error, first, second) => {
      const waits: [number, number][] = [];
      for (let seed = 1; seed <= 30; seed++) {
        const aws = simulatedCloud(resources, { seed, faults: [{ ...stopping, error }] });

        expect(await errorFrom(aws.finish(stop(aws.clients)))).toMatchObject({ Code: error });

        const [one = 0, two = 0, three = 0, ...more] = times(aws);
        expect([one, more]).toEqual([0, []]);
        waits.push([two, three - two]);
      }
      const longest = [0, 1].map((index) => Math.max(...waits.map((pair) => pair[index] ?? 0)));
      expect(longest[0]).toBeLessThanOrEqual(first);
      expect(longest[0]).toBeGreaterThan(first / 2);
      expect(longest[1]).toBeLessThanOrEqual(second);
      expect(longest[1]).toBeGreaterThan(second / 2);
    },
  );

  it.each(['AccessDenied', 'InvalidParameterValue', 'InvalidDBInstanceState', 'InsufficientDBInstanceCapacity'])(
    'a retry in the simulation is not made when AWS says %s',
    async (error) => {
      const aws = cloudWith({ ...stopping, error });

      expect(await errorFrom(aws.finish(stop(aws.clients)))).toMatchObject({ Code: error });

      expect(times(aws)).toEqual([0]);
    },
  );

  it('a retry in the simulation is not noticed when it succeeds', async () => {
    const aws = cloudWith({ ...stopping, error: 'ThrottlingException', times: 2 });

    await aws.finish(stop(aws.clients));

    expect(aws.calls().map(({ error }) => error)).toEqual(['ThrottlingException', 'ThrottlingException', undefined]);
    expect(aws.statusOf('orders')).toBe('stopping');
  });

  it('a retry in the simulation takes the same time with the same seed', async () => {
    const retried = async (seed: number): Promise<number[]> => {
      const aws = simulatedCloud(resources, { seed, faults: [{ ...stopping, error: 'ThrottlingException' }] });
      await errorFrom(aws.finish(stop(aws.clients)));
      return times(aws);
    };

    expect(await retried(7)).toEqual(await retried(7));
    expect(await retried(7)).not.toEqual(await retried(8));
  });
});

describe('a fault in the simulation', () => {
  it('a fault in the simulation keeps the call from being carried out', async () => {
    const aws = cloudWith({ ...stopping, error: 'AccessDenied' });

    await errorFrom(stop(aws.clients));
    aws.pass(minutes(60));

    expect(aws.statuses('orders')).toEqual([]);
  });

  it('a fault in the simulation strikes the resource it names and no other', async () => {
    const aws = cloudWith({ operation: '*', resource: 'orders', error: 'AccessDenied' });

    expect(await errorFrom(stop(aws.clients))).toMatchObject({ Code: 'AccessDenied' });
    await scale(aws.clients, 0);

    expect(aws.statusOf('shop')).toBe('draining');
  });

  it('a fault in the simulation strikes every fifth call of all until its time is over', async () => {
    const untilMs = evening + seconds(10);
    const aws = cloudWith({ operation: '*', error: 'AccessDenied', every: 5, untilMs });
    const struck = async () => {
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => look(aws.clients)));
      return results.map(({ status }) => status === 'rejected');
    };

    expect((await struck()).flatMap((is, index) => (is ? [index + 1] : []))).toEqual([5, 10]);
    aws.clock.advanceTo(untilMs);
    expect(await struck()).not.toContain(true);
  });

  it('a fault in the simulation loses the answer of a call that was carried out, and the retry meets its consequences', async () => {
    const aws = cloudWith({ ...stopping, lostResponse: true, times: 1 });

    const error = await errorFrom(aws.finish(stop(aws.clients)));

    expect(aws.calls().map((call) => call.error)).toEqual(['TimeoutError', 'InvalidDBInstanceState']);
    expect(error).toMatchObject({ Code: 'InvalidDBInstanceState' });
    aws.pass(minutes(60));
    expect(aws.statuses('orders')).toEqual(['stopping', 'stopped']);
  });

  it('a fault in the simulation loses no answer of a call that AWS refused by itself', async () => {
    const aws = cloudWith({ operation: 'rds:StartDBInstance', lostResponse: true, times: 1 });

    const error = await errorFrom(aws.clients.rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier })));

    expect(error).toMatchObject({ Code: 'InvalidDBInstanceState' });
  });
});
