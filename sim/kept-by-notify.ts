// What alarm-notify keeps in the state table of a simulation. Its calls leave no line in the trace and meet no faults: a
// rehearsal is about the runs, and what becomes of a message is a line of its own.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AlarmNotifyDependencies } from '#functions/alarm-notify/dependencies.ts';
import { dynamoStateStore } from '#state/dynamodb.ts';
import { dynamoNotificationStore } from '#state/dynamodb-notifications.ts';
import type { SimulatedDynamoDb } from './aws/dynamodb.ts';

export type KeptByNotify = Pick<AlarmNotifyDependencies, 'state' | 'notifications'>;

type Command = { readonly schema: readonly [number, string, string]; readonly input: Record<string, unknown> };

export const keptByNotify = (dynamodb: SimulatedDynamoDb, tableName: string, environment: string): KeptByNotify => {
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Command;
    return dynamodb.handle(schema[2], input as never);
  };
  const client = { send } as unknown as Pick<DynamoDBClient, 'send'>;
  return {
    state: dynamoStateStore(client, tableName),
    notifications: dynamoNotificationStore(client, tableName, environment),
  };
};
