// Lambda `clickhouse-sink`: the events of a topic become rows of a table. Its event source delivers a batch again until it
// succeeds.
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { clickHouse } from '#pipeline/clickhouse/client.ts';
import { sinkNames } from '#pipeline/clickhouse/names.ts';
import { readCredentials } from '#pipeline/clickhouse/secret.ts';
import { deployedPipeline, requiredSink } from '#pipeline/deployed.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';
import { sinkEvent } from './flow.ts';

const logger = plainLogger();

const prepared = async () => {
  const { pipeline, topics, bootstrap, region, requestTimeoutMs } = deployedPipeline(process.env);
  const { database, table, host, port, credentialsSecret } = requiredSink(pipeline);
  const { username, password } = await readCredentials(credentialsSecret);
  const client = clickHouse({
    url: `https://${host}:${port}`,
    username,
    password,
    database,
    timeoutMs: requestTimeoutMs,
  });
  const { produce } = kafkaProducer({
    clientId: 'curfew-clickhouse-sink',
    bootstrap,
    security: { kind: 'token', token: mskToken(region, lambdaCredentials(process.env)) },
    timeoutMs: requestTimeoutMs,
  });
  return sinkEvent({
    insert: client.insertInto(sinkNames(database, table).table),
    deadLetters: topics.deadLetters,
    produce,
    reportsPartialBatches: pipeline.normaliser?.pollers !== undefined,
    count: (counts) => logger.info('inserted', counts),
  });
};

let prepares: ReturnType<typeof prepared> | undefined;

/** A failed preparation is tried again: a secret may be given its value later. */
export const handler = async (event: unknown) => {
  prepares ??= prepared();
  try {
    return await (await prepares)(event);
  } catch (error) {
    prepares = undefined;
    throw error;
  }
};
