// Writes of the same moment in one request. A large run remembers, restores and forgets hundreds of resources, several at once: while
// one request is on its way the next writes gather, and go together. Each keeps its own condition and gets its own answer.
import { type DynamoDBClient, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { type Key, keyItem } from '#core/state/dynamodb-table.ts';
import type { Permit } from './state-store.ts';

type Write<T> = {
  readonly key: Key;
  /** As a part of a transaction. */
  readonly part: () => TransactWriteItem;
  /** What it comes to when it is made as a part. */
  readonly made: T;
  /** The same write as a request of its own. */
  readonly alone: () => Promise<T>;
  readonly permit?: Permit | undefined;
};

type Waiting = Write<unknown> & { readonly settle: (answer: Promise<unknown>) => void };

/** DynamoDB takes 100 in a transaction, and 4 MB. A memory is a kilobyte or two. */
const partsMax = 50;

const addressOf = ({ key }: Write<unknown>): string => JSON.stringify(keyItem(key));

/** Two writes of the same item do not go together: the second waits. */
const nextOf = (waiting: Waiting[]): Waiting[] => {
  const addresses = new Set<string>();
  const batch: Waiting[] = [];
  for (const one of waiting) {
    if (batch.length === partsMax || addresses.has(addressOf(one))) break;
    addresses.add(addressOf(one));
    batch.push(one);
  }
  waiting.splice(0, batch.length);
  return batch;
};

const permitted = async (write: Waiting): Promise<boolean> => {
  try {
    await write.permit?.();
    return true;
  } catch (error) {
    write.settle(Promise.reject(error));
    return false;
  }
};

export const openTogether = (client: Pick<DynamoDBClient, 'send'>) => {
  const waiting: Waiting[] = [];
  let isAtWork = false;

  /** Nothing of a refused transaction is done, whatever the reason: then each is asked for alone and hears its own. */
  const send = async (batch: readonly Waiting[]): Promise<void> => {
    if (batch.length > 1) {
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: batch.map(({ part }) => part()) }));
        for (const { settle, made } of batch) settle(Promise.resolve(made));
        return;
      } catch {
        const still = await Promise.all(batch.map(permitted));
        const open = batch.filter((_, index) => still[index]);
        await Promise.allSettled(open.map((one) => settled(one)));
        return;
      }
    }
    await Promise.allSettled(batch.map((one) => settled(one)));
  };

  const settled = (write: Waiting): Promise<unknown> => {
    const answer = write.alone();
    write.settle(answer);
    return answer;
  };

  const work = async (): Promise<void> => {
    isAtWork = true;
    for (let isFirst = true; waiting.length > 0; isFirst = false) {
      const batch = nextOf(waiting);
      // Whoever asked just now has asked for permission just now, too.
      const may = isFirst ? batch.map(() => true) : await Promise.all(batch.map(permitted));
      await send(batch.filter((_, index) => may[index]));
    }
    isAtWork = false;
  };

  return {
    write<T>(write: Write<T>): Promise<T> {
      return new Promise<T>((resolve) => {
        waiting.push({ ...write, settle: (answer) => resolve(answer as Promise<T>) });
        if (isAtWork || waiting.length > 1) return;
        // Until all that can be asked for now has been: promises that have settled go on before.
        process.nextTick(() => void work());
      });
    },
  };
};
