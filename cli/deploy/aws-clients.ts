// The clients of a deployment in a real account.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { credentialsOf } from '../live/credentials.ts';

type Where = { readonly region: string; readonly profile?: string | undefined };

export const awsDeployClients = ({ region, profile }: Where) => {
  const settings = { region, credentials: credentialsOf(profile) };
  return {
    cloudformation: new CloudFormationClient(settings),
    s3: new S3Client(settings),
    sts: new STSClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    sns: new SNSClient(settings),
    secretsmanager: new SecretsManagerClient(settings),
    dynamodb: new DynamoDBClient(settings),
  };
};
