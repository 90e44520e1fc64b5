// What `alarm-notify` keeps, in the state table. Single conditional writes, so that two invocations never both believe
// that a delivery or a decision is theirs.
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Folded } from '#domain/digest.ts';
import { OperationError } from '#domain/errors.ts';
import { requesting } from './dynamodb-errors.ts';
import type { DeliveryClaim, NotificationStore } from './notification-store.ts';

type Item = Record<string, AttributeValue>;
type Key = { readonly pk: string; readonly sk: string };
type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
type Versioned<S> = { readonly version: number; readonly state: S };

/** Longer than a queue keeps a message, which is 14 days at most: within that time the same one may come again. */
const keepDays = 16;
/** Only the invocations of one function write, and few of them at a time. */
const changeAttemptsMax = 10;

const always: Condition = {};
const ifFree = (nowMs: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR (#done = :no AND #until <= :now)',
  ExpressionAttributeNames: { '#done': 'done', '#until': 'until' },
  ExpressionAttributeValues: marshall({ ':no': false, ':now': nowMs }),
});
const ifNotDone: Condition = {
  ConditionExpression: 'attribute_not_exists(pk) OR #done = :no',
  ExpressionAttributeNames: { '#done': 'done' },
  ExpressionAttributeValues: { ':no': { BOOL: false } },
};
const ifVersion = (version: number): Condition =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: String(version) } },
      };

/** The requests, on the partition of one environment. `doing` says in words what for, and appears in errors. */
const openPartition = (client: Pick<DynamoDBClient, 'send'>, TableName: string, environment: string) => {
  const keyOf = (sk: string): Key => ({ pk: `ENV#${environment}`, sk });
  const inWords = (doing: string): string => `${doing} in table ${TableName}`;
  return {
    /** Answers with what stands if the condition did not hold, and with undefined once it is written. */
    put: (doing: string, sk: string, value: object, condition: Condition, nowMs: number): Promise<Item | undefined> => {
      const expiresAt = Math.floor(nowMs / 1_000) + keepDays * 24 * 60 * 60;
      const Item = marshall({ ...keyOf(sk), ...value, expiresAt }, { removeUndefinedValues: true });
      const input = { TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
      return requesting<Item | undefined>(
        inWords(doing),
        () => client.send(new PutItemCommand(input)).then(() => undefined),
        (standing) => standing,
      );
    },
    get: async <T>(doing: string, sk: string): Promise<T | undefined> => {
      const input = { TableName, Key: marshall(keyOf(sk)), ConsistentRead: true };
      const { Item } = await requesting(inWords(doing), () => client.send(new GetItemCommand(input)));
      return Item && (unmarshall(Item) as T);
    },
    async list(doing: string, prefix: string): Promise<Item[]> {
      const input = {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: marshall({ ':pk': keyOf('').pk, ':sk': prefix }),
        ConsistentRead: true,
      };
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const from = start ? { ExclusiveStartKey: start } : {};
        const page = await requesting(inWords(doing), () => client.send(new QueryCommand({ ...input, ...from })));
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },
  };
};

export const dynamoNotificationStore = (
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  environment: string,
): NotificationStore => {
  const partition = openPartition(client, tableName, environment);

  const putDelivery = (doing: string, key: string, done: boolean, until: number, condition: Condition, nowMs: number) =>
    partition.put(`${doing} ${key}`, `DELIVERY#${key}`, { done, until }, condition, nowMs);

  return {
    async claimDelivery(key, nowMs, untilMs): Promise<DeliveryClaim> {
      const standing = await putDelivery('claiming the delivery', key, false, untilMs, ifFree(nowMs), nowMs);
      if (standing === undefined) return 'taken';
      return standing.done?.BOOL ? 'done' : 'busy';
    },
    async completeDelivery(key, nowMs) {
      await putDelivery('noting the delivery', key, true, nowMs, always, nowMs);
    },
    async releaseDelivery(key, nowMs) {
      await putDelivery('giving back the delivery', key, false, nowMs, ifNotDone, nowMs);
    },
    async change(key, nowMs, decide) {
      type State = NonNullable<Parameters<typeof decide>[0]>;
      for (let attempt = 1; attempt <= changeAttemptsMax; attempt++) {
        const known = await partition.get<Versioned<State>>('reading what is known', `SAID#${key}`);
        const { state, decision } = decide(known?.state);
        if (state === known?.state) return decision;
        const { version = 0 } = known ?? {};
        const value = { version: version + 1, state };
        if (!(await partition.put(`keeping ${key}`, `SAID#${key}`, value, ifVersion(version), nowMs))) return decision;
      }
      throw new OperationError('MOVED', `keeping ${key} in table ${tableName}: others always came first`);
    },
    async fold(digest, folded, nowMs) {
      await partition.put('keeping it for a digest', `FOLDED#${digest}#${folded.id}`, folded, always, nowMs);
    },
    async folded(digest) {
      const items = await partition.list('reading what a digest names', `FOLDED#${digest}#`);
      return items.map((item) => {
        const { pk, sk, expiresAt, ...folded } = unmarshall(item);
        return folded as Folded;
      });
    },
  };
};
