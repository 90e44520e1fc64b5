// The SDK's client over the simulated DynamoDB, with a record of the requests that were made.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SimulatedDynamoDb } from '#sim/aws/dynamodb.ts';

type Sent = { readonly operation: string; readonly input: Readonly<Record<string, unknown>> };
type Command = { readonly schema: readonly [number, string, string]; readonly input: Sent['input'] };

export const simulatedClient = (db: Pick<SimulatedDynamoDb, 'handle'>) => {
  const sent: Sent[] = [];
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Command;
    sent.push({ operation: schema[2], input });
    return db.handle(schema[2], input);
  };
  return { client: { send } as unknown as Pick<DynamoDBClient, 'send'>, sent };
};
