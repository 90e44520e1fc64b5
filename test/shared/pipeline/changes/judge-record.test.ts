import { describe, expect, test } from 'vitest';
import { judgeRecord } from '#pipeline/changes/judge-record.ts';
import { bytesOf, envelope, keyOf, nowMs, reclassified, rowWith, settingsOf, sourceOf } from './support.ts';

const judge = (
  value: unknown,
  rules: readonly Record<string, unknown>[] = [reclassified],
  parts: Record<string, unknown> = {},
) =>
  judgeRecord(
    { key: keyOf('sales.orders'), value: value === null ? null : bytesOf(value), timestamp: nowMs },
    settingsOf(rules, parts),
    nowMs,
  );

const rule = (when: string, parts: Record<string, unknown> = {}) => ({
  ...reclassified,
  when,
  title: 'fits',
  ...parts,
});

describe('a change that a rule is for', () => {
  test('is told in the words of the rule, with fields of a JSONB column that Debezium writes as text', async () => {
    expect(await judge(envelope())).toMatchObject({
      kind: 'message',
      told: {
        ...{ source: 'change', severity: 'warning', state: 'event', text: undefined },
        name: 'sales.orders',
        title: 'sales.orders: internal -> restricted',
      },
    });
  });

  test('is the same with the schema of Connect around it', async () => {
    const bare = await judge(envelope());
    expect(await judge({ schema: { type: 'struct', fields: [] }, payload: envelope() })).toMatchObject({
      kind: 'skipped',
    });
    const fields = [{ field: 'body', type: 'string', name: 'io.debezium.data.Json' }];
    const schema = { type: 'struct', fields: ['before', 'after'].map((field) => ({ field, fields })) };
    expect(await judge({ schema, payload: envelope() })).toEqual(bare);
  });

  test('with a schema, a text that only looks like JSON stays a text', async () => {
    const schema = { fields: [{ field: 'after', fields: [{ field: 'body', type: 'string' }] }] };
    const found = await judge({ schema, payload: envelope() }, [rule("$type(after.body) = 'string'")]);
    expect(found.kind).toBe('message');
  });

  test.each([
    ['an insert', { op: 'c', before: null }, "$op = 'c' and $not($exists($before)) and after.kind = 'dataset'"],
    ['an insert, of which every field is new', { op: 'c', before: null }, "$changed('body.classification')"],
    ['a delete', { op: 'd', after: null }, "$op = 'd' and $before.body.classification = 'internal'"],
    ['a truncated table', { op: 't', before: null, after: null }, "op = 't' and source.table = 'metadata'"],
    ['an update of one of two fields', {}, "$changed('body.classification') and $not($changed('kind'))"],
    ['a field that was not there before', { after: rowWith({ a: 1 }) }, "$changed('body.a')"],
  ])('%s is seen by its expression', async (_, parts, when) => {
    expect((await judge(envelope(parts), [rule(when)])).kind).toBe('message');
  });

  test.each([
    ['an update that leaves the field', { after: rowWith({ classification: 'internal', owner: 'x' }) }],
    [
      'keys of JSON in another order',
      { before: rowWith({ classification: { a: 1, b: 2 } }), after: rowWith({ classification: { b: 2, a: 1 } }) },
    ],
    ['null in place of a missing field', { before: rowWith({ classification: null }), after: rowWith({}) }],
    ['a large value that the log does not hold', { after: rowWith({}, { body: '__debezium_unavailable_value' }) }],
    ['a truncated table', { op: 't', before: null, after: null }],
  ])('%s is no change of the field', async (_, parts) => {
    expect(await judge(envelope(parts))).toEqual({ kind: 'skipped', reason: 'no rule' });
  });

  test('the first rule that holds counts, and rules of other tables are not asked', async () => {
    const rules = [
      rule('after.body.score > 5', { table: 'other' }),
      rule('$op = "c"'),
      rule('$op = "u"', { table: 'metadata', title: 'by the table' }),
      rule('$op = "u"', { title: 'by none' }),
    ];
    expect(await judge(envelope(), rules)).toMatchObject({ rule: 3, told: { title: 'by the table' } });
    expect(await judge(envelope(), [rule('$op = "u"', { table: 'public.metadata' })])).toMatchObject({ rule: 1 });
    expect(await judge(envelope(), [rule('$op = "u"', { table: 'other.metadata' })])).toMatchObject({
      kind: 'skipped',
    });
  });

  test('only exactly true counts', async () => {
    for (const when of ['after.id', '1', "'true'", 'after.missing', '[true]'])
      expect(await judge(envelope(), [rule(when)])).toEqual({ kind: 'skipped', reason: 'no rule' });
  });

  test('a return to normal is information unless the rule says otherwise', async () => {
    expect(await judge(envelope(), [rule('true', { state: 'ok' })])).toMatchObject({ told: { severity: 'info' } });
  });
});

