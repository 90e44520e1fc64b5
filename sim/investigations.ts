// The rehearsed alarm-investigation, where the definition asks for it: from the topic of alarms to a simulated AWS DevOps Agent, and
// from its events to the operator topic.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import { operatorTopic } from '#core/operator-topic.ts';
import { investigationPartition } from '#core/state/partitions.ts';
import { type Definition, hasInvestigations } from '#definition/definition.ts';
import { tableDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { currentDefinition } from '#definition/versions/in-use.ts';
import { alarmInvestigation } from '#functions/alarm-investigation/flow.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { devOpsAgent } from '#notify/investigations/devops-agent.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { simulatedDevOpsAgent } from './aws/devops-agent.ts';
import type { Published } from './aws/messaging.ts';
import type { SimulatedService } from './aws/simulated-service.ts';
import type { Clock } from './clock.ts';
import { storedAsItIs } from './definitions-in-table.ts';
import { notificationQueue } from './notification-queue.ts';
import type { Trace } from './trace.ts';

type World = {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly dynamodb: SimulatedService;
  readonly sns: SimulatedService;
  readonly tableName: string;
  readonly operatorTopicArn: string;
};

type Command = { readonly schema: readonly [number, string, string]; readonly input: unknown };

const clientOf = (service: SimulatedService) => ({
  send: async ({ schema, input }: Command) => service.handle(schema[2], input as never),
});

/** As the agent's own pages say: five to eight minutes. */
const investigationMs = 6 * 60_000;

const credentials = async () => ({ accessKeyId: 'AKIASIMULATED', secretAccessKey: 'simulated' });

/** What SNS hands to its queue; undefined where the definition asks for no investigation: the function is not deployed then. */
export const investigationsHost = (
  definition: Definition,
  { clock, trace, dynamodb, sns, tableName, operatorTopicArn }: World,
): ((published: Published) => void) | undefined => {
  if (!hasInvestigations(definition)) return undefined;
  const { environment, region } = definition;
  const agent = simulatedDevOpsAgent((task) => {
    trace.add({ type: 'investigation', title: task.title, phase: 'started' });
    clock.at(clock.nowMs() + investigationMs, () => {
      trace.add({ type: 'investigation', title: task.title, phase: 'completed' });
      send('rule', `event-${task.taskId}`, JSON.stringify(agent.ended(task, clock.nowMs())), 1);
    });
  });
  const client = clientOf(dynamodb) as unknown as DynamoDBClient;
  const investigate = alarmInvestigation({
    environment,
    current: currentDefinition(
      tableDefinitions({ versions: dynamoReadVersions(client, tableName), parse: storedAsItIs }),
    ),
    state: dynamoStateStore(client, tableName),
    notifications: dynamoNotificationStore(client, tableName, environment, investigationPartition(environment)),
    agent: devOpsAgent({ region, credentials, fetch: agent.fetch }),
    say: operatorTopic(clientOf(sns) as unknown as SNSClient, operatorTopicArn),
    nowMs: clock.nowMs,
    log: { info: () => {}, warn: () => {} },
  });
  const send = notificationQueue(
    clock,
    async (Records) => {
      const { batchItemFailures } = await investigate({ Records });
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    },
    () => {},
  );
  let received = 0;
  return ({ topicArn, subject, message }) => {
    const id = `investigated-${++received}`;
    const Timestamp = new Date(clock.nowMs()).toISOString();
    const envelope = {
      Type: 'Notification',
      MessageId: id,
      TopicArn: topicArn,
      Subject: subject,
      Message: message,
      Timestamp,
    };
    send('sns', id, JSON.stringify(envelope), 1);
  };
};
