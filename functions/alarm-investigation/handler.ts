// Lambda `alarm-investigation`: invoked by its own queue, to which the topics of alarms and a rule of EventBridge deliver. Off in
// every environment that does not ask for it.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { operatorTopic } from '#core/operator-topic.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { investigationPartition } from '#core/state/partitions.ts';
import type { Log } from '#core/workflow.ts';
import { environmentVariable, runtimeConfiguration } from '#definition/runtime-configuration.ts';
import { tableDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { currentDefinition } from '#definition/versions/in-use.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { type DevOpsAgent, devOpsAgent } from '#notify/investigations/devops-agent.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { alarmInvestigation } from './flow.ts';

/** What the function runs with. */
type InvestigationParts = {
  readonly environment: string;
  readonly tableName: string;
  readonly operatorTopicArn: string;
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly sns: Pick<SNSClient, 'send'>;
  readonly agent: DevOpsAgent;
  readonly nowMs: () => number;
  readonly log: Log;
};

const investigationOver = ({ environment, tableName, operatorTopicArn, dynamodb, sns, ...parts }: InvestigationParts) =>
  alarmInvestigation({
    ...parts,
    environment,
    current: currentDefinition(tableDefinitions({ versions: dynamoReadVersions(dynamodb, tableName) })),
    state: dynamoStateStore(dynamodb, tableName),
    notifications: dynamoNotificationStore(dynamodb, tableName, environment, investigationPartition(environment)),
    say: operatorTopic(sns, operatorTopicArn),
  });

const deployed = () => {
  const { tableName, operatorTopicArn } = runtimeConfiguration(process.env);
  const { AWS_REGION: region = '' } = process.env;
  return investigationOver({
    ...{ environment: environmentVariable(process.env), tableName, operatorTopicArn },
    dynamodb: new DynamoDBClient({}),
    sns: new SNSClient({}),
    agent: devOpsAgent({ region, credentials: lambdaCredentials(process.env) }),
    nowMs: () => systemRuntime.now().getTime(),
    log: plainLogger(),
  });
};

let made: ReturnType<typeof deployed> | undefined;

export const handler = (event: unknown) => {
  made ??= deployed();
  return made(event);
};
