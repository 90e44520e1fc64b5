// Lambda `cleanup`: empties Kafka topics, invoked by a person alone. Not durable: what it did not get done is resumed.

import { cleanupClients } from '#cleanup/clients.ts';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { wireKafka } from '#cleanup/kafka/wire/wire.ts';
import { progressPublisher } from '#cleanup/store/cleanup-progress.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import type { Security } from '#core/kafka/security.ts';
import { operatorTopic } from '#core/operator-topic.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { kafkaBootstrap, runtimeConfiguration } from '#definition/runtime-configuration.ts';
import { tableDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { currentDefinition } from '#definition/versions/in-use.ts';
import { type CleanupFlow, cleanupEvent } from './flow.ts';

/** Connections are closed this long before Lambda ends the process, so that there is still time to answer. */
const closingMs = 5_000;

type Invocation = { readonly getRemainingTimeInMillis: () => number };

/** The security of MSK's IAM. */
const iam = (region: string): Security => ({
  kind: 'token',
  token: mskToken(region, lambdaCredentials(process.env)),
});

const connectWithin =
  (remainingMs: () => number, securityIn: typeof iam) =>
  ({ bootstrap }: CleanupDefinition, region: string): KafkaAdmin =>
    wireKafka({
      bootstrap: bootstrap ?? kafkaBootstrap(process.env),
      security: securityIn(region),
      deadline: AbortSignal.timeout(Math.max(1, remainingMs() - closingMs)),
      patience: { wait: pause, random: systemRuntime.random },
    });

/** `parts` are replaced by tests, the security of MSK by benchmarks. */
export const cleanupOver =
  (parts: Partial<CleanupFlow> = {}, securityIn = iam) =>
  (event: unknown, invocation: Invocation) => {
    const { tableName, operatorTopicArn } = runtimeConfiguration(process.env);
    const clients = cleanupClients();
    const remainingMs = () => invocation.getRemainingTimeInMillis();
    const documents = dynamoDocuments(clients.dynamodb, tableName, systemRuntime.newId);
    return cleanupEvent({
      current: currentDefinition(
        tableDefinitions({
          versions: dynamoReadVersions(clients.dynamodb, tableName),
          noteAs: { functionName: 'cleanup', nowMs: () => systemRuntime.now().getTime() },
        }),
      ),
      connect: connectWithin(remainingMs, securityIn),
      publish: operatorTopic(clients.sns, operatorTopicArn),
      log: plainLogger(),
      store: cleanupStore(documents),
      runtime: systemRuntime,
      pause,
      remainingMs,
      publishProgress: (environment) => progressPublisher(documents, environment, () => systemRuntime.now().getTime()),
      ...parts,
    })(event);
  };

export const handler = cleanupOver();
