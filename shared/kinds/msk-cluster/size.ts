// What Kafka uses: its brokers, or by the hour and the partition where there are none.
import { type Cluster, type KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import { calling } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { Size } from '#core/cost.ts';
import type { Sends } from '../adapter.ts';

const sizeOf = ({ ClusterType, Provisioned }: Cluster): Size => {
  // Partitions are paid for, too; only Kafka itself knows how many there are.
  if (ClusterType === 'SERVERLESS') return { whileUp: [{ price: 'msk-serverless/cluster', quantity: 1 }], always: [] };
  const { InstanceType } = Provisioned?.BrokerNodeGroupInfo ?? {};
  const quantity = Provisioned?.NumberOfBrokerNodes ?? 0;
  if (!InstanceType || quantity === 0) return { whileUp: [], always: [], unknown: 'cannot read its brokers' };
  return { whileUp: [{ price: `msk/${InstanceType.replace(/^express\./, '')}`, quantity }], always: [] };
};

/** By name. Throws `OperationError`. */
export const kafkaSizes = async (
  client: Sends<KafkaClient>,
  names: readonly string[],
): Promise<ReadonlyMap<string, Size>> => {
  const found = await Promise.all(
    names.map((ClusterNameFilter) =>
      calling(`list MSK clusters named ${ClusterNameFilter}`, () =>
        allPages(
          (NextToken) =>
            client.send(new ListClustersV2Command({ ClusterNameFilter, ...(NextToken ? { NextToken } : {}) })),
          (page) => page.ClusterInfoList,
          (page) => page.NextToken,
        ),
      ),
    ),
  );
  return new Map(found.flat().map((cluster) => [cluster.ClusterName ?? '', sizeOf(cluster)]));
};
