import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { condition, type Item, placeholders, update } from '#sim/aws/dynamodb-expressions.ts';

const item: Item = {
  pk: { S: 'ENV#staging' },
  sk: { S: 'LEASE' },
  run: { S: 'stop-1' },
  until: { N: '100' },
  held: { BOOL: true },
  path: { L: [{ S: 'a' }, { M: { b: { N: '1' } } }] },
};
const names = { '#run': 'run', '#until': 'until', '#held': 'held', '#path': 'path', '#none': 'none' };
const values: Record<string, AttributeValue> = {
  ':run': { S: 'stop-1' },
  ':sto': { S: 'sto' },
  ':zzz': { S: 'zzz' },
  ':9': { N: '9' },
  ':100': { N: '100.0' },
  ':200': { N: '200' },
  ':yes': { BOOL: true },
  ':path': { L: [{ S: 'a' }, { M: { b: { N: '1' } } }] },
};

const holds = (expression: string, of: Item = item): boolean => condition(expression, placeholders(names, values))(of);

describe('a condition of the simulated DynamoDB', () => {
  it.each([
    ['#run = :run', true],
    ['#run = :zzz', false],
    ['#run <> :zzz', true],
    ['#run < :zzz', true],
    ['#run >= :zzz', false],
    ['#until = :100', true],
    ['#until > :9', true],
    ['#until <= :100', true],
    [':200 > #until', true],
    ['#held = :yes', true],
    ['#path = :path', true],
    ['#until BETWEEN :9 AND :100', true],
    ['#until BETWEEN :100 AND :200 AND #run = :zzz', false],
    ['attribute_exists(#run)', true],
    ['attribute_exists(#none)', false],
    ['attribute_not_exists(pk)', false],
    ['attribute_not_exists(#none)', true],
    ['begins_with(#run, :sto)', true],
    ['begins_with(#run, :zzz)', false],
    ['begins_with(#until, :sto)', false],
  ])('a condition of the simulated DynamoDB knows that %s is %s', (expression, expected) => {
    expect(holds(expression)).toBe(expected);
  });

  it.each([
    ['#none = :run', false],
    ['#none < :run', false],
    ['#none <> :run', true],
    ['#run < :200', false],
    ['#run > :200', false],
    ['#run = :100', false],
  ])(
    'a condition of the simulated DynamoDB finds values incomparable that are missing or of another type: %s is %s',
    (expression, expected) => {
      expect(holds(expression)).toBe(expected);
    },
  );

  it.each([
    ['#run = :run OR #run = :zzz AND #until = :9', true],
    ['(#run = :run OR #run = :zzz) AND #until = :9', false],
    ['NOT #run = :run OR #until = :100', true],
    ['NOT (#run = :run OR #until = :100)', false],
    ['NOT NOT #run = :run', true],
    ['#run = :run and not #run = :zzz', true],
    ['attribute_not_exists(pk) OR #until <= :9 OR #run = :run', true],
  ])('a condition of the simulated DynamoDB binds NOT before AND before OR: %s is %s', (expression, expected) => {
    expect(holds(expression)).toBe(expected);
  });

  it.each([
    'size(#run) = :9',
    'contains(#run, :run)',
    '#run IN (:run)',
    '#run.first = :run',
    '#path[0] = :run',
    'until = :100',
    "#run = 'stop-1'",
    '#run',
    '#run =',
    '#run = :run AND',
    '(#run = :run',
    '#run = :run)',
    '#run == :run',
    '#run = :run #until = :9',
    'attribute_exists(:run)',
    'toString(#run)',
    '',
  ])('a condition of the simulated DynamoDB refuses what it does not know: "%s"', (expression) => {
    expect(() => holds(expression)).toThrow(/^the simulated DynamoDB does not support /);
  });

  it('a condition of the simulated DynamoDB refuses to order what DynamoDB cannot order', () => {
    expect(() => holds('#held < :yes')).toThrow('the simulated DynamoDB does not support an order of BOOL values');
  });
});

describe('the placeholders of a request', () => {
  it('a placeholder that an expression of a request uses must be defined', () => {
    expect(() => holds('#what = :run')).toThrow('an expression uses #what, which is not defined');
    expect(() => holds('#run = :what')).toThrow('an expression uses :what, which is not defined');
  });

  it('a placeholder that a request defines must be used', () => {
    const known = placeholders({ '#run': 'run', '#until': 'until' }, { ':run': { S: 'x' }, ':9': { N: '9' } });
    condition('#run = :run', known);
    expect(() => known.assertAllUsed()).toThrow('no expression uses #until, :9');
  });
});

