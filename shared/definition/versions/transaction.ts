// Several writes of the state table, all of them or none.
import {
  type DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { OperationError } from '#core/errors.ts';
import { requesting } from '#core/state/dynamodb-errors.ts';

type Cancelled = Error & { readonly CancellationReasons?: readonly { readonly Code?: string }[] };

const reasonsOf = (error: unknown) =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? (error as Cancelled).CancellationReasons
    : undefined;

const isRefusal = ({ Code }: { readonly Code?: string }): boolean =>
  Code === 'None' || Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict';

const isThrottling = ({ Code = '' }: { readonly Code?: string }): boolean =>
  /^(Throttling|ProvisionedThroughput)/.test(Code);

/** False if a condition did not hold, or if something else was writing the same items. */
export const transacted = (
  doing: string,
  client: Pick<DynamoDBClient, 'send'>,
  TransactItems: TransactWriteItemsCommandInput['TransactItems'],
): Promise<boolean> =>
  requesting(doing, async () => {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return true;
    } catch (error) {
      const reasons = reasonsOf(error);
      // Another was first, or is at it at this moment.
      if (reasons?.every(isRefusal)) return false;
      if (reasons?.some(isThrottling))
        throw new OperationError('THROTTLED', `${doing} failed: ${error}`, { cause: error });
      throw error;
    }
  });
