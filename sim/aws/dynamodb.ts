// The simulated DynamoDB, below the SDK's client: tables of `pk` and `sk`, conditional writes, queries in small pages.
// Items are kept until deleted: AWS, too, may take days to remove what `expiresAt` says is over.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { awsError } from './aws-error.ts';
import {
  condition,
  type Item,
  invalid,
  notKnown,
  type Placeholders,
  placeholders,
  update,
} from './dynamodb-expressions.ts';

/** A real page holds a megabyte. A small one makes every reader follow pages. */
const itemsPerPage = 25;

const isDecimal = (text: string): boolean =>
  /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) &&
  Math.abs(Number(text)) < 1e126 &&
  text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length <= 38;

/** Decimal, perhaps with an exponent, of 38 digits at most: no blanks, no `0x10`. */
const isNumber = (text: string): boolean => /^\d{1,38}$/.test(text) || isDecimal(text);

const isAttribute = (value: unknown): value is AttributeValue => {
  const [type, ...others] = Object.keys(value ?? {});
  if (type === undefined || others.length > 0) return false;
  const content = (value as Readonly<Record<string, unknown>>)[type];
  if (type === 'S') return typeof content === 'string';
  if (type === 'N') return typeof content === 'string' && isNumber(content);
  if (type === 'BOOL') return typeof content === 'boolean';
  if (type === 'NULL') return content === true;
  if (type === 'L') return Array.isArray(content) && content.every(isAttribute);
  return type === 'M' && Object.values(content ?? {}).every(isAttribute);
};

const keptAttribute = (value: AttributeValue): AttributeValue => {
  if (value.M) return Object.freeze({ M: kept(value.M) });
  if (!value.L) return Object.freeze({ ...value });
  const L = value.L.map(keptAttribute);
  Object.freeze(L);
  return Object.freeze({ L });
};

/** What the table keeps is a copy, and nobody who reads it can change it. */
const kept = (given: Item): Record<string, AttributeValue> => {
  const copy: Record<string, AttributeValue> = {};
  for (const name in given) copy[name] = keptAttribute(given[name] as AttributeValue);
  return Object.freeze(copy);
};

const item = z.record(z.string(), z.custom<AttributeValue>(isAttribute, 'not an attribute value of a known type'));
const table = { TableName: z.string() };
const expressionFields = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: item.optional(),
};
const conditional = {
  ...table,
  ...expressionFields,
  ConditionExpression: z.string().optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).optional(),
};
const getInput = z.strictObject({
  ...table,
  ExpressionAttributeNames: expressionFields.ExpressionAttributeNames,
  Key: item,
  ConsistentRead: z.boolean().optional(),
  ProjectionExpression: z.string().optional(),
});
const putInput = z.strictObject({ ...conditional, Item: item });
const updateInput = z.strictObject({ ...conditional, Key: item, UpdateExpression: z.string() });
const deleteInput = z.strictObject({ ...conditional, Key: item });
const queryInput = z.strictObject({
  ...table,
  ...expressionFields,
  KeyConditionExpression: z.string(),
  ScanIndexForward: z.boolean().optional(),
  ConsistentRead: z.boolean().optional(),
  Limit: z.int().positive().optional(),
  ExclusiveStartKey: item.optional(),
});

type Table = Map<string, Item>;
type ExpressionFields = Partial<Pick<z.infer<typeof deleteInput>, keyof typeof expressionFields>>;
type Conditional = Omit<z.infer<typeof deleteInput>, 'Key'>;

/** An empty expression is refused, and so is an empty list of names or values. */
const assertExpressions = (input: object): void => {
  for (const [key, given] of Object.entries(input)) {
    if (key.endsWith('Expression') && typeof given === 'string' && given.trim() === '')
      throw invalid(`Invalid ${key}: The expression can not be empty;`);
    if (/^ExpressionAttribute(Names|Values)$/.test(key) && given && Object.keys(given).length === 0)
      throw invalid(`${key} must not be empty`);
  }
};

const placeholdersIn = (input: ExpressionFields): Placeholders =>
  placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);

const nameOf = (token: string, known: Placeholders): string => {
  if (!token.startsWith('#')) return token;
  known.use(token);
  return known.name(token);
};

