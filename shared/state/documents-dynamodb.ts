// Documents in the state table. Every write is one conditional put.
import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Document, Documents } from './documents.ts';
import { requesting } from './dynamodb-errors.ts';

type Item = Parameters<typeof unmarshall>[0];

/** Only this file writes such items, so what it reads has the type that was written. */
const documentIn = <T>(item: Item): Document<T> => {
  const { value, version } = unmarshall(item as Record<string, never>);
  return { value: JSON.parse(value) as T, version };
};

const standing = (over: number) =>
  over === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :over',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':over': { N: String(over) } },
      };

/** A put that was done and whose answer was lost is refused when the SDK repeats it: what stands then is that very put. */
const isOurs = (item: Item, write: string): boolean => unmarshall(item as Record<string, never>).write === write;

/** `newId` tells one write from another of the same content. */
export const dynamoDocuments = (
  client: Pick<DynamoDBClient, 'send'>,
  TableName: string,
  newId: (why: string) => string,
): Documents => ({
  async read<T extends object>(pk: string, sk: string) {
    const input = { TableName, Key: marshall({ pk, sk }), ConsistentRead: true };
    const doing = `reading ${sk} of ${pk} in table ${TableName}`;
    const { Item } = await requesting(doing, () => client.send(new GetItemCommand(input)));
    return Item && documentIn<T>(Item);
  },
  async list<T extends object>(pk: string, prefix: string) {
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': prefix }),
      ConsistentRead: true,
    };
    const found: Document<T>[] = [];
    let start: Item | undefined;
    do {
      const from = start ? { ExclusiveStartKey: start as Record<string, never> } : {};
      const doing = `reading ${prefix}… of ${pk} in table ${TableName}`;
      const page = await requesting(doing, () => client.send(new QueryCommand({ ...input, ...from })));
      found.push(...(page.Items ?? []).map((item) => documentIn<T>(item)));
      start = page.LastEvaluatedKey;
    } while (start);
    return found;
  },
  async write(pk, sk, value, over, expiresAt) {
    const write = newId('write of a document');
    const item = { pk, sk, value: JSON.stringify(value), version: over + 1, write, expiresAt };
    const input = {
      TableName,
      Item: marshall(item, { removeUndefinedValues: true }),
      ...standing(over),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    return requesting(
      `writing ${sk} of ${pk} in table ${TableName}`,
      () => client.send(new PutItemCommand(input)).then(() => true),
      (there) => Object.keys(there).length > 0 && isOurs(there, write),
    );
  },
});
