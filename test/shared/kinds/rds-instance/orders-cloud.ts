// One simulated database.
import {
  type DBInstance,
  DescribeDBInstancesCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type CloudOptions, type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { database } from '#test/support/definitions.ts';

const DBInstanceIdentifier = 'atlas-orders';

export const ordersCloud = (facts: ResourceWorld = {}, options: CloudOptions = {}): SimulatedCloud =>
  simulatedCloud([database('orders')], { ...options, world: { orders: facts } });

export const stop = ({ clients }: SimulatedCloud) =>
  clients.rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier }));
export const start = ({ clients }: SimulatedCloud) =>
  clients.rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier }));
export const look = async ({ clients }: SimulatedCloud): Promise<DBInstance | undefined> =>
  (await clients.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))).DBInstances?.[0];