const keyBytesMax = { pk: 2_048, sk: 1_024 } as const;
const itemBytesMax = 400 * 1_024;

const bytesOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // One byte for two digits, and one more.
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
  if (value.L) return 3 + value.L.reduce((sum, one) => sum + 1 + bytesOf(one), 0);
  return value.M ? 3 + sizeOf(value.M) + Object.keys(value.M).length : 1;
};

/** As DynamoDB counts: names and values. */
const sizeOf = (whole: Item): number =>
  Object.entries(whole).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

const assertSize = (whole: Item, message: string): void => {
  if (sizeOf(whole) > itemBytesMax) throw invalid(message);
};

const addressOf = ({ pk, sk }: Item): string => {
  if (!pk?.S || !sk?.S) throw invalid('pk and sk must be there, as strings that are not empty');
  if (Buffer.byteLength(pk.S) > keyBytesMax.pk)
    throw invalid('Size of hashkey has exceeded the maximum size limit of 2048 bytes');
  if (Buffer.byteLength(sk.S) > keyBytesMax.sk)
    throw invalid('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  return JSON.stringify([pk.S, sk.S]);
};

const addressOfKey = (key: Item): string => {
  if (Object.keys(key).length !== 2) throw invalid('the key must consist of pk and sk');
  return addressOf(key);
};

/** By the bytes of the sort key, as DynamoDB sorts within a partition. */
const bySortKey = (left: Item, right: Item): number =>
  Buffer.compare(Buffer.from(left.sk?.S ?? ''), Buffer.from(right.sk?.S ?? ''));

const assertCondition = (input: Conditional, before: Item | undefined, known = placeholdersIn(input)): void => {
  const holds = input.ConditionExpression === undefined ? () => true : condition(input.ConditionExpression, known);
  known.assertAllUsed();
  if (holds(before ?? {})) return;
  const shown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : {};
  throw awsError('ConditionalCheckFailedException', 'The conditional request failed', shown);
};

const putItem = (items: Table, input: z.infer<typeof putInput>) => {
  const address = addressOf(input.Item);
  assertSize(input.Item, 'Item size has exceeded the maximum allowed size');
  assertCondition(input, items.get(address));
  items.set(address, kept(input.Item));
  return {};
};

const updateItem = (items: Table, input: z.infer<typeof updateInput>) => {
  const address = addressOfKey(input.Key);
  const known = placeholdersIn(input);
  const change = update(input.UpdateExpression, known);
  const before = items.get(address);
  assertCondition(input, before, known);
  const changed = change(before ?? input.Key);
  assertSize(changed, 'Item size to update has exceeded the maximum allowed size');
  items.set(address, kept(changed));
  return {};
};

const deleteItem = (items: Table, input: z.infer<typeof deleteInput>) => {
  const address = addressOfKey(input.Key);
  assertCondition(input, items.get(address));
  items.delete(address);
  return {};
};

const getItem = (items: Table, input: z.infer<typeof getInput>) => {
  const known = placeholdersIn(input);
  const wanted = input.ProjectionExpression?.split(',').map((name) => nameOf(name.trim(), known));
  if (wanted && new Set(wanted).size < wanted.length)
    throw invalid('Invalid ProjectionExpression: Two document paths overlap with each other');
  known.assertAllUsed();
  const found = items.get(addressOfKey(input.Key));
  if (!found) return {};
  return { Item: wanted ? Object.fromEntries(Object.entries(found).filter(([name]) => wanted.includes(name))) : found };
};

/** `pk = :a`, and perhaps one test of `sk`; nothing else can be asked of an index. */
const keyTest =
  /^\s*(#?\w+)\s*=\s*:\w+(\s+AND\s+((?<sk>#?\w+)\s*([=<>]|<=|>=|BETWEEN\s+:\w+\s+AND\b)\s*:\w+|begins_with\s*\(\s*(?<start>#?\w+)\s*,\s*:\w+\s*\)))?\s*$/i;

const matcherOf = (input: z.infer<typeof queryInput>): ((candidate: Item) => boolean) => {
  const parts = keyTest.exec(input.KeyConditionExpression);
  const known = placeholdersIn(input);
  const sortKey = parts?.groups?.sk ?? parts?.groups?.start;
  if (nameOf(parts?.[1] ?? '', known) !== 'pk' || (sortKey && nameOf(sortKey, known) !== 'sk'))
    throw notKnown(`the key condition "${input.KeyConditionExpression}"`);
  // DynamoDB looks at the values before it looks for items.
  const values = Object.values(input.ExpressionAttributeValues ?? {});
  if (values.some((value) => 'S' in value && value.S === ''))
    throw invalid(
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: sk',
    );
  const matches = condition(input.KeyConditionExpression, known);
  known.assertAllUsed();
  return matches;
};

const query = (items: Table, input: z.infer<typeof queryInput>) => {
  const direction = input.ScanIndexForward === false ? -1 : 1;
  const matches = matcherOf(input);
  const start = input.ExclusiveStartKey;
  if (start) addressOfKey(start);
  const rest = [...items.values()]
    .filter((found) => matches(found) && (!start || direction * bySortKey(found, start) > 0))
    .sort((left, right) => direction * bySortKey(left, right));
  const size = Math.min(input.Limit ?? itemsPerPage, itemsPerPage);
  const page = rest.slice(0, size);
  const last = page.at(size - 1);
  // A full page has a next one, even if that is empty: DynamoDB has not looked further.
  const next = last ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {};
  return { Items: page, Count: page.length, ScannedCount: page.length, ...next };
};

/** What differs from one request of a kind to the next: values of attributes, under any names. */
const attributes: ReadonlySet<string> = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** Everything else about a request, in a form that requests of the same kind have in common. */
const formOf = (name: string, request: Readonly<Record<string, unknown>>): string => {
  let form = name;
  for (const key in request) form += ` ${key}=${attributes.has(key) ? '' : JSON.stringify(request[key])}`;
  return form;
};

const isItem = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isAttribute);

/** Forms that the schema has let through: a night makes thousands of requests of a dozen forms. */
const known = new Set<string>();
const knownMax = 1_000;

const checked = <I>(name: string, schema: z.ZodType<I>, given: unknown): I => {
  const request = (given ?? {}) as Readonly<Record<string, unknown>>;
  const form = formOf(name, request);
  if (known.has(form) && Object.keys(request).every((key) => !attributes.has(key) || isItem(request[key])))
    return given as I;
  const input = schema.safeParse(given);
  if (!input.success) throw notKnown(`this input of ${name}:\n${z.prettifyError(input.error)}`);
  if (known.size < knownMax) known.add(form);
  return input.data;
};

const operation =
  <I extends { TableName: string }>(schema: z.ZodType<I>, run: (items: Table, input: I) => object) =>
  (tables: Map<string, Table>, name: string, given: unknown): unknown => {
    const input = checked(name, schema, given);
    const items = tables.get(input.TableName) ?? new Map();
    tables.set(input.TableName, items);
    assertExpressions(input);
    return run(items, input);
  };

const operations = new Map([
  ['GetItem', operation(getInput, getItem)],
  ['PutItem', operation(putInput, putItem)],
  ['UpdateItem', operation(updateInput, updateItem)],
  ['DeleteItem', operation(deleteInput, deleteItem)],
  ['Query', operation(queryInput, query)],
]);

/** Without names of tables each exists from its first use on. */
export const simulatedDynamoDb = (names?: readonly string[]) => {
  const tables = new Map<string, Table>();
  return {
    handle(name: string, input: unknown): unknown {
      const handler = operations.get(name);
      if (!handler) throw notKnown(`the operation ${name}`);
      if (names && !names.includes((input as { TableName: string }).TableName))
        throw awsError('ResourceNotFoundException', 'Requested resource not found');
      return handler(tables, name, input);
    },
    /** What a table holds as plain values, in the order of the keys; only what has sort keys that begin so. */
    items: (tableName: string, prefix = ''): Record<string, unknown>[] =>
      [...(tables.get(tableName) ?? [])]
        .filter(([, { sk }]) => sk?.S?.startsWith(prefix))
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([, found]) => unmarshall(found as Record<string, AttributeValue>)),
  };
};
export type SimulatedDynamoDb = ReturnType<typeof simulatedDynamoDb>;
