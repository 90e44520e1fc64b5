// Transactions of the simulated DynamoDB: all of the writes or none, and who failed by the place in the list.
import * as z from 'zod';
import { awsError } from './aws-error.ts';
import { type Item, invalid } from './dynamodb-expressions.ts';
import { addressOf, addressOfKey, sizeOf } from './dynamodb-items.ts';

type Table = Map<string, Item>;

/** Each write is checked by the same schema as the single one; here only that it has what every one has. */
const write = z.looseObject({ TableName: z.string() });
const writeInput = z.strictObject({
  Put: write.optional(),
  Update: write.optional(),
  Delete: write.optional(),
  ConditionCheck: write.optional(),
});
export type TransactWrite = z.infer<typeof writeInput>;

export const transactInput = z.strictObject({
  TransactItems: z.array(writeInput),
  ClientRequestToken: z.string().optional(),
});
type TransactInput = z.infer<typeof transactInput>;

const writesMax = 100;
const bytesMax = 4 * 1_024 * 1_024;

const writeIn = (one: TransactWrite): z.infer<typeof write> => {
  const [given, ...others] = Object.values(one).filter((value) => value !== undefined);
  if (given === undefined || others.length > 0)
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  return given;
};

/** A transaction's writes, each as the request that it would be alone: `PutItem` of `{ Put: … }`. */
export const writesOf = (input: unknown): { readonly name: string; readonly input: unknown }[] =>
  ((input as { TransactItems?: TransactWrite[] }).TransactItems ?? []).flatMap((one) =>
    Object.entries(one).map(([kind, write]) => ({ name: `${kind}Item`, input: write })),
  );

/** The names of all tables that are written. */
export const tablesOf = (input: unknown): string[] =>
  ((input as { TransactItems?: TransactWrite[] }).TransactItems ?? []).map((one) => writeIn(one).TableName);

const addressIn = (one: TransactWrite): string => {
  const given = writeIn(one);
  return one.Put ? addressOf(given.Item as Item) : addressOfKey(given.Key as Item);
};

const placeOf = (one: TransactWrite): string => `${writeIn(one).TableName} ${addressIn(one)}`;

const assertWithinLimits = ({ TransactItems, ClientRequestToken }: TransactInput): void => {
  if (TransactItems.length === 0 || TransactItems.length > writesMax)
    throw invalid(`Member must have length between 1 and ${writesMax}, inclusive: transactItems`);
  if (ClientRequestToken !== undefined && (ClientRequestToken === '' || ClientRequestToken.length > 36))
    throw invalid('Member must have length between 1 and 36, inclusive: clientRequestToken');
  if (new Set(TransactItems.map(placeOf)).size < TransactItems.length)
    throw invalid('Transaction request cannot include multiple operations on one item');
  const bytes = TransactItems.reduce((sum, { Put }) => sum + (Put ? sizeOf(Put.Item as Item) : 0), 0);
  if (bytes > bytesMax) throw invalid('Transaction request exceeds the aggregate size of 4 MB');
};

type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: unknown };

/** What a single write says of its condition; everything else refuses the whole request by itself. */
const reasonOf = (error: unknown): Reason => {
  if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  const shown = 'Item' in error && error.Item ? { Item: error.Item } : {};
  return { Code: 'ConditionalCheckFailed', Message: error.message, ...shown };
};

const reasonIn = (carryOut: () => void): Reason => {
  try {
    carryOut();
    return { Code: 'None' };
  } catch (error) {
    return reasonOf(error);
  }
};

/** By token: a request that is sent again with it is answered, and made only once. */
const made = new WeakMap<Map<string, Table>, Map<string, string>>();

const wasMade = (tables: Map<string, Table>, { ClientRequestToken: token, ...request }: TransactInput): boolean => {
  const known = made.get(tables)?.get(token ?? '');
  if (token === undefined || known === undefined) return false;
  if (known === JSON.stringify(request)) return true;
  throw awsError(
    'IdempotentParameterMismatchException',
    'The request uses the same client token with other parameters',
  );
};

const tableOf = (tables: Map<string, Table>, name: string): Table => {
  const table = tables.get(name) ?? new Map();
  tables.set(name, table);
  return table;
};

/** Puts back what stood at the places of the writes: no two of them are of one item. */
const undoing = (tables: Map<string, Table>, { TransactItems }: TransactInput): (() => void) => {
  const before = TransactItems.map((one) => {
    const table = tableOf(tables, writeIn(one).TableName);
    const address = addressIn(one);
    return { table, address, item: table.get(address) };
  });
  return () => {
    for (const { table, address, item } of before)
      if (item) table.set(address, item);
      else table.delete(address);
  };
};

/** `carryOut` makes one write in a table. All are made, and undone unless all conditions held. */
export const transaction = (
  tables: Map<string, Table>,
  input: TransactInput,
  carryOut: (table: Table, one: TransactWrite) => void,
): object => {
  assertWithinLimits(input);
  if (wasMade(tables, input)) return {};
  const undo = undoing(tables, input);
  let reasons: readonly Reason[];
  try {
    reasons = input.TransactItems.map((one) => reasonIn(() => carryOut(tableOf(tables, writeIn(one).TableName), one)));
  } catch (error) {
    undo();
    throw error;
  }
  if (reasons.some(({ Code }) => Code !== 'None')) {
    undo();
    const codes = reasons.map(({ Code }) => Code).join(', ');
    throw awsError(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      { CancellationReasons: reasons },
    );
  }
  const { ClientRequestToken: token, ...request } = input;
  if (token !== undefined) made.set(tables, new Map(made.get(tables)).set(token, JSON.stringify(request)));
  return {};
};
