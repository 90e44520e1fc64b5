import { describe, expect, test } from 'vitest';
import { compileMapping } from '#pipeline/file/compile.ts';
import { mapping } from '#pipeline/file/mappings.ts';
import { normaliseRecord } from '#pipeline/normalise-record.ts';
import { bytesOf, change, copied, guideMapping, mappings } from './support.ts';

const recordTime = Date.UTC(2026, 10, 20, 11);

const normalise = (value: unknown, using = mappings) => normaliseRecord(bytesOf(value), recordTime, using);

const eventOf = async (value: unknown, using = mappings) => {
  const result = await normalise(value, using);
  if (result.kind !== 'event') throw new Error(JSON.stringify(result));
  return result.event;
};

const withMapping = (parts: object) => [compileMapping(mapping.parse({ ...guideMapping, ...parts }))];

describe("a change under the guide's mapping", () => {
  test('becomes the event that the guide means', async () => {
    expect(await normalise(change())).toEqual({
      kind: 'event',
      key: '"656f"',
      event: {
        ts: '2026-11-20T10:00:00.123Z',
        source: 'mongo',
        ns: { db: 'ingest', coll: 'files' },
        op: 'insert',
        event_type: 'file_arrived',
        idempotency_key: 'mongo:82656F0000',
        doc_id: '656f',
        mapping_version: 1,
        tags: { consumer_id: 'c1', file_type: 'csv', status: 'arrived' },
        attrs: { size_bytes: 12, checksum: 'abc' },
      },
    });
  });

  test.each([
    ['another status', { fullDocument: { status: 'read' } }, 'file_event'],
    ['no status', { fullDocument: {} }, 'file_event'],
    ['no document', { fullDocument: null, operationType: 'update' }, 'file_event'],
  ])('with %s has the type of `else`', async (_, parts, type) => {
    expect((await eventOf(change(parts))).event_type).toBe(type);
  });

  test('the operation is the type where the mapping says nothing of it', async () => {
    const { event_type_override: _, ...rest } = guideMapping;
    const without = [compileMapping(mapping.parse(rest))];
    expect((await eventOf(change({ operationType: 'replace' }), without)).event_type).toBe('replace');
  });

  test('`when` counts only if it gives exactly true', async () => {
    const text = withMapping({ event_type_override: { when: 'fullDocument.status', value: 'yes', else: 'no' } });
    expect((await eventOf(change(), text)).event_type).toBe('no');
  });

  test('`value` may be an expression', async () => {
    const type = { when: 'true', value: "{% 'file_' & fullDocument.status %}" };
    expect((await eventOf(change(), withMapping({ event_type_override: type }))).event_type).toBe('file_arrived');
  });

  test('a delete is an event without tags', async () => {
    const event = await eventOf(change({ operationType: 'delete', fullDocument: undefined }));
    expect(event).toMatchObject({ op: 'delete', event_type: 'file_event', tags: {}, attrs: {}, doc_id: '656f' });
  });

  test('two deletes of one transaction have keys of their own', async () => {
    const first = await eventOf(change({ operationType: 'delete', _id: { _data: '01' } }));
    const second = await eventOf(change({ operationType: 'delete', _id: { _data: '02' } }));
    expect(first.idempotency_key).not.toBe(second.idempotency_key);
  });

  test('a document of the initial copy is known by its namespace and id, and dated by the record', async () => {
    const event = await eventOf(copied());
    expect(event.idempotency_key).toBe('mongo-copy:ingest.files:656f');
    expect(event.ts).toBe('2026-11-20T11:00:00.000Z');
  });

  test.each([
    ['wallTime', {}, '2026-11-20T10:00:00.123Z'],
    ['wallTime in Extended JSON', { wallTime: { $date: '2026-11-20T10:00:00.5Z' } }, '2026-11-20T10:00:00.500Z'],
    ['clusterTime without wallTime', { wallTime: undefined }, '2023-11-14T22:13:20.000Z'],
    ['the record without both', { wallTime: undefined, clusterTime: undefined }, '2026-11-20T11:00:00.000Z'],
  ])('its time is that of %s', async (_, parts, ts) => {
    expect((await eventOf(change(parts))).ts).toBe(ts);
  });

  test.each([
    ['an object id', { $oid: '656f' }, '"656f"', '656f'],
    ['a number', 7, '7', '7'],
    ['a compound id', { a: 1, b: 'x' }, '{"a":1,"b":"x"}', '{"a":1,"b":"x"}'],
    ['a large number', { $numberLong: '9007199254740993' }, '"9007199254740993"', '9007199254740993'],
  ])('%s is the key of the record', async (_, id, key, text) => {
    expect(await normalise(change({ documentKey: { _id: id } }))).toMatchObject({ key, event: { doc_id: text } });
  });

  test('fields may be named and lie deeper, and a quoted key may have a dot', async () => {
    const named = withMapping({ tags: { kind: 'meta.kind' }, attrs: ['meta.size', '`a.b`'] });
    const document = { meta: { kind: 'k', size: 3 }, 'a.b': 4 };
    expect(await eventOf(change({ fullDocument: document }), named)).toMatchObject({
      tags: { kind: 'k' },
      // A dot would be a path in ClickHouse.
      attrs: { meta_size: 3, a_b: 4 },
    });
  });
});

