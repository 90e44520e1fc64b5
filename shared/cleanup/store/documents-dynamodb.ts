// Documents in the state table.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ifVersion, openTable } from '#core/state/dynamodb-table.ts';
import type { Document, Documents } from './documents.ts';

/** `write` names the write: one that was done and whose answer was lost is refused when the SDK repeats it, and is ours. */
type Stored = { readonly value: string; readonly version: number; readonly write: string };

const documentIn = <T>({ value, version }: Stored): Document<T> => ({ value: JSON.parse(value) as T, version });

/** `newId` distinguishes one write from another of the same content. */
export const dynamoDocuments = (
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  newId: (why: string) => string,
): Documents => {
  const table = openTable(client, tableName);
  return {
    async read<T extends object>(pk: string, sk: string) {
      const stored = await table.get<Stored>(`reading ${sk} of ${pk}`, { pk, sk });
      return stored && documentIn<T>(stored);
    },
    async list<T extends object>(pk: string, prefix: string) {
      const stored = await table.list<Stored>(`reading ${prefix}… of ${pk}`, { pk, sk: prefix });
      return stored.map(documentIn<T>);
    },
    async write(pk, sk, value, over, expiresAt) {
      const stored = { value: JSON.stringify(value), version: over + 1, write: newId('write of a document') };
      const standing = await table.put<Stored>(
        `writing ${sk} of ${pk}`,
        { pk, sk },
        stored,
        ifVersion(over),
        expiresAt,
      );
      return standing.write === stored.write;
    },
  };
};