describe('what nobody is told of', () => {
  test.each([
    ['a tombstone', null, 'tombstone'],
    ['a tombstone with a schema', { schema: null, payload: null }, 'tombstone'],
    ['a row that a snapshot reads', envelope({ op: 'r', before: null }), 'snapshot'],
    [
      'an insert that is marked as read by a snapshot',
      envelope({ op: 'c', source: sourceOf({ snapshot: 'true' }) }),
      'snapshot',
    ],
    ['a change of last month', envelope({ source: sourceOf({ ts_ms: Date.UTC(2026, 9, 20) }) }), 'older than 7 days'],
    ['a heartbeat', { ts_ms: 1 }, 'heartbeat'],
    ['the end of a transaction', { status: 'END', id: '565', event_count: 2, ts_ms: 1 }, 'bounds of a transaction'],
    ['a message of the database', { op: 'm', message: {}, source: sourceOf() }, 'message of the database'],
  ])('%s is counted', async (_, value, reason) => {
    expect(await judge(value)).toEqual({ kind: 'skipped', reason });
  });

  test('a snapshot is told where the file asks for it', async () => {
    const asked = await judge(envelope({ op: 'r', before: null }), [rule('$op = "r"')], { snapshots: true });
    expect(asked.kind).toBe('message');
  });
});

describe('what can never be read', () => {
  test.each([
    ['a list', [1], 'is not a JSON object'],
    ['a flattened record', { id: 1 }, 'ExtractNewRecordState'],
    ['an unknown operation', envelope({ op: 'x' }), 'unknown operation'],
    ['no source', envelope({ source: null }), 'has no `source`'],
    ['no table', envelope({ source: sourceOf({ table: undefined }) }), 'source.table'],
    ['an insert without a row', envelope({ op: 'c', after: null }), 'has no `after`'],
    ['a row that is a number', envelope({ after: 1 }), 'no row'],
    ['a payload that is a text', { schema: {}, payload: 'x' }, '`payload`'],
    [
      'an update without the row as it was, of a rule that compares',
      envelope({ before: null }),
      'REPLICA IDENTITY FULL',
    ],
  ])('%s is bad, and says why', async (_, value, reason) => {
    expect(await judge(value)).toMatchObject({ kind: 'bad', reason: expect.stringContaining(reason) });
  });

  test.each([
    ['bytes that are no text', new Uint8Array([0xff, 0xfe]), 'is not JSON'],
    ['half an object', Buffer.from('{"op":'), 'is not JSON'],
    ['a depth that recursion would not survive', Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'nested'],
  ])('%s is bad, and says why', async (_, value, reason) => {
    const record = { key: undefined, value, timestamp: nowMs };
    expect(await judgeRecord(record, settingsOf([reclassified]), nowMs)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining(reason),
    });
  });

  test('a rule that fails on the values of a change makes it bad, with the number of the rule', async () => {
    const found = await judge(envelope(), [rule('$op = "c"'), rule("after.id > 5 and after.id < 'x'")]);
    expect(found).toMatchObject({ kind: 'bad', reason: expect.stringContaining('rule 2 cannot be evaluated') });
  });
});

test('a name or a title of hostile values is one line, cut, and without characters that a queue refuses', async () => {
  const id = `a\u0000b\nc\ud800${'\uffff'}${'x'.repeat(5_000)}`;
  const found = await judge(envelope({ after: rowWith({}, { id }) }), [rule('true', { title: '{% after.id %}' })]);
  if (found.kind !== 'message') throw new Error(`${found.reason}`);
  expect(found.told.name).toMatch(/^a b c\ufffd x+…$/);
  expect([found.told.name.length, found.told.title.length]).toEqual([200, 500]);
  expect(JSON.parse(JSON.parse(found.body).Message)).toMatchObject({ curfew: 'event', name: found.told.name });
});

test('MongoDB: a document is text, and an update without the old document names what it changed', async () => {
  const source = { connector: 'mongodb', name: 'cdc', db: 'shop', collection: 'orders', ts_ms: nowMs, ord: 1 };
  const updateDescription = { updatedFields: '{"status":"paid","address.city":"Recife"}', removedFields: ['note'] };
  const update = { op: 'u', before: null, after: '{"_id":1,"status":"paid"}', source, updateDescription };
  const holds = async (when: string) =>
    (await judge(update, [rule(when, { table: 'shop.orders' })])).kind === 'message';
  expect(await holds("$changed('status') and after.status = 'paid'")).toBe(true);
  expect(await holds("$changed('address') and $changed('address.city') and $changed('note')")).toBe(true);
  expect(await holds("$changed('owner')")).toBe(false);
});
