// How clusters of MSK are rehearsed. Their machine: read only, with statuses set by the world.

import * as z from 'zod';
import { notSimulated, page, type SimulatedService, type World } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import { type KindRehearsal, type Simulates, statuses } from '#sim/kind-rehearsal.ts';
import { status } from '#sim/scenario/status.ts';
import type { ResourceOf } from '../resource.ts';

type MskCluster = ResourceOf<'msk-cluster'>;

type MskWorld = { readonly status?: string | undefined };

type Input = { readonly NextToken?: string; readonly MaxResults?: number; readonly ClusterArn?: string };

const arnOf = (cluster: string): string => `arn:aws:kafka:cluster/${cluster}/1`;

const simulatedMsk = (resources: readonly MskCluster[], wiring: Wiring, world: World) => {
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

/** What AWS is known to answer, to distinguish a typing mistake from a status that Curfew does not know. */
const known = ['ACTIVE', 'CREATING', 'DELETING', 'FAILED', 'HEALING', 'MAINTENANCE', 'REBOOTING_BROKER', 'UPDATING'];

const bootstrapServers = (host: string): string => [1, 2].map((broker) => `b-${broker}.${host}:9098`).join(',');

export const mskClusterRehearsal: KindRehearsal<'msk-cluster'> & Simulates<'msk-cluster'> = {
  simulate: simulatedMsk,
  operations: { kafka: ['ListClustersV2'] },
  inventoryOperations: { kafka: ['GetBootstrapBrokers'] },
  standing: { up: ['ACTIVE', 'HEALING', 'MAINTENANCE', 'UPDATING', 'REBOOTING_BROKER'], down: [] },
  moves: {},
  world: z.strictObject({ status: status(known).optional() }),
  stack: 'streaming',
  host: ({ cluster }) => `${cluster}.simulated.c1.kafka.us-east-1.amazonaws.com`.toLowerCase(),
  variable: (host) => ({ suffix: 'BOOTSTRAP_SERVERS', value: bootstrapServers(host) }),
  watched: ({ cluster }) => ({
    metric: 'ActiveControllerCount',
    namespace: 'AWS/Kafka',
    dimensions: { 'Cluster Name': cluster },
  }),
  random: {
    weight: 3,
    prefix: 'kafka',
    fields: (cluster) => ({ cluster }),
    disturbances: [statuses('ACTIVE', 'HEALING', 'MAINTENANCE', 'CREATING', 'FAILED', 'REBOOTING_BROKER')],
  },
};
