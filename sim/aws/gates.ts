// Simulated ElastiCache replication groups and MSK clusters: read only so far, with statuses set by the world.
import type { ElastiCacheReplicationGroup, MskCluster } from '#domain/resource.ts';
import { notSimulated, type SimulatedService, type World } from './simulated-service.ts';

export type CacheWorld = {
  readonly status?: string | undefined;
  readonly replicas?: number | undefined;
  readonly multiAz?: boolean | undefined;
};
export type MskWorld = { readonly status?: string | undefined };

const page = <T>(items: readonly T[], token: string | undefined, size: number): { items: T[]; next?: string } => {
  const from = Number(token ?? 0);
  return {
    items: items.slice(from, from + size),
    ...(from + size < items.length ? { next: String(from + size) } : {}),
  };
};

export const simulatedElastiCache = (resources: readonly ElastiCacheReplicationGroup[], world: World) => {
  const groups = new Map(
    resources.map(({ name, replicationGroup }) => [
      name as string,
      { id: replicationGroup, status: 'available', replicas: 1, multiAz: true },
    ]),
  );
  const service: SimulatedService = {
    handle(operation, input: { readonly Marker?: string; readonly MaxRecords?: number }) {
      if (operation !== 'DescribeReplicationGroups') return notSimulated('elasticache', operation);
      const { items, next } = page([...groups.values()], input.Marker, input.MaxRecords ?? 100);
      return {
        ReplicationGroups: items.map(({ id, status, replicas, multiAz }) => ({
          ReplicationGroupId: id,
          Status: status,
          MultiAZ: multiAz ? 'enabled' : 'disabled',
          MemberClusters: Array.from({ length: replicas + 1 }, (_, index) => `${id}-00${index + 1}`),
        })),
        ...(next ? { Marker: next } : {}),
      };
    },
  };
  return {
    service,
    set(name: string, { status, replicas, multiAz }: CacheWorld): void {
      const group = groups.get(name);
      if (!group) return;
      if (status !== undefined && status !== group.status) world.changed(name, group.status, status);
      Object.assign(group, {
        ...(status === undefined ? {} : { status }),
        ...(replicas === undefined ? {} : { replicas }),
        ...(multiAz === undefined ? {} : { multiAz }),
      });
    },
    state: (name: string) => {
      const group = groups.get(name);
      return { status: group?.status, replicas: group?.replicas, multiAz: group?.multiAz };
    },
  };
};

export const simulatedMsk = (resources: readonly MskCluster[], world: World) => {
  const clusters = new Map(resources.map(({ name, cluster }) => [name as string, { cluster, status: 'ACTIVE' }]));
  const service: SimulatedService = {
    handle(operation, input: { readonly NextToken?: string; readonly MaxResults?: number }) {
      if (operation !== 'ListClustersV2') return notSimulated('kafka', operation);
      const { items, next } = page([...clusters.values()], input.NextToken, input.MaxResults ?? 10);
      return {
        ClusterInfoList: items.map(({ cluster, status }) => ({
          ClusterName: cluster,
          ClusterType: 'PROVISIONED',
          State: status,
        })),
        ...(next ? { NextToken: next } : {}),
      };
    },
  };
  return {
    service,
    set(name: string, { status }: MskWorld): void {
      const cluster = clusters.get(name);
      if (!cluster || status === undefined || status === cluster.status) return;
      world.changed(name, cluster.status, status);
      cluster.status = status;
    },
    state: (name: string) => ({ status: clusters.get(name)?.status }),
  };
};
