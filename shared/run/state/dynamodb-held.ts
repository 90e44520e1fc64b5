// Changes of what a run has written, as long as no other has since: false if by now another has, or nobody. Apart from the
// rest of the table, as few functions may make them.
import {
  DeleteItemCommand,
  type DynamoDBClient,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { requesting } from '#core/state/dynamodb-errors.ts';
import { type Condition, type Item, type Key, keyItem } from '#core/state/dynamodb-table.ts';

const ifHeldBy = (run: string): Condition => ({
  ConditionExpression: '#run = :run',
  ExpressionAttributeNames: { '#run': 'run' },
  ExpressionAttributeValues: { ':run': { S: run } },
});

export const openHeld = (client: Pick<DynamoDBClient, 'send'>, TableName: string) => {
  const write = (doing: string, call: () => Promise<unknown>): Promise<boolean> =>
    requesting(
      `${doing} in table ${TableName}`,
      () => call().then(() => true),
      () => false,
    );

  const changing = (key: Key, run: string, changed: Item) => {
    const held = ifHeldBy(run);
    const names = Object.keys(changed);
    return {
      TableName,
      Key: keyItem(key),
      ...held,
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: {
        ...held.ExpressionAttributeNames,
        ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...held.ExpressionAttributeValues,
        ...Object.fromEntries(Object.entries(changed).map(([name, value]) => [`:${name}`, value])),
      },
    };
  };
  const removing = (key: Key, run: string) => ({ TableName, Key: keyItem(key), ...ifHeldBy(run) });

  return {
    change: (doing: string, key: Key, run: string, changed: Item): Promise<boolean> =>
      write(doing, () => client.send(new UpdateItemCommand(changing(key, run, changed)))),
    remove: (doing: string, key: Key, run: string): Promise<boolean> =>
      write(doing, () => client.send(new DeleteItemCommand(removing(key, run)))),
    /** The same as parts of a transaction. */
    changePart: (key: Key, run: string, changed: Item): TransactWriteItem => ({ Update: changing(key, run, changed) }),
    removePart: (key: Key, run: string): TransactWriteItem => ({ Delete: removing(key, run) }),
  };
};
