import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { stored, testDefinitionVersions, versionOf } from '#test/support/definition-versions-contract.ts';
import { simulatedClient } from '#test/support/simulated-client.ts';

const simulated = () => {
  const db = simulatedDynamoDb();
  const { client, sent } = simulatedClient(db);
  return { db, sent, versions: dynamoDefinitionVersions(client, 'curfew') };
};

testDefinitionVersions('versions in the simulated DynamoDB', () => simulated().versions);

const apply = async ({ versions }: ReturnType<typeof simulated>, from: number, to: number, at: string) => {
  for (let version = from; version <= to; version++)
    await versions.put('staging', versionOf({ version }, { at }), version === 1 ? undefined : version - 1);
};

const expiring = ({ db }: ReturnType<typeof simulated>): [unknown, unknown][] =>
  db
    .items('curfew', 'version#')
    .filter(({ expiresAt }) => expiresAt !== undefined)
    .map(({ version, expiresAt }) => [version, expiresAt]);

const day = 24 * 60 * 60;

describe('versions in the state table', () => {
  it('versions of a definition are in a partition that no function but control writes, what functions note in another', async () => {
    const { db, versions } = simulated();
    await versions.put('staging', versionOf({}), undefined);
    await versions.noteObserved('staging', { function: 'stop', version: 1, hash: 'h', at: 'now' });

    expect(db.items('curfew').map(({ pk, sk }) => [pk, sk])).toEqual([
      ['DEFINITION#staging', 'current'],
      ['DEFINITION#staging', 'version#0000000001'],
      ['OBSERVED#staging', 'observed#stop'],
    ]);
  });

  it('the last 50 versions never expire; with 51 the first is gone 400 days after that, however old it is', async () => {
    const world = simulated();
    await apply(world, 1, 50, '2024-01-01T00:00:00Z');
    expect(expiring(world)).toEqual([]);

    await apply(world, 51, 51, '2026-11-20T00:00:00Z');

    expect(expiring(world)).toEqual([[1, Date.parse('2026-11-20T00:00:00Z') / 1_000 + 400 * day]]);
  });

  it('a version is read once per process, and a failed reading is repeated', async () => {
    const { db, sent, versions } = simulated();
    const pin = stored(await versions.put('staging', versionOf({ a: 1 }), undefined));
    const gone = { ...pin, version: 2 };
    await expect(versions.read('staging', gone)).rejects.toThrow(/not in the table/);
    const before = sent.length;

    const [first, second] = [await versions.read('staging', pin), await versions.read('staging', pin)];

    expect(second).toBe(first);
    expect(sent.slice(before).map(({ operation }) => operation)).toEqual(['GetItem']);
    await versions.put('staging', versionOf({ a: 1 }), 1);
    expect((await versions.read('staging', gone)).version).toBe(2);
    expect(db.items('curfew', 'current')).toHaveLength(1);
  });

  it.each<[what: string, changed: object, message: RegExp]>([
    [
      'of a newer schema',
      { schema: { N: '2' } },
      /was stored by a newer Curfew \(schema 2, this one reads 1\).*curfew deploy FILE$/,
    ],
    ['with other content', { json: { B: gzipSync('{"a":2}') } }, /is not what was applied: its hash differs/],
    ['that was cut off', { json: { B: gzipSync('{"a":1}').subarray(0, 15) } }, /cannot be unpacked/],
    ['with another number', { version: { N: '3' } }, /is not what was applied/],
  ])('a version %s is refused in one sentence, and nothing is guessed', async (_, changed, message) => {
    const { db, versions } = simulated();
    const pin = stored(await versions.put('staging', versionOf({ a: 1 }), undefined));
    const key = { pk: { S: 'DEFINITION#staging' }, sk: { S: 'version#0000000001' } };
    const { Item } = db.handle('GetItem', { TableName: 'curfew', Key: key }) as { Item: object };
    db.handle('PutItem', { TableName: 'curfew', Item: { ...Item, ...changed } });

    await expect(versions.read('staging', pin)).rejects.toMatchObject({
      name: 'OperationError',
      retryable: false,
      message: expect.stringMatching(message),
    });
  });

  it('a definition that the table would not take is refused before anything is written', async () => {
    const { sent, versions } = simulated();
    const noise = randomBytes(500_000).toString('base64');

    await expect(versions.put('staging', versionOf({ noise }), undefined)).rejects.toThrow(
      /^the definition is too large: \d+ KB compressed, 390 KB at most; split it into several environments$/,
    );
    expect(sent).toEqual([]);
  });

  it.each<[what: string, reasons: readonly object[], expected: object]>([
    ['is under way at the same moment', [{ Code: 'None' }, { Code: 'TransactionConflict' }], { retryable: true }],
    ['is throttled', [{ Code: 'ThrottlingError' }, { Code: 'None' }], { code: 'THROTTLED' }],
  ])('a transaction that %s is an error, never told as somebody else being first', async (_, reasons, expected) => {
    const db = simulatedDynamoDb();
    const { client } = simulatedClient({
      handle(name, input) {
        if (name !== 'TransactWriteItems') return db.handle(name, input);
        throw Object.assign(new Error('cancelled'), {
          name: 'TransactionCanceledException',
          $metadata: {},
          CancellationReasons: reasons,
        });
      },
    });
    const versions = dynamoDefinitionVersions(client, 'curfew');

    await expect(versions.put('staging', versionOf({}), undefined)).rejects.toMatchObject(expected);
  });
});
