// Lambda `clickhouse-sink`: the events of a topic become rows of a table. Its event source delivers a batch again until it
// succeeds.
import type { Security } from '#core/kafka/security.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { clickHouse } from '#pipeline/clickhouse/client.ts';
import { sinkNames } from '#pipeline/clickhouse/names.ts';
import { readCredentials } from '#pipeline/clickhouse/secret.ts';
import { deployedPipeline, requiredSink } from '#pipeline/deployed.ts';
import { produceLater } from '#pipeline/kafka/produce-later.ts';
import { preparedHandler } from '#pipeline/prepared-handler.ts';
import { sinkEvent } from './flow.ts';

const logger = plainLogger();

/** Where the function connects to: tests have other brokers and another ClickHouse. */
export type SinkSurroundings = {
  /** Without it, MSK's IAM. */
  readonly securityIn?: (region: string) => Security;
  readonly credentials: (secret: string) => Promise<{ readonly username: string; readonly password: string }>;
  readonly scheme: 'https' | 'http';
};

const deployed: SinkSurroundings = { credentials: readCredentials, scheme: 'https' };

const prepared = async ({ securityIn, credentials, scheme }: SinkSurroundings) => {
  const { pipeline, topics, bootstrap, region, requestTimeoutMs: timeoutMs } = deployedPipeline(process.env);
  const { database, table, host, port, credentialsSecret } = requiredSink(pipeline);
  const user = await credentials(credentialsSecret);
  const client = clickHouse({ url: `${scheme}://${host}:${port}`, ...user, database, timeoutMs });
  return sinkEvent({
    insert: client.insertInto(sinkNames(database, table).table),
    deadLetters: topics.deadLetters,
    produce: produceLater(async () => {
      const { deadLetterProducer } = await import('./dead-letters/destination.ts');
      return deadLetterProducer({ bootstrap, region, timeoutMs, security: securityIn?.(region) });
    }),
    reportsPartialBatches: pipeline.normaliser?.pollers !== undefined,
    count: (counts) => logger.info('inserted', counts),
  });
};

export const sinkOver = (surroundings: SinkSurroundings = deployed) => preparedHandler(() => prepared(surroundings));

export const handler = sinkOver();
