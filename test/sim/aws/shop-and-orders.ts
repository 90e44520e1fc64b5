// A simulated cloud with a database and a service in it.
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DescribeDBInstancesCommand, StopDBInstanceCommand } from '@aws-sdk/client-rds';
import type { Fault } from '#sim/faults.ts';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { database, service } from '#test/support/definitions.ts';

export const resources = [database('orders'), service('shop')];
export const DBInstanceIdentifier = 'atlas-orders';

export const cloudWith = (...faults: Fault[]): SimulatedCloud =>
  simulatedCloud(resources, { faults, world: { shop: { desired: 1, scaling: null } } });

export const stop = ({ rds }: SimulatedCloud['clients']) =>
  rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier }));
export const look = ({ rds }: SimulatedCloud['clients']) =>
  rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
export const scale = ({ ecs }: SimulatedCloud['clients'], desiredCount: number) =>
  ecs.send(new UpdateServiceCommand({ cluster: 'atlas', service: 'atlas-shop', desiredCount }));

export const stopping = { operation: 'rds:StopDBInstance' };
