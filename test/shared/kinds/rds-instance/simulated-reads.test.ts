import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { database, numbered } from '#test/support/definitions.ts';
import { look, ordersCloud, start, stop } from './orders-cloud.ts';

describe('what is read of a simulated database', () => {
  const shown = async (aws: SimulatedCloud): Promise<string | undefined> => (await look(aws))?.DBInstanceStatus;

  it('what is read of a simulated database lags behind an accepted call by three seconds at most', async () => {
    const lagging: boolean[] = [];
    for (let seed = 1; seed <= 50; seed++) {
      const aws = ordersCloud({}, { seed });
      await stop(aws);
      aws.pass(seconds(1));
      lagging.push((await shown(aws)) === 'available');
      aws.pass(seconds(2));
      expect(await shown(aws)).toBe('stopping');
    }

    expect(new Set(lagging)).toEqual(new Set([true, false]));
  });

  it('what is read of a simulated database does not lag behind a change of its own', async () => {
    const aws = ordersCloud({ stopMinutes: 5 });
    await stop(aws);

    aws.pass(minutes(5));

    expect(await shown(aws)).toBe('stopped');
  });

  it('what is read of a simulated database is not there when it is asked for by an identifier that nobody has', async () => {
    const aws = simulatedCloud([]);

    await expect(look(aws)).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
      Code: 'DBInstanceNotFound',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(stop(aws)).rejects.toMatchObject({ Code: 'DBInstanceNotFound' });
    await expect(start(aws)).rejects.toMatchObject({ Code: 'DBInstanceNotFound' });
  });

  it('what is read of a simulated database is an empty list when a filter finds nothing', async () => {
    const { clients } = ordersCloud();
    const Filters = [{ Name: 'db-instance-id', Values: ['nobody'] }];

    expect(await clients.rds.send(new DescribeDBInstancesCommand({ Filters }))).toEqual({ DBInstances: [] });
  });

  it('what is read of a simulated database comes in pages, nothing missing and nothing twice', async () => {
    const { clients } = simulatedCloud(numbered(50, 'db', (name) => database(name)));
    const found: (string | undefined)[] = [];
    const sizes: number[] = [];
    let marker: string | undefined;

    do {
      const input = { MaxRecords: 20, ...(marker ? { Marker: marker } : {}) };
      const { DBInstances = [], Marker } = await clients.rds.send(new DescribeDBInstancesCommand(input));
      found.push(...DBInstances.map((instance) => instance.DBInstanceIdentifier));
      sizes.push(DBInstances.length);
      marker = Marker;
    } while (marker);

    expect(sizes).toEqual([20, 20, 10]);
    expect(found).toEqual(numbered(50, 'db', (name) => `atlas-${name}`));
  });

  it.each([19, 101])('what is read of a simulated database is refused in pages of %i', async (MaxRecords) => {
    const { clients } = ordersCloud();

    await expect(clients.rds.send(new DescribeDBInstancesCommand({ MaxRecords }))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
    });
  });
});
