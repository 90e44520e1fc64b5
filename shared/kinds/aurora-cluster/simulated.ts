// Simulated Aurora: what the RDS API answers about the clusters of aurora-cluster.ts.

import { page, present, type World } from '#sim/aws/simulated-service.ts';
import { simulatedSnapshots } from '#sim/aws/snapshots.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import type { ResourceOf } from '../resource.ts';
import {
  type AuroraWorld,
  newCluster,
  put,
  type SimCluster,
  startCluster,
  statusOf,
  stopCluster,
} from './simulated-cluster.ts';

type AuroraCluster = ResourceOf<'aurora-cluster'>;

type Request = {
  readonly DBClusterIdentifier?: string;
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
  readonly MaxRecords?: number;
  readonly Marker?: string;
};

const memberId = ({ id }: SimCluster, index: number): string => `${id}-${index + 1}`;

export const simulatedAurora = (resources: readonly AuroraCluster[], wiring: Wiring, world: World) => {
  const clusters = new Map(resources.map(({ name, cluster }) => [cluster, newCluster(name, cluster)]));
  const byName = (name: string): SimCluster | undefined => [...clusters.values()].find((one) => one.name === name);

  const find = (id = ''): SimCluster => {
    const cluster = clusters.get(id);
    if (!cluster || world.isMissing?.(cluster.name))
      throw errorOf('DBClusterNotFoundFault', `DBCluster ${id} not found.`);
    return cluster;
  };

  const shownOf = ({ now, stale }: SimCluster) => (stale && world.clock.nowMs() < stale.untilMs ? stale.shown : now);

  const describe = (cluster: SimCluster) => {
    const { engine = 'aurora-postgresql', engineMode = 'provisioned', ...facts } = cluster.facts;
    return {
      DBClusterIdentifier: cluster.id,
      Status: shownOf(cluster).cluster,
      PreferredMaintenanceWindow: facts.maintenanceWindow,
      Engine: engine,
      EngineMode: engineMode,
      Endpoint: wiring.host(cluster.name),
      VpcSecurityGroups: [{ VpcSecurityGroupId: wiring.group(cluster.name), Status: 'active' }],
      TagList: wiring.tags(cluster.name),
      GlobalClusterIdentifier: facts.globalCluster,
      ReplicationSourceIdentifier: facts.replicaOf,
      ReadReplicaIdentifiers: facts.readReplicas ?? [],
      DBClusterMembers: cluster.now.members.map((_, index) => ({
        DBInstanceIdentifier: memberId(cluster, index),
        IsClusterWriter: index === 0,
      })),
      AutomaticRestartTime: cluster.restartAtMs === undefined ? undefined : new Date(cluster.restartAtMs),
    };
  };

  const describeClusters = ({ DBClusterIdentifier, Filters, MaxRecords = 100, Marker }: Request) => {
    if (DBClusterIdentifier) return { DBClusters: [describe(find(DBClusterIdentifier))] };
    if (MaxRecords < 20 || MaxRecords > 100)
      throw errorOf('InvalidParameterValue', `Invalid value ${MaxRecords} for MaxRecords.`);
    const wanted = Filters?.find(({ Name }) => Name === 'db-cluster-id')?.Values;
    const engines = Filters?.find(({ Name }) => Name === 'engine')?.Values;
    const all = present([...clusters.values()], world).filter(
      ({ id, facts: { engine = 'aurora-postgresql' } }) =>
        (wanted?.includes(id) ?? true) && (engines?.includes(engine) ?? true),
    );
    const { items, next } = page(all, Marker, MaxRecords);
    return { DBClusters: items.map(describe), ...(next ? { Marker: next } : {}) };
  };

  const instancesOf = (cluster: SimCluster) =>
    shownOf(cluster).members.map((status, index) => ({
      DBInstanceIdentifier: memberId(cluster, index),
      DBInstanceStatus: status,
      Engine: cluster.facts.engine ?? 'aurora-postgresql',
      DBClusterIdentifier: cluster.id,
    }));

  const snapshots = simulatedSnapshots(
    'cluster',
    (id) => {
      const { name, facts, now } = find(id);
      return { name, facts, status: now.cluster, show: () => {} };
    },
    world,
  );

  return {
    /** The part of the RDS API that is about clusters; nothing for the other operations. */
    handle(operation: string, input: Request): object | undefined {
      switch (operation) {
        case 'DescribeDBClusters':
          return describeClusters(input);
        case 'StartDBCluster':
          startCluster(find(input.DBClusterIdentifier), world);
          return { DBCluster: describe(find(input.DBClusterIdentifier)) };
        case 'StopDBCluster':
          stopCluster(find(input.DBClusterIdentifier), world);
          return { DBCluster: describe(find(input.DBClusterIdentifier)) };
        default:
          return snapshots.handle(operation, input as never);
      }
    },
    /** What a blue/green deployment may have one side in. */
    sides: () => [...clusters.values()],
    nameOf: (input: Request): string | undefined =>
      clusters.get(input.DBClusterIdentifier ?? snapshots.databaseOf(input as never) ?? '')?.name,
    /** DescribeDBInstances lists them among the others (facts/aws-semantics.md 1.2). */
    instances: () => present([...clusters.values()], world).flatMap(instancesOf),
    set(name: string, facts: AuroraWorld): void {
      const cluster = byName(name);
      if (cluster) put(cluster, facts, world);
    },
    state(name: string) {
      const cluster = byName(name);
      return cluster ? { status: statusOf(cluster), members: cluster.now.members.length } : {};
    },
  };
};

export type SimulatedAurora = ReturnType<typeof simulatedAurora>;
