import { expect, test } from 'vitest';
import { type SinkFlow, sinkEvent } from '#functions/clickhouse-sink/flow.ts';
import type { Row } from '#pipeline/clickhouse/rows.ts';
import { credentialsIn } from '#pipeline/clickhouse/secret.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import { normaliseRecord } from '#pipeline/normalise-record.ts';
import { bytesOf, change, mappings } from './../shared/pipeline/support.ts';

const eventNumber = async (n: number): Promise<string> => {
  const value = bytesOf(change({ _id: { _data: `token-${n}` }, documentKey: { _id: `doc-${n}` } }));
  const result = await normaliseRecord(value, 0, mappings);
  if (result.kind !== 'event') throw new Error(result.reason);
  return Buffer.from(JSON.stringify(result.event)).toString('base64');
};

const delivery = (partitions: Readonly<Record<string, readonly (string | null)[]>>) => ({
  eventSource: 'aws:kafka',
  records: Object.fromEntries(
    Object.entries(partitions).map(([id, values]) => [
      id,
      values.map((value, index) => ({
        ...{ topic: 'events', partition: Number(id.at(-1)), offset: 10 + index, timestamp: 0, value },
      })),
    ]),
  ),
});

const world = (parts: Partial<SinkFlow> = {}) => {
  const rows: Row[] = [];
  const tokens: string[] = [];
  const letters: Outgoing[] = [];
  const counts: object[] = [];
  const handle = sinkEvent({
    insert: async (block, token) => {
      rows.push(...block);
      tokens.push(token);
    },
    produce: async (records) => void letters.push(...records),
    deadLetters: 'dead',
    reportsPartialBatches: false,
    count: (one) => void counts.push(one),
    ...parts,
  });
  return { rows, tokens, letters, counts, handle };
};

const refusing = (code: string) => async () => {
  throw Object.assign(new Error(`Code: ${code}`), { code });
};

test('each partition is one insert, with the token of its offsets', async () => {
  const { rows, tokens, counts, handle } = world();
  await handle(
    delivery({ 'events-0': [await eventNumber(1), await eventNumber(2)], 'events-1': [await eventNumber(3)] }),
  );
  expect(tokens).toEqual(['events-0-10-11', 'events-1-10-10']);
  expect(rows.map(({ doc_id }) => doc_id)).toEqual(['doc-1', 'doc-2', 'doc-3']);
  expect(counts).toEqual([{ rows: 3, deadLetters: 0 }]);
});

test('what is no event goes to the dead letters with its place, and the rest is inserted', async () => {
  const { rows, letters, counts, handle } = world();
  const bad = Buffer.from('not json').toString('base64');
  await handle(delivery({ 'events-4': [bad, await eventNumber(1), null] }));
  expect(rows).toHaveLength(1);
  expect(letters.map(({ headers }) => headers['source-offset'])).toEqual(['10', '12']);
  expect(letters[0]).toMatchObject({ topic: 'dead', headers: { 'source-partition': '4' } });
  expect(counts).toEqual([{ rows: 1, deadLetters: 2 }]);
});

test('what is too large for the dead letters, or nested deeper than anything can write, still has its letter', async () => {
  const { rows, letters, handle } = world();
  const large = Buffer.alloc(1_040_000, 'x').toString('base64');
  const event = Buffer.from(await eventNumber(1), 'base64').toString();
  const nested = (depth: number) => `"attrs":{"a":${'['.repeat(depth)}${']'.repeat(depth)},`;
  const deep = (depth: number) => Buffer.from(event.replace('"attrs":{', nested(depth))).toString('base64');
  await handle(delivery({ 'events-0': [large, deep(100_000), deep(5_000), deep(100)] }));
  expect(rows).toHaveLength(1);
  expect(letters.map(({ headers }) => headers['source-offset'])).toEqual(['10', '11', '12']);
  expect(letters[0]?.headers).toMatchObject({ 'value-bytes': '1040000', 'value-shortened': 'true' });
  expect(letters[2]?.headers.reason).toContain('nested more than 200 deep');
});

test('a row that ClickHouse refuses for good goes to the dead letters with its words', async () => {
  const { letters, handle } = world({ insert: refusing('117') });
  await handle(delivery({ 'events-0': [await eventNumber(1)] }));
  expect(letters[0]?.headers.reason).toBe('Code: 117');
});

test('at a bad moment nothing becomes a dead letter, and the batch is delivered again', async () => {
  const { letters, handle } = world({ insert: refusing('241') });
  await expect(handle(delivery({ 'events-0': [await eventNumber(1)] }))).rejects.toThrow(
    'events-0 stopped at offset 10',
  );
  expect(letters).toEqual([]);
});

test('a partition whose dead letters cannot be produced is read again', async () => {
  const produce = async () => {
    throw new Error('the broker is away');
  };
  const { handle } = world({ produce, reportsPartialBatches: true });
  expect(await handle(delivery({ 'events-0': [null], 'events-1': [await eventNumber(1)] }))).toEqual({
    batchItemFailures: [{ itemIdentifier: { partition: 'events-0', offset: 10 } }],
  });
});

test.each(['', 'user:password', '{"username":"u"}', '[]'])(
  'a secret that holds %j is refused without a word of its value',
  (value) => {
    expect(() => credentialsIn(value, 'cdc/clickhouse')).toThrow(
      /^the secret cdc\/clickhouse is not JSON with the keys `username` and `password`$/,
    );
  },
);
