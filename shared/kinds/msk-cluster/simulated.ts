// Simulated MSK clusters: read only, with statuses set by the world.

import { notSimulated, page, type SimulatedService, type World } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import type { ResourceOf } from '../resource.ts';

type MskCluster = ResourceOf<'msk-cluster'>;

export type MskWorld = { readonly status?: string | undefined };

type Input = { readonly NextToken?: string; readonly MaxResults?: number; readonly ClusterArn?: string };

const arnOf = (cluster: string): string => `arn:aws:kafka:cluster/${cluster}/1`;

export const simulatedMsk = (resources: readonly MskCluster[], wiring: Wiring, world: World) => {
  const clusters = new Map(resources.map(({ name, cluster }) => [name as string, { cluster, status: 'ACTIVE' }]));
  const describe = ([name, { cluster, status }]: readonly [string, { cluster: string; status: string }]) => ({
    ClusterName: cluster,
    ClusterArn: arnOf(cluster),
    ClusterType: 'PROVISIONED',
    Provisioned: {
      BrokerNodeGroupInfo: { InstanceType: 'kafka.t3.small', SecurityGroups: [wiring.group(name)] },
      NumberOfBrokerNodes: 2,
    },
    Tags: Object.fromEntries(wiring.tags(name).map(({ Key, Value }) => [Key, Value])),
    State: status,
  });

  const listClusters = ({ NextToken, MaxResults = 10 }: Input) => {
    const { items, next } = page(
      [...clusters].filter(([name]) => !world.isMissing?.(name)),
      NextToken,
      MaxResults,
    );
    return { ClusterInfoList: items.map(describe), ...(next ? { NextToken: next } : {}) };
  };

  const brokersOf = ({ ClusterArn }: Input) => {
    const found = [...clusters].find(([, { cluster }]) => arnOf(cluster) === ClusterArn);
    if (!found) throw errorOf('NotFoundException', 'The cluster does not exist.');
    return { BootstrapBrokerStringSaslIam: wiring.brokers(found[0]) };
  };

  const service: SimulatedService = {
    handle(operation, input: Input) {
      if (operation === 'ListClustersV2') return listClusters(input);
      if (operation === 'GetBootstrapBrokers') return brokersOf(input);
      return notSimulated('kafka', operation);
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
