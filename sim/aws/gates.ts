// Simulated MSK clusters: read only, with statuses set by the world.
import type { MskCluster } from '#domain/resource.ts';
import { notSimulated, page, type SimulatedService, type World } from './simulated-service.ts';

export type MskWorld = { readonly status?: string | undefined };

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
          Provisioned: { BrokerNodeGroupInfo: { InstanceType: 'kafka.t3.small' }, NumberOfBrokerNodes: 2 },
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
