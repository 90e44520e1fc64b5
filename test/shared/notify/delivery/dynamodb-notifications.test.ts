import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { testNotificationStore } from '#test/support/notification-store-contract.ts';

type Sent = { readonly schema: readonly [number, string, string]; readonly input: Record<string, unknown> };

/** The real adapter over the simulated DynamoDB. */
const simulated = () => {
  const db = simulatedDynamoDb();
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Sent;
    return db.handle(schema[2], input);
  };
  const client = { send } as unknown as Pick<DynamoDBClient, 'send'>;
  return { store: dynamoNotificationStore(client, 'curfew', 'staging'), db };
};

testNotificationStore('DynamoDB', () => simulated().store);

it('the notification store in DynamoDB keeps everything in the partition of its environment, and lets it expire when no queue can hold a repetition any more', async () => {
  const { store, db } = simulated();
  const now = Date.parse('2026-11-20T23:00:00Z');
  await store.claimDelivery('m1|staging', now, now);
  await store.fold('storm', { id: 'm2', what: 'a', state: 'OK', at: '' }, now);
  await store.change('pace', now, () => ({ state: { nextMs: now }, decision: undefined }));

  expect(db.items('curfew').map(({ pk, sk, expiresAt }) => [pk, sk, Number(expiresAt) - now / 1_000])).toEqual([
    ['NOTIFY#staging', 'DELIVERY#m1|staging', 16 * 86_400],
    ['NOTIFY#staging', 'FOLDED#storm#m2', 16 * 86_400],
    ['NOTIFY#staging', 'SAID#pace', 16 * 86_400],
  ]);
});