describe('an update of the simulated DynamoDB', () => {
  const updated = (expression: string): Item => update(expression, placeholders(names, values))(item);

  it('an update of the simulated DynamoDB sets and removes attributes, and leaves the item before as it was', () => {
    const after = updated('SET #run = :zzz, #none = :yes REMOVE #held, #path');
    expect(after).toEqual({ ...item, run: { S: 'zzz' }, none: { BOOL: true }, held: undefined, path: undefined });
    expect(Object.keys(after)).not.toContain('held');
    expect(item.run).toEqual({ S: 'stop-1' });
  });

  it.each([
    ['SET #until = #until + :9', '109'],
    ['SET #until = #until - :9', '91'],
    ['set #until = :9', '9'],
  ])('an update of the simulated DynamoDB calculates: %s makes %s', (expression, expected) => {
    expect(updated(expression).until).toEqual({ N: expected });
  });

  it('an update of the simulated DynamoDB reads only the item as it was before', () => {
    expect(updated('SET #until = :9, #none = #until')).toMatchObject({ until: { N: '9' }, none: { N: '100' } });
  });

  it.each([
    ['SET #until = if_not_exists(#until, :9)', 'does not support what "if_not_exists" means'],
    ['ADD #until :9', 'does not support what "ADD" means'],
    ['SET #until = :9 #run = :run', 'does not support what "#run" means'],
    ['SET #until', 'does not support what "its end" means'],
    ['SET pk = :run', 'pk and sk are part of the key'],
    ['SET #until = :9 REMOVE #until', 'two changes of one attribute overlap'],
    ['SET #until = #none', 'refers to an attribute that does not exist'],
    ['SET #until = #run + :9', 'missing or is not a number'],
  ])('the simulated DynamoDB refuses the update %s', (expression, message) => {
    expect(() => updated(expression)).toThrow(message);
  });
});

