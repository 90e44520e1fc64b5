import { expect, test } from 'vitest';
import { judgeRecord } from '#pipeline/changes/judge-record.ts';
import { bytesOf, envelope, keyOf, nowMs, rowWith, settingsOf, sourceOf } from './support.ts';

const settings = settingsOf([{ when: 'true', name: 'n', title: 't' }]);

const idOf = async (value: Record<string, unknown>, key: Uint8Array | null = keyOf('a'), of = settings) => {
  const judged = await judgeRecord({ key: key ?? undefined, value: bytesOf(value), timestamp: nowMs }, of, nowMs);
  if (judged.kind !== 'message') throw new Error(judged.reason);
  return judged.id;
};

test.each([
  ['what the connector adds on its way', { ts_ms: 1, transaction: { id: 'x' } }, {}],
  ['the sequence, which begins again with the connector', {}, { sequence: '["1","2"]', xmin: 7, ts_us: 5 }],
])('a change has the same id whatever is %s', async (_, parts, source) => {
  expect(await idOf(envelope({ ...parts, source: sourceOf(source) }))).toBe(await idOf(envelope()));
});

test('the key of the record is the same with the schema of Connect and without', async () => {
  const wrapped = bytesOf({ schema: { type: 'struct' }, payload: { id: 'a' } });
  expect(await idOf(envelope(), wrapped)).toBe(await idOf(envelope()));
});

test.each([
  ['another row of one record of the log', envelope(), keyOf('b')],
  ['another change of the row in one transaction', envelope({ source: sourceOf({ lsn: 24_023_129 }) }), keyOf('a')],
  ['another transaction', envelope({ source: sourceOf({ txId: 566 }) }), keyOf('a')],
  ['another table', envelope({ source: sourceOf({ table: 'other' }) }), keyOf('a')],
  ['the delete that goes with a new key', envelope({ op: 'd', after: null }), keyOf('a')],
  ['another database', envelope({ source: sourceOf({ name: 'other' }) }), keyOf('a')],
])('%s has another id', async (_, other, key) => {
  expect(await idOf(other, key)).not.toBe(await idOf(envelope()));
});

test('each pipeline tells of a change for itself', async () => {
  expect(await idOf(envelope(), keyOf('a'), { ...settings, pipeline: 'other' })).not.toBe(await idOf(envelope()));
});

test('of a table without a key the rows count', async () => {
  const id = (body: unknown) => idOf(envelope({ after: rowWith(body) }), null);
  expect(await id({ n: 1 })).toBe(await id({ n: 1 }));
  expect(await id({ n: 1 })).not.toBe(await id({ n: 2 }));
});

const mysql = (parts = {}) =>
  envelope({
    source: {
      connector: 'mysql',
      name: 'm',
      db: 'd',
      table: 't',
      ts_ms: nowMs,
      gtid: null,
      file: 'binlog.1',
      pos: 154,
      row: 0,
      ...parts,
    },
  });
const mongo = (parts = {}) =>
  envelope({ source: { connector: 'mongodb', name: 'm', db: 'd', collection: 't', ts_ms: nowMs, ord: 3, ...parts } });
const none = (parts = {}) => envelope({ source: { name: 'm', db: 'd', table: 't', ts_ms: nowMs }, ...parts });

test.each([
  ['MySQL, by file, position and row', mysql(), mysql({ row: 1 })],
  ['MySQL, by file, position and row', mysql(), mysql({ pos: 155 })],
  ['MySQL, by its GTID', mysql({ gtid: 'a:1' }), mysql({ gtid: 'a:2' })],
  ['MongoDB, by time and ordinal', mongo(), mongo({ ord: 4 })],
  ['MongoDB, by time and ordinal', mongo(), mongo({ ts_ms: nowMs + 1_000 })],
  ['a source without positions, by its time and rows', none(), none({ after: rowWith({ n: 9 }) })],
])('%s', async (_, one, other) => {
  expect(await idOf({ ...one, ts_ms: 1 })).toBe(await idOf({ ...one, ts_ms: 2 }));
  expect(await idOf(one)).not.toBe(await idOf(other));
});
