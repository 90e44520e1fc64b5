// Lambda `cleanup`: empties Kafka topics, invoked by a person alone. Not durable: what it did not get done is resumed.
import { definitionOf } from '#config/packed.ts';
import { kafkaBootstrap, runtimeConfiguration } from '#config/runtime-configuration.ts';
import type { CleanupDefinition } from '#domain/cleanup.ts';
import type { KafkaAdmin } from '#kafka/kafka-admin.ts';
import { mskToken } from '#kafka/msk-token.ts';
import { wireKafka } from '#kafka/wire.ts';
import type { Security } from '#kafka/wire-security.ts';
import { operatorTopic } from '#notify/operator-topic.ts';
import { cleanupClients } from '#runtime/cleanup-clients.ts';
import { lambdaCredentials } from '#runtime/lambda-credentials.ts';
import { pause } from '#runtime/pause.ts';
import { systemRuntime } from '#runtime/runtime.ts';
import { progressTeller } from '#state/cleanup-progress.ts';
import { cleanupStore } from '#state/cleanup-store.ts';
import { dynamoDocuments } from '#state/documents-dynamodb.ts';
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
      definition: definitionOf,
      connect: connectWithin(remainingMs, securityIn),
      publish: operatorTopic(clients.sns, operatorTopicArn),
      store: cleanupStore(documents),
      runtime: systemRuntime,
      pause,
      remainingMs,
      tell: (environment) => progressTeller(documents, environment, () => systemRuntime.now().getTime()),
      ...parts,
    })(event);
  };

export const handler = cleanupOver();
