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
import { addressOf, addressOfKey, assertSize, isAttribute, kept } from './dynamodb-items.ts';
import { type TransactWrite, tablesOf, transactInput, transaction } from './dynamodb-transaction.ts';

/** A real page holds a megabyte. A small one makes every reader follow pages. */
const itemsPerPage = 25;

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
const checkInput = z.strictObject({ ...conditional, Key: item, ConditionExpression: z.string() });
const queryInput = z.strictObject({
  ...table,
  ...expressionFields,
  KeyConditionExpression: z.string(),
  ProjectionExpression: z.string().optional(),
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
  const fields = input as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    if (!key.includes('Expression')) continue;
    const given = fields[key];
    if (key.endsWith('Expression') && typeof given === 'string' && given.trim() === '')
      throw invalid(`Invalid ${key}: The expression can not be empty;`);
    if (key.startsWith('ExpressionAttribute') && given && Object.keys(given).length === 0)
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

/** In the order of UTF-16 such characters stand elsewhere than in that of bytes. */
const sortsOtherwise = /[\ud800-\uffff]/;

/** By the bytes of the sort key, as DynamoDB sorts within a partition. */
const bySortKey = (left: Item, right: Item): number => {
  const [first, second] = [left.sk?.S ?? '', right.sk?.S ?? ''];
  if (first === second) return 0;
  if (sortsOtherwise.test(first) || sortsOtherwise.test(second))
    return Buffer.compare(Buffer.from(first), Buffer.from(second));
  return first < second ? -1 : 1;
};

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

const projected = (expression: string | undefined, known: Placeholders): ((found: Item) => Item) => {
  const wanted = expression?.split(',').map((name) => nameOf(name.trim(), known));
  if (!wanted) return (found) => found;
  if (new Set(wanted).size < wanted.length)
    throw invalid('Invalid ProjectionExpression: Two document paths overlap with each other');
  return (found) => Object.fromEntries(Object.entries(found).filter(([name]) => wanted.includes(name)));
};

const getItem = (items: Table, input: z.infer<typeof getInput>) => {
  const known = placeholdersIn(input);
  const shown = projected(input.ProjectionExpression, known);
  known.assertAllUsed();
  const found = items.get(addressOfKey(input.Key));
  return found ? { Item: shown(found) } : {};
};

/** `pk = :a`, and perhaps one test of `sk`; nothing else can be asked of an index. */
const keyTest =
  /^\s*(#?\w+)\s*=\s*(?<partition>:\w+)(\s+AND\s+((?<sk>#?\w+)\s*([=<>]|<=|>=|BETWEEN\s+:\w+\s+AND\b)\s*:\w+|begins_with\s*\(\s*(?<start>#?\w+)\s*,\s*(?<prefix>:\w+)\s*\)))?\s*$/i;

const matcherOf = (input: z.infer<typeof queryInput>, known: Placeholders): ((candidate: Item) => boolean) => {
  const parts = keyTest.exec(input.KeyConditionExpression);
  const sortKey = parts?.groups?.sk ?? parts?.groups?.start;
  if (nameOf(parts?.[1] ?? '', known) !== 'pk' || (sortKey && nameOf(sortKey, known) !== 'sk'))
    throw notKnown(`the key condition "${input.KeyConditionExpression}"`);
  // DynamoDB looks at the values before it looks for items.
  const values = Object.values(input.ExpressionAttributeValues ?? {});
  if (values.some((value) => 'S' in value && value.S === ''))
    throw invalid(
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: sk',
    );
  return keyed(input, parts, known);
};

/** What every query asks of every item of the table: the two values themselves, rather than the meaning of an expression. */
const keyed = (
  { KeyConditionExpression, ExpressionAttributeValues = {} }: z.infer<typeof queryInput>,
  parts: RegExpExecArray | null,
  known: Placeholders,
): ((candidate: Item) => boolean) => {
  const { partition = '', prefix } = parts?.groups ?? {};
  const [pk, start] = [ExpressionAttributeValues[partition]?.S, prefix && ExpressionAttributeValues[prefix]?.S];
  const holds = condition(KeyConditionExpression, known);
  if (pk === undefined) return holds;
  if (start === undefined) return (candidate) => candidate.pk?.S === pk && holds(candidate);
  return (candidate) => candidate.pk?.S === pk && candidate.sk?.S?.startsWith(start) === true;
};

const query = (items: Table, input: z.infer<typeof queryInput>) => {
  const direction = input.ScanIndexForward === false ? -1 : 1;
  const known = placeholdersIn(input);
  const matches = matcherOf(input, known);
  const shown = projected(input.ProjectionExpression, known);
  known.assertAllUsed();
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
  return { Items: page.map(shown), Count: page.length, ScannedCount: page.length, ...next };
};

/** What differs from one request of a kind to the next: values of attributes, under any names. */
const attributes: ReadonlySet<string> = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** Everything else about a request, in a form that requests of the same kind have in common. */
const formOf = (name: string, request: Readonly<Record<string, unknown>>): string => {
  let form = name;
  for (const key in request) {
    const value = request[key];
    form += ` ${key}=`;
    // No JSON begins so.
    if (!attributes.has(key)) form += typeof value === 'string' ? `'${value}` : JSON.stringify(value);
  }
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

const checkItem = (items: Table, input: z.infer<typeof checkInput>): void =>
  assertCondition(input, items.get(addressOfKey(input.Key)));

const transacted = (items: Table, { Put, Update, Delete, ConditionCheck }: TransactWrite): void => {
  if (Put) putItem(items, checked('Put', putInput, Put));
  if (Update) updateItem(items, checked('Update', updateInput, Update));
  if (Delete) deleteItem(items, checked('Delete', deleteInput, Delete));
  if (ConditionCheck) checkItem(items, checked('ConditionCheck', checkInput, ConditionCheck));
};

type Operation = (tables: Map<string, Table>, name: string, given: unknown) => unknown;

const transact: Operation = (tables, _, given) => {
  const input = transactInput.safeParse(given);
  if (!input.success) throw notKnown(`this input of TransactWriteItems:\n${z.prettifyError(input.error)}`);
  for (const one of input.data.TransactItems) for (const write of Object.values(one)) assertExpressions(write ?? {});
  return transaction(tables, input.data, transacted);
};

const operations = new Map<string, Operation>([
  ['GetItem', operation(getInput, getItem)],
  ['PutItem', operation(putInput, putItem)],
  ['UpdateItem', operation(updateInput, updateItem)],
  ['DeleteItem', operation(deleteInput, deleteItem)],
  ['Query', operation(queryInput, query)],
  ['TransactWriteItems', transact],
]);

/** Without names of tables each exists from its first use on. */
export const simulatedDynamoDb = (names?: readonly string[]) => {
  const tables = new Map<string, Table>();
  return {
    handle(name: string, input: unknown): unknown {
      const handler = operations.get(name);
      if (!handler) throw notKnown(`the operation ${name}`);
      const asked = name === 'TransactWriteItems' ? tablesOf(input) : [(input as { TableName: string }).TableName];
      if (names && asked.some((one) => !names.includes(one)))
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
