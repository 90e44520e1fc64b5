// The two AWS clients of the cleanup function, by themselves: its bundle has a limit.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';

export const cleanupClients = () => ({ dynamodb: new DynamoDBClient(), sns: new SNSClient() });
