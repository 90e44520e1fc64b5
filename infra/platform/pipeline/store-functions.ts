// The functions that keep metadata: one for each store, with its own place in the topic, so that the slowest store holds nobody up.

import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import { type StoreName, storeNames } from '#pipeline/file/store-names.ts';
import { ConsumerFunction, type ConsumerFunctionProps } from './consumer-function.ts';
import type { DeployablePipeline } from './deployable.ts';
import { storeRights } from './pipeline-access.ts';
import { storeCode } from './pipeline-code.ts';
import { pipelineNames } from './pipeline-names.ts';

type Stores = NonNullable<DeployablePipeline['stores']>;

/** Only what a store is given. */
const titles: Readonly<Record<StoreName, string>> = {
  postgres: 'PostgreSQL',
  cassandra: 'Cassandra',
  atlas: 'Apache Atlas',
};

/** Atlas reads before it writes, and each of its writes is a transaction of seconds. */
const batchSizes: Readonly<Record<StoreName, number>> = { postgres: 2_000, cassandra: 2_000, atlas: 200 };

const portOf = (stores: Stores, store: StoreName): number => {
  if (store !== 'atlas') return stores[store]?.port ?? 0;
  const { port } = new URL(stores.atlas?.url ?? 'https://unknown');
  return port === '' ? 443 : Number(port);
};

/** The store, and 443 for the secret with its login. */
const egressOf = (stores: Stores, store: StoreName) => {
  const port = portOf(stores, store);
  const own = { port, to: `${titles[store]} over TLS` };
  return port === 443 || stores[store]?.credentialsSecret === undefined
    ? [own]
    : [own, { port: 443, to: 'Secrets Manager' }];
};

type Common = Pick<ConsumerFunctionProps, 'clusterArn' | 'bootstrapBrokers' | 'tell'>;

/** The functions are children of `scope`. */
export const storeFunctions = (scope: Construct, pipeline: DeployablePipeline, common: Common): void => {
  const { stores = {}, topics } = pipeline;
  const arn = arnsIn(Stack.of(scope));
  for (const store of storeNames) {
    const group = stores[store]?.consumerGroup;
    if (group === undefined) continue;
    const names = pipelineNames(pipeline.pipeline).store(store);
    new ConsumerFunction(scope, `store-${store}`, {
      ...{ ...common, pipeline, names },
      description: `Curfew: keeps the newest of the events of ${topics.events} in ${titles[store]}`,
      code: storeCode(store, pipeline),
      rights: storeRights(pipeline, store, names, common.clusterArn, arn),
      reads: [{ topic: topics.events, group }],
      batchSize: batchSizes[store],
      environment: { STORE: store },
      egress: egressOf(stores, store),
    });
  }
};
