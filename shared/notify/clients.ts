// The AWS clients of `alarm-notify`: of all clients it is to load only these. They give up soon, because what cannot be read is
// left out, and because an invocation lasts seconds.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

const impatient = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;

export const notifyClients = () => ({
  cloudwatch: new CloudWatchClient(impatient),
  dynamodb: new DynamoDBClient(impatient),
  secretsManager: new SecretsManagerClient(impatient),
  sns: new SNSClient(impatient),
  sqs: new SQSClient(impatient),
});

export type NotifyClients = ReturnType<typeof notifyClients>;
