// One DynamoDB table, and the few requests that every store makes of it. Each is a single one: two runs can never both
// believe that they made a change, and a write whose answer was lost can simply be repeated.
import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { requesting } from './dynamodb-errors.ts';

export type Item = Record<string, AttributeValue>;

export type Key = { readonly pk: string; readonly sk: string };

export type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

export const always: Condition = {};
export const ifAbsent: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };
/** Of what is counted up with every write, from 1; 0 is what was never written. */
export const ifVersion = (version: number): Condition =>
  version === 0
    ? ifAbsent
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: String(version) } },
      };

const keyBytesMax = { pk: 2_048, sk: 1_024 } as const;

/**
 * DynamoDB refuses longer keys, and what a key is made of may grow: such a key keeps its beginning and a hash that makes it
 * unique.
 */
const bounded = (key: string, bytesMax: number): string => {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  if (key.length * 3 <= bytesMax) return key;
  const bytes = Buffer.from(key);
  if (bytes.length <= bytesMax) return key;
  const digest = createHash('sha256').update(bytes).digest('hex');
  const kept = bytes.subarray(0, bytesMax - digest.length - 4).toString();
  return `${kept.replace(/\uFFFD$/, '')}#${digest}`;
};

const boundedKey = ({ pk, sk }: Key): Key => ({ pk: bounded(pk, keyBytesMax.pk), sk: bounded(sk, keyBytesMax.sk) });

/** Spares `marshall` for what every request has. */
export const keyItem = (key: Key): Item => {
  const { pk, sk } = boundedKey(key);
  return { pk: { S: pk }, sk: { S: sk } };
};

const ofEveryItem: ReadonlySet<string> = new Set(['pk', 'sk', 'expiresAt']);

/** Only the stores write the table, so what they read has the type that they wrote. */
export const storedValue = <T>(item: Item): T => {
  const own: Item = {};
  for (const name in item) if (!ofEveryItem.has(name)) own[name] = item[name] as AttributeValue;
  return unmarshall(own) as T;
};

/** The same, with one large attribute that is read on request: most readers of many items need it of few. */
export const storedValueWithLate =
  <T extends object>(attribute: keyof T & string) =>
  (item: Item): T => {
    const { [attribute]: late, ...others } = item;
    const value = storedValue<T>(others);
    if (late === undefined) return value;
    let read: { readonly value: unknown } | undefined;
    return Object.defineProperty(value, attribute, {
      enumerable: true,
      configurable: true,
      get: () => {
        read ??= { value: unmarshall({ late }).late };
        return read.value;
      },
    });
  };

const only = (attributes: readonly string[] | undefined) =>
  attributes && {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(','),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };

type QueryPart = Pick<
  QueryCommandInput,
  'KeyConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues' | 'ProjectionExpression'
>;

/** `doing` says in words what a request is for, and appears in errors. */
export const openTable = (client: Pick<DynamoDBClient, 'send'>, TableName: string) => {
  const request = <T>(doing: string, call: () => Promise<T>, refused?: (standing: Item) => T): Promise<T> =>
    requesting(`${doing} in table ${TableName}`, call, refused);

  const pages = async (doing: string, asked: QueryPart, newest?: number): Promise<Item[]> => {
    const input = { TableName, ...asked, ConsistentRead: true, ScanIndexForward: newest === undefined };
    const items: Item[] = [];
    let start: Item | undefined;
    do {
      const limit = newest === undefined ? {} : { Limit: newest - items.length };
      const from = start ? { ExclusiveStartKey: start } : {};
      const page = await request(doing, () => client.send(new QueryCommand({ ...input, ...limit, ...from })));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start && items.length < (newest ?? Number.POSITIVE_INFINITY));
    return items;
  };

  return {
    /** Puts a value if the condition holds. Answers with the value that stands: the very one that was given, if it was put. */
    put<T extends object>(doing: string, key: Key, value: T, condition: Condition, expiresAt?: number): Promise<T> {
      const Item = marshall({ ...boundedKey(key), ...value, expiresAt }, { removeUndefinedValues: true });
      const input = { TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
      return request(doing, () => client.send(new PutItemCommand(input)).then(() => value), storedValue<T>);
    },
    /** The value, or some attributes of it. */
    async get<T>(doing: string, key: Key, attributes?: readonly (keyof T & string)[]): Promise<T | undefined> {
      const input = { TableName, Key: keyItem(key), ConsistentRead: true, ...only(attributes) };
      const { Item } = await request(doing, () => client.send(new GetItemCommand(input)));
      return Item && storedValue<T>(Item);
    },
    /** All values whose sort key begins like the given one; with `newest`, the last so many of them, in reverse; or some attributes of each. */
    async list<T>(
      doing: string,
      { pk, sk }: Key,
      newest?: number,
      read = storedValue<T>,
      attributes?: readonly (keyof T & string)[],
    ): Promise<T[]> {
      // DynamoDB refuses a key condition on an empty string.
      const range = sk === '' ? '' : ' AND begins_with(sk, :sk)';
      const input = {
        KeyConditionExpression: `pk = :pk${range}`,
        ExpressionAttributeValues: { ':pk': { S: pk }, ...(sk === '' ? {} : { ':sk': { S: sk } }) },
        ...only(attributes),
      };
      return (await pages(doing, input, newest)).map((item) => read(item));
    },
    /** All items of a partition from one sort key to another, as they are stored: several kinds at once. */
    between: (doing: string, { pk, sk }: Key, last: string): Promise<Item[]> =>
      pages(doing, {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :sk AND :last',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk }, ':last': { S: last } },
      }),
  };
};
