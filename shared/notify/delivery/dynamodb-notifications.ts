// What `alarm-notify` keeps, in the state table: two invocations never both believe that a delivery or a decision is theirs.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { latestEnd } from '#core/ended.ts';
import { OperationError } from '#core/errors.ts';
import { always, type Condition, ifVersion, openTable } from '#core/state/dynamodb-table.ts';
import { notificationPartition } from '#core/state/partitions.ts';
import type { Folded } from '../digest/digest.ts';
import type { DeliveryClaim, NotificationStore } from './notification-store.ts';

type Delivery = { readonly done: boolean; readonly until: number };
type Versioned<S> = { readonly version: number; readonly state: S };

/** Longer than a queue keeps a message, which is 14 days at most: within that time the same one may come again. */
const keepDays = 16;
/** Only the invocations of one function write, and few of them at a time. */
const changeAttemptsMax = 10;

const ifFree = (nowMs: number, untilMs: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR (#done = :no AND (#until <= :now OR #until > :latest))',
  ExpressionAttributeNames: { '#done': 'done', '#until': 'until' },
  ExpressionAttributeValues: {
    ':no': { BOOL: false },
    ':now': { N: String(nowMs) },
    // No claim lasts longer than this one.
    ':latest': { N: String(latestEnd(nowMs, untilMs - nowMs)) },
  },
});
const ifNotDone: Condition = {
  ConditionExpression: 'attribute_not_exists(pk) OR #done = :no',
  ExpressionAttributeNames: { '#done': 'done' },
  ExpressionAttributeValues: { ':no': { BOOL: false } },
};

export const dynamoNotificationStore = (
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  environment: string,
  partition = notificationPartition(environment),
): NotificationStore => {
  const table = openTable(client, tableName);
  const keyOf = (sk: string) => ({ pk: partition, sk });
  const expiry = (nowMs: number): number => Math.floor(nowMs / 1_000) + keepDays * 24 * 60 * 60;

  const put = <T extends object>(
    doing: string,
    sk: string,
    value: T,
    condition: Condition,
    nowMs: number,
  ): Promise<T> => table.put(doing, keyOf(sk), value, condition, expiry(nowMs));
  const putDelivery = (doing: string, key: string, delivery: Delivery, condition: Condition, nowMs: number) =>
    put(`${doing} ${key}`, `DELIVERY#${key}`, delivery, condition, nowMs);

  return {
    async claimDelivery(key, nowMs, untilMs): Promise<DeliveryClaim> {
      const claimed = { done: false, until: untilMs };
      const standing = await putDelivery('claiming the delivery', key, claimed, ifFree(nowMs, untilMs), nowMs);
      if (standing === claimed) return 'taken';
      return standing.done ? 'done' : 'busy';
    },
    async completeDelivery(key, nowMs) {
      await putDelivery('recording the delivery', key, { done: true, until: nowMs }, always, nowMs);
    },
    async releaseDelivery(key, nowMs) {
      await putDelivery('releasing the delivery', key, { done: false, until: nowMs }, ifNotDone, nowMs);
    },
    async change(key, nowMs, decide) {
      type State = NonNullable<Parameters<typeof decide>[0]>;
      for (let attempt = 1; attempt <= changeAttemptsMax; attempt++) {
        const known = await table.get<Versioned<State>>('reading notification state', keyOf(`SAID#${key}`));
        const { state, decision } = decide(known?.state);
        if (state === known?.state) return decision;
        const { version = 0 } = known ?? {};
        const value = { version: version + 1, state };
        const standing = await put(`keeping ${key}`, `SAID#${key}`, value, ifVersion(version), nowMs);
        if (standing === value) return decision;
      }
      throw new OperationError('MOVED', `saving ${key} in table ${tableName}: lost every write conflict`);
    },
    async fold(digest, folded, nowMs) {
      await put('storing it for a digest', `FOLDED#${digest}#${folded.id}`, folded, always, nowMs);
    },
    folded: (digest) => table.list<Folded>('reading the contents of a digest', keyOf(`FOLDED#${digest}#`)),
  };
};
