import { expect, test } from 'vitest';
import { type NormaliseFlow, normaliseEvent } from '#functions/normalise/flow.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import type { Counts } from '#pipeline/normalise-partition.ts';
import { bytesOf, change, mappings } from '#test/shared/pipeline/support.ts';

const base64 = (value: unknown): string => Buffer.from(bytesOf(value)).toString('base64');

type Delivered = { readonly value: unknown } | { readonly raw: string | null };

const delivery = (partitions: Readonly<Record<string, readonly Delivered[]>>) => ({
  eventSource: 'aws:kafka',
  records: Object.fromEntries(
    Object.entries(partitions).map(([id, records]) => [
      id,
      records.map((record, index) => ({
        topic: id.replace(/-\d+$/, ''),
        partition: Number(/\d+$/.exec(id)?.[0]),
        offset: 100 + index,
        timestamp: 1_700_000_000_000,
        timestampType: 'CREATE_TIME',
        key: base64({ _id: index }),
        value: 'raw' in record ? record.raw : base64(record.value),
        headers: [],
      })),
    ]),
  ),
});

const token = (n: number) => change({ _id: { _data: `token-${n}` }, documentKey: { _id: `doc-${n}` } });

/** Produces into a list; `fails` says for which call the broker is away. */
const world = (parts: Partial<NormaliseFlow> = {}, fails: (call: number) => boolean = () => false) => {
  const produced: Outgoing[] = [];
  const counted: Counts[] = [];
  let calls = 0;
  const flow: NormaliseFlow = {
    mappings,
    topics: { events: 'events', deadLetters: 'dead' },
    reportsPartialBatches: false,
    produce: async (records) => {
      calls += 1;
      if (fails(calls)) throw new Error('the broker is away');
      produced.push(...records);
    },
    count: (counts) => void counted.push(counts),
    ...parts,
  };
  const keys = () =>
    produced
      .filter(({ topic }) => topic === 'events')
      .map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()).idempotency_key);
  return { produced, counted, keys, handle: normaliseEvent(flow) };
};

test('the events of a partition are produced in its order, keyed by the id of the document', async () => {
  const { produced, keys, handle } = world();
  const answer = await handle(delivery({ 'raw-0': [{ value: token(1) }, { value: token(2) }] }));
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(keys()).toEqual(['mongo:token-1', 'mongo:token-2']);
  expect(produced.map(({ key }) => Buffer.from(key ?? []).toString())).toEqual(['"doc-1"', '"doc-2"']);
  expect(produced[0]?.headers).toEqual({ 'mapping-version': '1' });
});

test('a bad record goes to the dead letters with its bytes and place, and does not hold up the next one', async () => {
  const { produced, keys, counted, handle } = world();
  const bad = Buffer.from('{ not json').toString('base64');
  await handle(delivery({ 'raw-3': [{ value: token(1) }, { raw: bad }, { raw: null }, { value: token(2) }] }));
  expect(keys()).toEqual(['mongo:token-1', 'mongo:token-2']);
  const [letter] = produced.filter(({ topic }) => topic === 'dead');
  expect(Buffer.from(letter?.value ?? []).toString()).toBe('{ not json');
  expect(letter?.headers).toMatchObject({
    reason: expect.stringContaining('is not JSON'),
    'source-topic': 'raw',
    'source-partition': '3',
    'source-offset': '101',
  });
  expect(counted).toEqual([{ events: 2, deadLetters: 1, skipped: { tombstone: 1 } }]);
});

test('while the broker is away nothing becomes a dead letter, and the batch is delivered again', async () => {
  const { produced, handle } = world({}, () => true);
  await expect(handle(delivery({ 'raw-0': [{ value: token(1) }] }))).rejects.toThrow(/raw-0 stopped at offset 100/);
  expect(produced).toEqual([]);
});

test('with partial results only the partition that stopped is read again, from where it stopped', async () => {
  const { keys, handle } = world({ reportsPartialBatches: true }, (call) => call === 2);
  const partitions = { 'raw-0': [{ value: token(1) }], 'raw-1': [{ value: token(2) }, { value: token(3) }] };
  expect(await handle(delivery(partitions))).toEqual({
    batchItemFailures: [{ itemIdentifier: { partition: 'raw-1', offset: 100 } }],
  });
  expect(keys()).toEqual(['mongo:token-1']);
});

test('a batch of megabytes is produced in parts, and after the first failed part none follows', async () => {
  const large = (n: number) => ({ value: { ...token(n), fullDocument: { checksum: 'x'.repeat(400_000) } } });
  const whole = world();
  await whole.handle(delivery({ 'raw-0': [1, 2, 3, 4, 5].map(large) }));
  expect(whole.keys()).toHaveLength(5);
  const partial = world({ reportsPartialBatches: true }, (call) => call === 2);
  const answer = await partial.handle(delivery({ 'raw-0': [1, 2, 3, 4, 5].map(large) }));
  expect(partial.keys()).toEqual(['mongo:token-1', 'mongo:token-2']);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: { partition: 'raw-0', offset: 102 } }]);
});

test('an event of two megabytes becomes a dead letter that fits, with its place and its true size', async () => {
  const { produced, handle } = world();
  const huge = { value: { ...token(1), fullDocument: { checksum: 'x'.repeat(2_000_000) } } };
  await handle(delivery({ 'raw-0': [huge, { value: token(2) }] }));
  const [letter, event] = produced;
  expect(letter).toMatchObject({
    topic: 'dead',
    headers: {
      reason: expect.stringContaining('more than the 900000'),
      'value-shortened': 'true',
      'source-offset': '100',
    },
  });
  expect(Number(letter?.headers['value-bytes'])).toBeGreaterThan(2_000_000);
  expect(letter?.bytes).toBeLessThan(900_000);
  expect(event?.topic).toBe('events');
});

test('what is no delivery of a Kafka event source is refused before anything is produced', async () => {
  const { produced, handle } = world();
  await expect(handle({ records: {} })).rejects.toThrow();
  expect(produced).toEqual([]);
});
