// Lambda `alarm-notify`: invoked by its queue, to which the topics of an environment deliver. Also by SNS or directly.

import { secretValues } from '#core/aws/secret-value.ts';
import { deliveryLimits } from '#core/delivery-limits.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { pause } from '#core/runtime/pause.ts';
import { type Runtime, systemRuntime } from '#core/runtime/runtime.ts';
import type { Log } from '#core/workflow.ts';
import { type NotifyConfiguration, notifyConfiguration } from '#definition/runtime-configuration.ts';
import { type Definitions, tableDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { currentDefinition, definitionAgeMs, keptDefinition } from '#definition/versions/in-use.ts';
import { alarmStandings, alarmsNow } from '#notify/alarms-now.ts';
import { type NotifyClients, notifyClients } from '#notify/clients.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { emailCopies } from '#notify/delivery/email-copy.ts';
import { notificationQueue } from '#notify/delivery/queue.ts';
import type { DestinationParts } from '#notify/destinations/destination.ts';
import { destinations } from '#notify/destinations/registry.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { alarmNotify } from './flow.ts';
import { reasonOf } from './reason.ts';

/** What the function runs with. */
export type NotifyParts = {
  readonly clients: NotifyClients;
  readonly configuration: NotifyConfiguration;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
  /** Those in the table, unless others are given. */
  readonly definitions?: Definitions;
} & Pick<DestinationParts, 'slack' | 'http'>;

/** The used part of the Lambda context. Other callers may omit it. */
type Context = { readonly awsRequestId?: string; readonly getRemainingTimeInMillis?: () => number };

/** The handler with given dependencies, to run the bundle without AWS. */
export const handlerOver = ({ clients, configuration, runtime, slack, http, definitions, ...parts }: NotifyParts) => {
  const { environment, tableName, ownSender, queues, topicArnPrefix } = configuration;
  const nowMs = () => runtime.now().getTime();
  const inTable = tableDefinitions({
    versions: dynamoReadVersions(clients.dynamodb, tableName),
    noteAs: { functionName: 'alarm-notify', nowMs },
  });
  const onUnreadable = (of: string, error: unknown) =>
    parts.log.warn('cannot read the definition: the last one is used', { environment: of, reason: reasonOf(error) });
  const mail = emailCopies(clients.sns, topicArnPrefix);
  const notify = alarmNotify({
    ...parts,
    environment,
    ownSender,
    current: keptDefinition(currentDefinition(definitions ?? inTable), {
      nowMs,
      maxAgeMs: definitionAgeMs,
      onUnreadable,
    }),
    // Its role can read only the secrets of its own environment.
    knownEnvironments: () => [environment],
    state: dynamoStateStore(clients.dynamodb, tableName),
    notifications: dynamoNotificationStore(clients.dynamodb, tableName, environment),
    queue: notificationQueue(clients.sqs, queues),
    alarmsNow: alarmsNow(clients.cloudwatch),
    alarmStandings: alarmStandings(clients.cloudwatch),
    mail,
    secret: secretValues({ client: clients.secretsManager }),
    destination: destinations({ slack, mail, ...(http === undefined ? {} : { http }) }),
    nowMs,
  });
  return (event: unknown, context: Context = {}) => {
    const endMs = nowMs() + deliveryLimits.functionSeconds * 1_000;
    return notify(event, {
      requestId: context.awsRequestId ?? runtime.newId('an invocation outside of Lambda'),
      remainingMs: () => context.getRemainingTimeInMillis?.() ?? endMs - nowMs(),
    });
  };
};

let made: ReturnType<typeof handlerOver> | undefined;

/** Made at the first invocation and kept for the life of the process. */
export const handler = (event: unknown, context?: Context) => {
  made ??= handlerOver({
    clients: notifyClients(),
    configuration: notifyConfiguration(process.env),
    runtime: systemRuntime,
    pause,
    slack: { timeoutMs: deliveryLimits.postSeconds * 1_000 },
    log: plainLogger(),
  });
  return made(event, context);
};