/** Without `JSON.stringify`, whose own stack would not suffice. */
const nestedBytes = (depth: number): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(change({ fullDocument: { deep: 'here' } })).replace(
      '"here"',
      '{"a":'.repeat(depth) + 1 + '}'.repeat(depth),
    ),
  );

test('documents whose ids read the same are different documents, in the initial copy too', async () => {
  const ids = [1, '1', '"1"', null, 'null', true, 'true', [1], '[1]', { a: 1 }, '{"a":1}', 1.5, '1.5', '01', '1e3'];
  const events = await Promise.all(
    ids.map((id) => eventOf(copied({ documentKey: { _id: id }, _id: { copyingData: true } }))),
  );
  expect(new Set(events.map((event) => event.idempotency_key)).size).toBe(ids.length);
  expect(new Set(events.map((event) => event.doc_id)).size).toBe(ids.length);
});

describe('a record that is no change of a document', () => {
  test('a tombstone is skipped', async () => {
    expect(await normaliseRecord(null, recordTime, mappings)).toEqual({ kind: 'skipped', reason: 'tombstone' });
  });

  test('the drop of a collection is skipped, and counted by its operation', async () => {
    const drop = { _id: { _data: '01' }, operationType: 'drop', ns: { db: 'ingest', coll: 'files' } };
    expect(await normalise(drop)).toEqual({ kind: 'skipped', reason: 'operation drop' });
  });

  test('a change of a collection without a mapping is skipped, and counted by its namespace', async () => {
    const other = change({ ns: { db: 'ingest', coll: 'other' } });
    expect(await normalise(other)).toEqual({ kind: 'skipped', reason: 'no mapping for ingest.other' });
  });

  test.each([
    ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe]), 'is not JSON'],
    ['no JSON', new TextEncoder().encode('{'), 'is not JSON'],
    ['nothing', new Uint8Array(), 'is not JSON'],
    ['a list', bytesOf([1]), 'is not a JSON object'],
    ['JSON within a text', bytesOf(JSON.stringify(change())), '`value.converter`'],
    ['JSON with its schema', bytesOf({ schema: {}, payload: JSON.stringify(change()) }), '`value.converter`'],
    ['what is nested as deep as no document', nestedBytes(201), 'nested more than 200 deep'],
    ['what is nested too deep for any reader', nestedBytes(100_000), 'is not JSON'],
    ['a document alone', bytesOf({ _id: 1, status: 'arrived' }), '`publish.full.document.only`'],
    ['a change without namespace', bytesOf(change({ ns: undefined })), 'ns.db'],
    ['a change without id', bytesOf(change({ documentKey: undefined })), 'documentKey._id'],
    ['a change without resume token', bytesOf(change({ _id: {} })), 'resume token'],
    ['a change before 1900', bytesOf(change({ wallTime: '1800-01-01T00:00:00Z' })), 'between 1900 and 2299'],
  ])('%s is a dead letter', async (_, value, reason) => {
    const result = await normaliseRecord(value, recordTime, mappings);
    expect(result).toMatchObject({ kind: 'bad', reason: expect.stringContaining(reason) });
  });

  test('an event for which an expression fails is a dead letter with the version of its mapping', async () => {
    const failing = withMapping({ version: 3, event_type_override: { when: 'fullDocument.status > 1', value: 'x' } });
    expect(await normalise(change(), failing)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining('cannot be evaluated'),
      mappingVersion: 3,
    });
  });

  test('a type that is no text is a dead letter', async () => {
    const wrong = withMapping({ event_type_override: { when: 'true', value: '{% fullDocument.missing %}' } });
    expect(await normalise(change(), wrong)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining('event_type'),
    });
  });
});

test('of several mappings the first that fits counts', async () => {
  const one = (match: object, value: string) =>
    compileMapping(mapping.parse({ match, event_type_override: { when: 'true', value } }));
  const several = [one({ 'ns.db': 'other' }, 'a'), one({ 'ns.coll': 'files' }, 'b'), one({}, 'c')];
  expect((await eventOf(change(), several)).event_type).toBe('b');
  expect((await eventOf(change({ ns: { db: 'x', coll: 'y' } }), several)).event_type).toBe('c');
});
