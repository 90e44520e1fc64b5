// Several writes in one request: all of them or none.
import { describe, expect, it } from 'vitest';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';

const TableName = 'curfew';
const keyOf = (sk: string) => ({ pk: { S: 'ENV#staging' }, sk: { S: sk } });
const put = (sk: string, run: string, condition = {}) => ({
  Put: { TableName, Item: { ...keyOf(sk), run: { S: run } }, ...condition },
});
const ifAbsent = {
  ConditionExpression: 'attribute_not_exists(pk)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};
const table = () => {
  const dynamodb = simulatedDynamoDb([TableName]);
  dynamodb.handle('PutItem', { TableName, Item: { ...keyOf('b'), run: { S: 'old' } } });
  const transact = (...TransactItems: object[]) => dynamodb.handle('TransactWriteItems', { TransactItems });
  return { transact, runs: () => dynamodb.items(TableName).map(({ sk, run }) => [sk, run]) };
};

describe('a transaction of the simulated DynamoDB', () => {
  it('a transaction makes all of its writes', () => {
    const { transact, runs } = table();
    transact(put('a', 'new', ifAbsent), put('c', 'new'), { Delete: { TableName, Key: keyOf('b') } });

    expect(runs()).toEqual([
      ['a', 'new'],
      ['c', 'new'],
    ]);
  });

  it('a transaction makes none of its writes if one condition fails, and says of each why', () => {
    const { transact, runs } = table();
    let failure: unknown;
    try {
      transact(put('a', 'new', ifAbsent), put('b', 'new', ifAbsent), put('c', 'new'));
    } catch (error) {
      failure = error;
    }

    expect(failure).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { run: { S: 'old' } } },
        { Code: 'None' },
      ],
    });
    expect(runs()).toEqual([['b', 'old']]);
  });

  it.each<[what: string, writes: object[], message: RegExp]>([
    ['two writes of one item', [put('a', '1'), put('a', '2')], /multiple operations on one item/],
    ['no write', [], /Member must have length between 1 and 100/],
    [
      'more than a hundred writes',
      Array.from({ length: 101 }, (_, index) => put(`${index}`, '1')),
      /Member must have length between 1 and 100/,
    ],
    ['a write that it would refuse alone', [put('c', '1'), put('', '1')], /pk and sk must be there/],
  ])('a transaction refuses %s, and nothing is written', (_, writes, message) => {
    const { transact, runs } = table();

    expect(() => transact(...writes)).toThrow(
      expect.objectContaining({ name: 'ValidationException', message: expect.stringMatching(message) }),
    );
    expect(runs()).toEqual([['b', 'old']]);
  });
});
