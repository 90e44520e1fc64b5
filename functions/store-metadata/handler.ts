// Lambda `store-metadata`: the events of a topic come into one store. Each store has a function of its own, so that the slowest holds
// nobody up; its event source delivers a batch again until it succeeds.
import { plainLogger } from '#core/runtime/logging.ts';
import { readCredentials } from '#pipeline/clickhouse/secret.ts';
import { deployedPipeline, deployedStore } from '#pipeline/deployed.ts';
import type { StoreName } from '#pipeline/file/store-names.ts';
import { produceLater } from '#pipeline/kafka/produce-later.ts';
import { preparedHandler } from '#pipeline/prepared-handler.ts';
import type { Store } from '#pipeline/stores/store.ts';
import { storeEvent } from './flow.ts';
import type { StoreParts, StoreSurroundings } from './surroundings.ts';

const logger = plainLogger();

const deployed: StoreSurroundings = { credentials: readCredentials, isEncrypted: true };

/** The driver of one store alone is loaded, and is all that the function carries. */
const storeOf: Readonly<Record<StoreName, (parts: StoreParts) => Promise<Store>>> = {
  postgres: async (parts) => (await import('./postgres/destination.ts')).postgres(parts),
  cassandra: async (parts) => (await import('./cassandra/destination.ts')).cassandra(parts),
  atlas: async (parts) => (await import('./atlas/destination.ts')).atlas(parts),
};

const prepared = async ({ securityIn, ...surroundings }: StoreSurroundings) => {
  const { pipeline, topics, bootstrap, region, requestTimeoutMs: timeoutMs } = deployedPipeline(process.env);
  const { store: name, folder } = deployedStore(process.env, pipeline);
  const store = await storeOf[name]({ ...surroundings, stores: pipeline.stores ?? {}, region, folder, timeoutMs });
  return storeEvent({
    store,
    deadLetters: topics.deadLetters,
    produce: produceLater(async () => {
      const { storeLetters } = await import('./store-letters/destination.ts');
      return storeLetters({ bootstrap, region, timeoutMs, security: securityIn?.(region) });
    }),
    reportsPartialBatches: pipeline.normaliser?.pollers !== undefined,
    count: (counts) => logger.info('stored', { store: name, ...counts }),
  });
};

export const storeOver = (surroundings: StoreSurroundings = deployed) => preparedHandler(() => prepared(surroundings));

export const handler = storeOver();
