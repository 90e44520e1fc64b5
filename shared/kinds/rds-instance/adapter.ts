// RDS instances. Facts about statuses and errors: facts/aws-semantics.md 1.
import {
  type DBInstance,
  DescribeDBInstancesCommand,
  type RDSClient,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { Action } from '#core/action.ts';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import { type Runtime, systemRuntime } from '#core/runtime/runtime.ts';
import type { Sends, Service, Warned } from '../adapter.ts';
import { blueGreenSides, type ReadBlueGreen } from '../blue-green.ts';
import { afterStop, makeSnapshot, ofInstances, ownSnapshots } from '../databases/rds-snapshots.ts';
import type { Reading } from '../observation.ts';
import type { ResourceOf } from '../resource.ts';
import { unexpected } from '../unexpected.ts';
import type { RdsObservation } from './definition.ts';

type RdsInstance = ResourceOf<'rds-instance'>;

const instancesPerCall = 100;

export const rdsObservation = (instance: DBInstance): RdsObservation => ({
  kind: 'rds-instance',
  status: instance.DBInstanceStatus ?? 'unknown',
  engine: instance.Engine ?? '',
  ...(instance.MultiAZ ? { multiAz: true as const } : {}),
  ...(instance.DBClusterIdentifier ? { cluster: instance.DBClusterIdentifier } : {}),
  ...(instance.ReadReplicaSourceDBInstanceIdentifier
    ? { replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier }
    : {}),
  replicas: [...(instance.ReadReplicaDBInstanceIdentifiers ?? []), ...(instance.ReadReplicaDBClusterIdentifiers ?? [])],
  ...(instance.AutomaticRestartTime ? { restartsAt: new Date(instance.AutomaticRestartTime).getTime() } : {}),
});

const describe = (client: Sends<RDSClient>, ids: string[]): Promise<DBInstance[]> =>
  calling('describe DB instances', () =>
    allPages(
      (Marker) =>
        client.send(
          new DescribeDBInstancesCommand({
            Filters: [{ Name: 'db-instance-id', Values: ids }],
            MaxRecords: instancesPerCall,
            ...(Marker ? { Marker } : {}),
          }),
        ),
      (page) => page.DBInstances,
      (page) => page.Marker,
    ),
  );

const observeChunk = (
  client: Sends<RDSClient>,
  resources: readonly RdsInstance[],
  towards: Action | undefined,
  readBlueGreen: ReadBlueGreen,
) =>
  readBatch(resources, async () => {
    const instances = await describe(
      client,
      resources.map(({ instance }) => instance),
    );
    const byId = new Map(instances.map((instance) => [instance.DBInstanceIdentifier, instance]));
    const couldStop = towards !== 'start' && instances.some((one) => one.DBInstanceStatus === 'available');
    const sides = couldStop ? await readBlueGreen() : undefined;
    const read = async ({ name, instance, snapshotBeforeStop }: RdsInstance) => {
      const seen = byId.get(instance);
      if (!seen) return [name, { state: 'absent' }] as const;
      const blueGreen = sides?.get(`db:${instance}`);
      const counts = towards === 'stop' && snapshotBeforeStop && seen.DBInstanceStatus === 'available';
      const observation = {
        ...rdsObservation(seen),
        ...(blueGreen === undefined ? {} : { blueGreen }),
        ...(counts ? { snapshots: await ownSnapshots(ofInstances, client, instance) } : {}),
      };
      return [name, { state: 'seen', observation }] as const;
    };
    return new Map<ResourceName, Reading<RdsObservation>>(await Promise.all(resources.map(read)));
  });

/** `readBlueGreen`: what both kinds of databases ask, answered once for both. */
export const rdsInstance = (
  client: Sends<RDSClient>,
  readBlueGreen: ReadBlueGreen = () => blueGreenSides(client),
  runtime: Pick<Runtime, 'now'> = systemRuntime,
): Service<'rds-instance'> => ({
  async observe(resources, towards) {
    const batches = await Promise.all(
      chunks(resources, instancesPerCall).map((chunk) => observeChunk(client, chunk, towards, readBlueGreen)),
    );
    return new Map(batches.flatMap((batch) => [...batch]));
  },

  async act({ instance: DBInstanceIdentifier }, effect): Promise<Warned | undefined> {
    const stop = () =>
      calling(`stop database ${DBInstanceIdentifier}`, () =>
        client.send(new StopDBInstanceCommand({ DBInstanceIdentifier })),
      );
    switch (effect.do) {
      case 'start-instance':
        await calling(`start database ${DBInstanceIdentifier}`, () =>
          client.send(new StartDBInstanceCommand({ DBInstanceIdentifier })),
        );
        return undefined;
      case 'snapshot': {
        const snapshot = { database: DBInstanceIdentifier, effect, now: runtime.now() };
        return makeSnapshot(ofInstances, client, snapshot, stop);
      }
      case 'stop-instance':
        await stop();
        return afterStop(ofInstances, client, effect);
      default:
        return unexpected('rds-instance', effect);
    }
  },
});
