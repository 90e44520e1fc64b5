// Aurora clusters with their instances. Facts about statuses and errors: facts/aws-semantics.md 1.
import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import type { Action } from '#core/action.ts';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import { type Runtime, systemRuntime } from '#core/runtime/runtime.ts';
import type { Sends, Service, Warned } from '../adapter.ts';
import { blueGreenSides, type ReadBlueGreen } from '../blue-green.ts';
import { clusterStanding } from '../database-status.ts';
import { afterStop, makeSnapshot, ofClusters, ownSnapshots } from '../databases/rds-snapshots.ts';
import type { Reading } from '../observation.ts';
import type { ResourceOf } from '../resource.ts';
import { unexpected } from '../unexpected.ts';
import type { AuroraObservation } from './definition.ts';

type AuroraCluster = ResourceOf<'aurora-cluster'>;

const clustersPerCall = 100;

const describeClusters = (client: Sends<RDSClient>, ids: string[]): Promise<DBCluster[]> =>
  calling('describe DB clusters', () =>
    allPages(
      (Marker) =>
        client.send(
          new DescribeDBClustersCommand({
            Filters: [{ Name: 'db-cluster-id', Values: ids }],
            MaxRecords: clustersPerCall,
            ...(Marker ? { Marker } : {}),
          }),
        ),
      (page) => page.DBClusters,
      (page) => page.Marker,
    ),
  );

const describeMembers = (client: Sends<RDSClient>, ids: string[]): Promise<DBInstance[]> =>
  calling('describe the instances of DB clusters', () =>
    allPages(
      (Marker) =>
        client.send(
          new DescribeDBInstancesCommand({
            Filters: [{ Name: 'db-cluster-id', Values: ids }],
            MaxRecords: 100,
            ...(Marker ? { Marker } : {}),
          }),
        ),
      (page) => page.DBInstances,
      (page) => page.Marker,
    ),
  );

export const auroraObservation = (cluster: DBCluster, members: readonly DBInstance[]): AuroraObservation => ({
  kind: 'aurora-cluster',
  status: cluster.Status ?? 'unknown',
  engine: cluster.Engine ?? '',
  engineMode: cluster.EngineMode ?? 'provisioned',
  ...(cluster.GlobalClusterIdentifier ? { globalCluster: cluster.GlobalClusterIdentifier } : {}),
  ...(cluster.ReplicationSourceIdentifier ? { replicaOf: cluster.ReplicationSourceIdentifier } : {}),
  replicas: cluster.ReadReplicaIdentifiers ?? [],
  ...(cluster.AutomaticRestartTime ? { restartsAt: new Date(cluster.AutomaticRestartTime).getTime() } : {}),
  members: members.map(({ DBInstanceIdentifier, DBInstanceStatus }) => ({
    instance: DBInstanceIdentifier ?? 'unknown',
    status: DBInstanceStatus ?? 'unknown',
  })),
});

/** A stop goes by the cluster alone, and so does a start until the cluster is up: only then are its instances waited for. */
const membersMatter = ({ Status = '' }: DBCluster, towards: Action | undefined): boolean => {
  if (towards === undefined) return true;
  return towards === 'start' && ['up', 'up-busy'].includes(clusterStanding(Status));
};

const observeChunk = (
  client: Sends<RDSClient>,
  resources: readonly AuroraCluster[],
  towards: Action | undefined,
  readBlueGreen: ReadBlueGreen,
) =>
  readBatch(resources, async () => {
    const ids = resources.map(({ cluster }) => cluster);
    const clusters = await describeClusters(client, ids);
    const followed = clusters.filter((cluster) => membersMatter(cluster, towards));
    const instances =
      followed.length > 0
        ? await describeMembers(
            client,
            followed.map(({ DBClusterIdentifier = '' }) => DBClusterIdentifier),
          )
        : [];
    const couldStop = towards !== 'start' && clusters.some(({ Status }) => Status === 'available');
    const sides = couldStop ? await readBlueGreen() : undefined;
    const byId = new Map(clusters.map((cluster) => [cluster.DBClusterIdentifier, cluster]));
    const membersOf = Map.groupBy(instances, ({ DBClusterIdentifier }) => DBClusterIdentifier);
    const read = async ({ name, cluster, snapshotBeforeStop }: AuroraCluster) => {
      const seen = byId.get(cluster);
      if (!seen) return [name, { state: 'absent' }] as const;
      const blueGreen = sides?.get(`cluster:${cluster}`);
      const counts = towards === 'stop' && snapshotBeforeStop && seen.Status === 'available';
      const observation = {
        ...auroraObservation(seen, membersOf.get(cluster) ?? []),
        ...(blueGreen === undefined ? {} : { blueGreen }),
        ...(counts ? { snapshots: await ownSnapshots(ofClusters, client, cluster) } : {}),
      };
      return [name, { state: 'seen', observation }] as const;
    };
    return new Map<ResourceName, Reading<AuroraObservation>>(await Promise.all(resources.map(read)));
  });

/** `readBlueGreen`: what both kinds of databases ask, answered once for both. */
export const auroraCluster = (
  client: Sends<RDSClient>,
  readBlueGreen: ReadBlueGreen = () => blueGreenSides(client),
  runtime: Pick<Runtime, 'now'> = systemRuntime,
): Service<'aurora-cluster'> => ({
  async observe(resources, towards) {
    const batches = await Promise.all(
      chunks(resources, clustersPerCall).map((chunk) => observeChunk(client, chunk, towards, readBlueGreen)),
    );
    return new Map(batches.flatMap((batch) => [...batch]));
  },

  async act({ cluster: DBClusterIdentifier }, effect): Promise<Warned | undefined> {
    const stop = () =>
      calling(`stop cluster ${DBClusterIdentifier}`, () =>
        client.send(new StopDBClusterCommand({ DBClusterIdentifier })),
      );
    switch (effect.do) {
      case 'start-cluster':
        await calling(`start cluster ${DBClusterIdentifier}`, () =>
          client.send(new StartDBClusterCommand({ DBClusterIdentifier })),
        );
        return undefined;
      case 'snapshot': {
        const snapshot = { database: DBClusterIdentifier, effect, now: runtime.now() };
        return makeSnapshot(ofClusters, client, snapshot, stop);
      }
      case 'stop-cluster':
        await stop();
        return afterStop(ofClusters, client, effect);
      default:
        return unexpected('aurora-cluster', effect);
    }
  },
});