describe('the simulated DynamoDB', () => {
  const key = (sk: string): Record<string, AttributeValue> => ({ pk: { S: 'ENV#staging' }, sk: { S: sk } });
  const TableName = 'curfew';

  const filled = () => {
    const db = simulatedDynamoDb();
    for (let day = 10; day < 70; day++) db.handle('PutItem', { TableName, Item: key(`RUN#${day}`) });
    db.handle('PutItem', { TableName, Item: key('LEASE') });
    return db;
  };

  const sortKeys = (answer: unknown): (string | undefined)[] =>
    (answer as { Items: Item[] }).Items.map(({ sk }) => sk?.S);

  const queried = (test: string, bounds: string[], more: object = {}): unknown =>
    filled().handle('Query', {
      TableName,
      KeyConditionExpression: `#pk = :pk${test}`,
      ExpressionAttributeNames: { '#pk': 'pk' },
      ExpressionAttributeValues: Object.fromEntries([
        [':pk', { S: 'ENV#staging' }],
        ...bounds.map((bound, index) => [`:${index}`, { S: bound }]),
      ]),
      ...more,
    });

  it('the simulated DynamoDB fails a condition as the SDK reports it, with what stands if that is asked for', () => {
    const request = { TableName, Item: key('LEASE'), ConditionExpression: 'attribute_not_exists(pk)' };
    const shown = { name: 'ConditionalCheckFailedException', $fault: 'client', $metadata: { httpStatusCode: 400 } };
    const all = { ...request, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    const failure = (input: object): unknown => {
      try {
        return filled().handle('PutItem', input);
      } catch (error) {
        return error;
      }
    };
    expect(failure(all)).toMatchObject({ ...shown, Item: key('LEASE') });
    expect(failure(request)).toMatchObject(shown);
    expect(failure(request)).not.toHaveProperty('Item');
  });

  it.each([
    [' AND sk = :0', ['RUN#12'], ['RUN#12']],
    [' AND sk < :0', ['RUN#12'], ['LEASE', 'RUN#10', 'RUN#11']],
    [' AND sk <= :0', ['RUN#11'], ['LEASE', 'RUN#10', 'RUN#11']],
    [' AND sk > :0', ['RUN#67'], ['RUN#68', 'RUN#69']],
    [' AND sk >= :0', ['RUN#68'], ['RUN#68', 'RUN#69']],
    [' AND sk BETWEEN :0 AND :1', ['RUN#20', 'RUN#22'], ['RUN#20', 'RUN#21', 'RUN#22']],
    [' AND begins_with(sk, :0)', ['LEA'], ['LEASE']],
  ])('the simulated DynamoDB finds items by their key:%s', (test, bounds, expected) => {
    expect(sortKeys(queried(test, bounds))).toEqual(expected);
  });

  it('the simulated DynamoDB answers in pages, forwards and backwards, and continues after a key that is gone', () => {
    const first = queried('', []) as { LastEvaluatedKey: Item };
    expect(sortKeys(first)).toHaveLength(25);
    expect(first.LastEvaluatedKey).toEqual(key('RUN#33'));
    expect(sortKeys(queried('', [], { Limit: 2, ExclusiveStartKey: key('RUN#33x') }))).toEqual(['RUN#34', 'RUN#35']);
    const backwards = { ScanIndexForward: false, Limit: 2, ExclusiveStartKey: key('RUN#12') };
    expect(sortKeys(queried('', [], backwards))).toEqual(['RUN#11', 'RUN#10']);
  });

  it('the simulated DynamoDB announces a page after a full one even if that is empty, as AWS does', () => {
    expect(queried('', [], { Limit: 1, ExclusiveStartKey: key('RUN#68') })).toHaveProperty('LastEvaluatedKey');
    expect(queried('', [], { Limit: 1, ExclusiveStartKey: key('RUN#69') })).toMatchObject({ Items: [], Count: 0 });
  });

  it('the simulated DynamoDB creates an item by updating it, and finds it', () => {
    const db = simulatedDynamoDb();
    const set = { UpdateExpression: 'SET #n = :n', ExpressionAttributeNames: { '#n': 'n' } };
    db.handle('UpdateItem', { TableName, Key: key('X'), ...set, ExpressionAttributeValues: { ':n': { N: '1' } } });
    expect(db.handle('GetItem', { TableName, Key: key('X') })).toEqual({ Item: { ...key('X'), n: { N: '1' } } });
    expect(db.handle('GetItem', { TableName, Key: key('Y') })).toEqual({});
    expect(db.items(TableName)).toEqual([{ pk: 'ENV#staging', sk: 'X', n: 1 }]);
    expect(db.items('another')).toEqual([]);
  });

  it('the simulated DynamoDB shares nothing with those who wrote or read an item', () => {
    const db = simulatedDynamoDb();
    const Item = { ...key('X'), run: { S: 'stop-1' } };
    db.handle('PutItem', { TableName, Item });
    Item.run.S = 'changed';
    const read = db.handle('GetItem', { TableName, Key: key('X') }) as { Item: { run: { S: string } } };
    expect(() => {
      read.Item.run.S = 'changed';
    }).toThrow('read only');
    expect(db.items(TableName)).toMatchObject([{ run: 'stop-1' }]);
  });

  it.each<[string, string, object]>([
    ['an operation', 'Scan', { TableName }],
    ['an option', 'GetItem', { TableName, Key: key('X'), ReturnConsumedCapacity: 'TOTAL' }],
    ['a filter', 'Query', { TableName, KeyConditionExpression: 'pk = :pk', FilterExpression: 'sk = :pk' }],
    ['a type', 'PutItem', { TableName, Item: { ...key('X'), tags: { SS: ['a'] } } }],
    ['a value of no type', 'PutItem', { TableName, Item: { ...key('X'), run: 'stop-1' } }],
    ['a key condition', 'Query', { TableName, KeyConditionExpression: 'pk = :pk OR sk = :pk' }],
    ['another index', 'Query', { TableName, KeyConditionExpression: 'sk = :pk' }],
  ])('the simulated DynamoDB refuses %s that it does not know', (_, operation, input) => {
    const values = operation === 'Query' ? { ExpressionAttributeValues: { ':pk': { S: 'x' } } } : {};
    expect(() => filled().handle(operation, { ...input, ...values })).toThrow(
      /^the simulated DynamoDB does not support /,
    );
  });

  it.each<[string, object]>([
    ['PutItem', { Item: key('X') }],
    ['DeleteItem', { Key: key('X') }],
    ['UpdateItem', { Key: key('X'), UpdateExpression: 'REMOVE #run' }],
    ['Query', { KeyConditionExpression: '#pk = :pk' }],
  ])('the simulated DynamoDB refuses placeholders that nothing in a %s uses', (operation, input) => {
    const words = {
      ExpressionAttributeNames: { '#pk': 'pk', '#run': 'run' },
      ExpressionAttributeValues: { ':pk': { S: 'ENV#staging' }, ':unused': { S: 'x' } },
    };
    expect(() => filled().handle(operation, { TableName, ...words, ...input })).toThrow(/no expression uses .*:unused/);
  });

  it.each<[string, object]>([
    ['PutItem', { Item: { pk: { S: 'x' } } }],
    ['PutItem', { Item: { pk: { S: 'x' }, sk: { S: '' } } }],
    ['PutItem', { Item: { pk: { S: 'x' }, sk: { N: '1' } } }],
    ['GetItem', { Key: { ...key('X'), run: { S: 'x' } } }],
  ])('the simulated DynamoDB refuses a key that the table does not have, as AWS does: %s %j', (operation, input) => {
    expect(() => filled().handle(operation, { TableName, ...input })).toThrow(
      expect.objectContaining({ name: 'ValidationException' }),
    );
  });
});
