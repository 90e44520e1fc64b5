// What DynamoDB refuses, the simulated one refuses, too.
import { describe, expect, it } from 'vitest';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';

const TableName = 'curfew';
const keyOf = (sk: string, pk = 'ENV#staging') => ({ pk: { S: pk }, sk: { S: sk } });
const table = () => {
  const dynamodb = simulatedDynamoDb([TableName]);
  dynamodb.handle('PutItem', { TableName, Item: { ...keyOf('LEASE'), run: { S: 'stop-1' } } });
  return dynamodb;
};

describe('the simulated DynamoDB', () => {
  it.each<[what: string, operation: string, input: object, message: RegExp]>([
    ['a sort key over 1,024 bytes', 'PutItem', { Item: keyOf('é'.repeat(513)) }, /range keys.*1024/],
    ['a partition key over 2,048 bytes', 'PutItem', { Item: keyOf('a', 'x'.repeat(2_049)) }, /hashkey.*2048/],
    ['an item over 400 KB', 'PutItem', { Item: { ...keyOf('a'), text: { S: 'x'.repeat(410_000) } } }, /Item size/],
    [
      'an update to an item over 400 KB',
      'UpdateItem',
      {
        Key: keyOf('LEASE'),
        UpdateExpression: 'SET #text = :text',
        ExpressionAttributeNames: { '#text': 'text' },
        ExpressionAttributeValues: { ':text': { S: 'x'.repeat(410_000) } },
      },
      /Item size to update/,
    ],
    ['an empty condition', 'PutItem', { Item: keyOf('a'), ConditionExpression: '' }, /can not be empty/],
    ['an empty change', 'UpdateItem', { Key: keyOf('a'), UpdateExpression: ' ' }, /can not be empty/],
    ['empty values', 'PutItem', { Item: keyOf('a'), ExpressionAttributeValues: {} }, /must not be empty/],
    [
      'values without an expression',
      'PutItem',
      { Item: keyOf('a'), ExpressionAttributeValues: { ':a': { S: 'a' } } },
      /uses :a/,
    ],
    [
      'a projection of one attribute twice',
      'GetItem',
      { Key: keyOf('LEASE'), ProjectionExpression: '#a, #b', ExpressionAttributeNames: { '#a': 'run', '#b': 'run' } },
      /overlap/,
    ],
    [
      'redundant parentheses',
      'PutItem',
      { Item: keyOf('a'), ConditionExpression: '((attribute_not_exists(pk)))' },
      /redundant parentheses/,
    ],
    [
      'a prefix that is empty',
      'Query',
      {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: 'ENV#staging' }, ':sk': { S: '' } },
      },
      /empty string/,
    ],
  ])('the simulated DynamoDB refuses %s', (_, operation, input, message) => {
    expect(() => table().handle(operation, { TableName, ...input })).toThrow(message);
  });

  it.each([' 1', '1 ', '0x10', '', '1e', 'Infinity', '1'.repeat(39)])(
    'the simulated DynamoDB refuses the number "%s"',
    (N) => {
      expect(() => table().handle('PutItem', { TableName, Item: { ...keyOf('a'), n: { N } } })).toThrow();
    },
  );

  it.each(['1', '-1.5', '+2', '.5', '1e3', '1.', '0'.repeat(50)])(
    'the simulated DynamoDB takes the number "%s"',
    (N) => {
      expect(() => table().handle('PutItem', { TableName, Item: { ...keyOf('a'), n: { N } } })).not.toThrow();
    },
  );

  it('the simulated DynamoDB knows no other table than those it was given', () => {
    expect(() => table().handle('GetItem', { TableName: 'other', Key: keyOf('LEASE') })).toThrow(/not found/);
  });
});

describe('a transaction of the simulated DynamoDB', () => {
  const put = (sk: string, condition?: string) => ({
    Put: {
      TableName,
      Item: { ...keyOf(sk), run: { S: 'stop-2' } },
      ...(condition ? { ConditionExpression: condition } : {}),
    },
  });
  const remove = (sk: string) => ({ Delete: { TableName, Key: keyOf(sk) } });
  const check = (sk: string, condition: string) => ({
    ConditionCheck: { TableName, Key: keyOf(sk), ConditionExpression: condition },
  });
  const transact = (dynamodb: ReturnType<typeof table>, TransactItems: readonly object[], token?: string) =>
    dynamodb.handle('TransactWriteItems', { TransactItems, ...(token ? { ClientRequestToken: token } : {}) });
  const keysIn = (dynamodb: ReturnType<typeof table>) => dynamodb.items(TableName).map(({ sk }) => sk);

  it('a transaction makes all of its writes', () => {
    const dynamodb = table();
    transact(dynamodb, [put('a', 'attribute_not_exists(pk)'), remove('LEASE'), check('b', 'attribute_not_exists(pk)')]);
    expect(keysIn(dynamodb)).toEqual(['a']);
  });

  it('a transaction makes none of its writes if one condition fails, and says which', () => {
    const dynamodb = table();
    expect(() => transact(dynamodb, [put('a'), check('LEASE', 'attribute_not_exists(pk)'), remove('b')])).toThrow(
      expect.objectContaining({
        name: 'TransactionCanceledException',
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
          { Code: 'None' },
        ],
      }),
    );
    expect(keysIn(dynamodb)).toEqual(['LEASE']);
  });

  it('a transaction that is sent again with its token is answered and not made again; with other writes it is refused', () => {
    const dynamodb = table();
    const writes = [put('a', 'attribute_not_exists(pk)')];
    transact(dynamodb, writes, 'token');
    expect(transact(dynamodb, writes, 'token')).toEqual({});
    expect(() => transact(dynamodb, [put('b')], 'token')).toThrow(
      expect.objectContaining({ name: 'IdempotentParameterMismatchException' }),
    );
  });

  it.each<[what: string, writes: readonly object[], message: RegExp]>([
    ['no writes', [], /between 1 and 100/],
    ['more than 100 writes', Array.from({ length: 101 }, (_, index) => put(`a${index}`)), /between 1 and 100/],
    ['two writes of one item', [put('a'), remove('a')], /multiple operations on one item/],
    ['two operations in one', [{ ...put('a'), ...remove('b') }], /only contain one of/],
    [
      'more than 4 MB',
      Array.from({ length: 11 }, (_, index) => ({
        Put: { TableName, Item: { ...keyOf(`a${index}`), text: { S: 'x'.repeat(400_000) } } },
      })),
      /aggregate size of 4 MB/,
    ],
    ['another table', [{ Put: { ...put('a').Put, TableName: 'other' } }], /resource not found/],
    ['an empty condition', [put('a', ' ')], /can not be empty/],
  ])('a transaction of %s is refused, and nothing is written', (_, writes, message) => {
    const dynamodb = table();
    expect(() => transact(dynamodb, writes)).toThrow(message);
    expect(keysIn(dynamodb)).toEqual(['LEASE']);
  });
});
