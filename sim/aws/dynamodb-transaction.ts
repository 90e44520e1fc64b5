// Several writes of the simulated DynamoDB in one request: all of them or none.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { awsError } from './aws-error.ts';
import { invalid, notKnown } from './dynamodb-expressions.ts';

type Item = Readonly<Record<string, AttributeValue>>;
type Tables = Map<string, Map<string, Item>>;

/** One of the writes, as a request of its own: `PutItem` of `{ Put: … }`. */
type Single = { readonly name: string; readonly input: { readonly TableName: string } };

const single = z.looseObject({ TableName: z.string() });
const input = z.strictObject({
  TransactItems: z
    .array(
      z.union([
        z.strictObject({ Put: single }),
        z.strictObject({ Update: single }),
        z.strictObject({ Delete: single }),
      ]),
    )
    .min(1)
    .max(100),
  ClientRequestToken: z.string().optional(),
});

export const transaction = 'TransactWriteItems';

/** The writes of a transaction, or undefined for every other request. */
export const writesOf = (name: string, given: unknown): Single[] | undefined => {
  if (name !== transaction) return undefined;
  const read = input.safeParse(given);
  if (!read.success) throw notKnown(`this input of ${transaction}:\n${z.prettifyError(read.error)}`);
  return read.data.TransactItems.flatMap((one) =>
    Object.entries(one).map(([kind, write]) => ({ name: `${kind}Item`, input: write })),
  );
};

const keyOf = ({ input: write }: Single): string => {
  const { Key, Item } = write as { readonly Key?: Item; readonly Item?: Item };
  const { pk, sk } = Key ?? Item ?? {};
  return JSON.stringify([write.TableName, pk, sk]);
};

const isRefusal = (error: unknown): error is Error & { readonly Item?: Item } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };

type Make = (name: string, input: unknown) => unknown;

/** Makes all writes of a transaction, or one request of another kind. */
export const transact = (tables: Tables, name: string, given: unknown, make: Make): unknown => {
  const writes = writesOf(name, given);
  return writes ? allOrNone(tables, writes, make) : make(name, given);
};

/** Of a transaction that is refused each write is told why: `None` where another one was the reason. */
const allOrNone = (tables: Tables, writes: readonly Single[], make: Make): object => {
  if (new Set(writes.map(keyOf)).size < writes.length)
    throw invalid('Transaction request cannot include multiple operations on one item');
  const before = new Map([...tables].map(([name, items]) => [name, new Map(items)]));
  const undo = (): void => {
    for (const name of tables.keys()) tables.set(name, before.get(name) ?? new Map());
  };
  const reasonOf = (write: Single): Reason => {
    try {
      make(write.name, write.input);
      return { Code: 'None' };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return {
        Code: 'ConditionalCheckFailed',
        Message: error.message,
        ...(error.Item === undefined ? {} : { Item: error.Item }),
      };
    }
  };
  let reasons: Reason[];
  try {
    reasons = writes.map(reasonOf);
  } catch (error) {
    undo();
    throw error;
  }
  if (reasons.every(({ Code }) => Code === 'None')) return {};
  undo();
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw awsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
};
