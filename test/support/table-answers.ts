// What DynamoDB answers whoever reads documents in the state table, as the JSON of its protocol.
import type { Document, Documents } from '#cleanup/store/documents.ts';

type Text = { readonly S: string };
type Reading = {
  readonly Key?: { readonly pk: Text; readonly sk: Text };
  readonly ExpressionAttributeValues?: { readonly ':pk': Text; readonly ':sk': Text };
};

const itemOf = ({ value, version }: Document<object>) => ({
  value: { S: JSON.stringify(value) },
  version: { N: String(version) },
});

/** Nothing is written: other requests are refused. */
export const answerOfTable = async (documents: Documents, operation: string, body: string): Promise<object> => {
  const { Key, ExpressionAttributeValues: values } = JSON.parse(body) as Reading;
  if (operation === 'GetItem' && Key) {
    const found = await documents.read(Key.pk.S, Key.sk.S);
    return found ? { Item: itemOf(found) } : {};
  }
  if (operation === 'Query' && values)
    return { Items: (await documents.list(values[':pk'].S, values[':sk'].S)).map(itemOf) };
  throw new Error(`${operation} is no reading`);
};
