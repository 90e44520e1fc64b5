// MSK clusters: a gate, read only. Found by name, because the ARN changes with a re-creation (facts/aws-semantics.md 4.1).
import { type Cluster, type KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends, Service } from '../adapter.ts';
import type { Reading } from '../observation.ts';
import { unexpected } from '../unexpected.ts';
import type { MskObservation } from './definition.ts';

const list = (client: Sends<KafkaClient>): Promise<Cluster[]> =>
  calling('list MSK clusters', () =>
    allPages(
      (NextToken) => client.send(new ListClustersV2Command({ MaxResults: 100, ...(NextToken ? { NextToken } : {}) })),
      (page) => page.ClusterInfoList,
      (page) => page.NextToken,
    ),
  );

export const mskCluster = (client: Sends<KafkaClient>): Service<'msk-cluster'> => ({
  observe: (resources) =>
    readBatch(resources, async () => {
      const clusters = new Map((await list(client)).map((cluster) => [cluster.ClusterName, cluster]));
      return new Map(
        resources.map(({ name, cluster }): [ResourceName, Reading<MskObservation>] => {
          const seen = clusters.get(cluster);
          if (!seen) return [name, { state: 'absent' }];
          return [name, { state: 'seen', observation: { kind: 'msk-cluster', status: seen.State ?? 'unknown' } }];
        }),
      );
    }),
  act: async (_resource, effect) => unexpected('msk-cluster', effect),
});
