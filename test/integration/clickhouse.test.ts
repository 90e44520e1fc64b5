// The SQL of pipelines, their rows and their queries, on ClickHouse's own engine.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentStateSql, percentileSql, recentRowsSql } from '#pipeline/clickhouse/checks.ts';
import { type ClickHouse, clickHouse } from '#pipeline/clickhouse/client.ts';
import { meaningOf } from '#pipeline/clickhouse/errors.ts';
import { insertRows } from '#pipeline/clickhouse/insert.ts';
import type { Row } from '#pipeline/clickhouse/rows.ts';
import { engineSql, storageSql } from '#pipeline/clickhouse/sql.ts';
import { type Engine, startEngine } from '../../scripts/integration/clickhouse-engine.ts';

const data = mkdtempSync(join(tmpdir(), 'curfew-clickhouse-'));
let engine: Engine;
let client: ClickHouse;

const connect = (url: string): ClickHouse =>
  clickHouse({ url, username: 'default', password: '', database: 'default', timeoutMs: 30_000 });

beforeAll(async () => {
  engine = await startEngine(data);
  client = connect(engine.url);
});

afterAll(async () => {
  await client.close();
  await engine.server.stop();
});

const now = Date.now();

const row = (n: number, more: object = {}): Row => ({
  ts: new Date(now - n).toISOString(),
  source: 'mongo',
  op: 'insert',
  event_type: 'file_arrived',
  idempotency_key: `mongo:${n}`,
  doc_id: `doc-${n}`,
  mapping_version: 1,
  tags: { status: 'arrived' },
  attrs: { size_bytes: n },
  ns_db: 'ingest',
  ns_coll: 'files',
  _topic: 'events',
  _partition: 0,
  _offset: String(n),
  ...more,
});

const rows = (count: number, from = 0): Row[] => Array.from({ length: count }, (_, index) => row(from + index));

/** A table of its own for each test. */
const tableCalled = async (table: string) => {
  for (const { sql } of storageSql({ database: 'default', table, ttlDays: 90 })) await client.command(sql);
  return {
    insert: client.insertInto(`default.${table}`),
    count: async (final = 'FINAL') => {
      const [answer] = await client.query(`SELECT count() AS n FROM default.${table} ${final}`);
      return Number(answer?.n);
    },
  };
};

describe('the table of events', () => {
  test('takes the same rows in batches of other bounds once', async () => {
    const { insert, count } = await tableCalled('redelivered_raw');
    await insertRows(rows(1_000), insert);
    await insertRows(rows(500, 300), insert);
    await insertRows(rows(1_000), insert);
    expect(await count()).toBe(1_000);
    expect(await count('')).toBeGreaterThanOrEqual(1_000);
  });

  test('knows the very same block again, and adds nothing', async () => {
    const { insert, count } = await tableCalled('again_raw');
    await insertRows(rows(100), insert);
    await insertRows(rows(100), insert);
    expect(await count('')).toBe(100);
  });

  test('keeps different events of one moment apart', async () => {
    const { insert, count } = await tableCalled('moment_raw');
    const at = new Date(now).toISOString();
    await insertRows([row(1, { ts: at }), row(2, { ts: at }), row(3, { ts: at })], insert);
    expect(await count()).toBe(3);
  });

  test('shows an event once whose time or type is another one when it comes again', async () => {
    const { insert, count } = await tableCalled('changed_raw');
    await insertRows([row(1)], insert);
    await insertRows([row(1, { ts: '2026-01-02T03:04:05.678Z', event_type: 'other' })], insert);
    expect(await count()).toBe(1);
  });

  test('refuses bad rows, and only those', async () => {
    const { insert, count } = await tableCalled('refused_raw');
    const bad = [
      row(2, { ts: 'nonsense' }),
      row(5, { tags: 'text' }),
      row(7, { attrs: [1] }),
      // Half of a character, for which ClickHouse has two codes.
      row(8, { doc_id: '\ud800' }),
      row(9, { attrs: { a: '\ud800' } }),
    ];
    const mixed = rows(10).map((one) => bad.find(({ _offset }) => _offset === one._offset) ?? one);
    const refused = await insertRows(mixed, insert);
    expect(refused.map((one) => one.row._offset)).toEqual(['2', '5', '7', '8', '9']);
    expect(await count()).toBe(5);
  });

  test('survives that the engine is killed after an insert', async () => {
    const { insert } = await tableCalled('killed_raw');
    await insertRows(rows(200), insert);
    const port = Number(new URL(engine.url).port);
    await engine.server.kill();
    await expect(insertRows(rows(10, 200), insert)).rejects.toSatisfy((error) => meaningOf(error) === 'moment');
    engine = await startEngine(data, port);
    await insertRows(rows(210), insert);
    const [answer] = await client.query('SELECT count() AS n FROM default.killed_raw FINAL');
    expect(Number(answer?.n)).toBe(210);
  });
});

describe('the queries of the checklist', () => {
  test('count each event of five minutes once', async () => {
    const { insert } = await tableCalled('recent_raw');
    await insertRows([...rows(20), row(999, { ts: new Date(now - 600_000).toISOString() })], insert);
    await insertRows(rows(10), insert);
    const [answer] = await client.query(recentRowsSql('default', 'recent_raw'));
    expect(Number(answer?.rows)).toBe(20);
  });

  test('take the percentile of what is there: integers and decimals, but neither texts nor what is missing', async () => {
    const { insert } = await tableCalled('latency_raw');
    const latency = (n: number): object => {
      if (n > 10) return {};
      if (n === 10) return { latency_sec: 'n/a' };
      return { latency_sec: n % 2 === 0 ? n : n + 0.5 };
    };
    await insertRows(
      rows(100).map((one, n) => ({ ...one, attrs: { ...latency(n) } })),
      insert,
    );
    const [answer] = await client.query(percentileSql('default', 'latency_raw', 'latency_sec'));
    expect(answer).toEqual({ p95: 9.5, n: 10 });
  });

  test('take the percentile of an attribute with any name, and take no name for SQL', async () => {
    const { insert } = await tableCalled('names_raw');
    const attrs = { 'latency-sec': 3, select: 4, nested: { in: 5 } };
    await insertRows(
      rows(3).map((one) => ({ ...one, attrs })),
      insert,
    );
    const p95Of = async (name: string) => (await client.query(percentileSql('default', 'names_raw', name)))[0];
    expect(await p95Of('latency-sec')).toEqual({ p95: 3, n: 3 });
    expect(await p95Of('select')).toEqual({ p95: 4, n: 3 });
    expect(await p95Of('nested.in')).toEqual({ p95: 5, n: 3 });
    expect(await p95Of('a`))) FROM system.one --')).toEqual({ p95: null, n: 0 });
  });

  test('give the state of each document by its last event, without the deleted ones', async () => {
    const { insert } = await tableCalled('state_raw');
    const of = (n: number, doc: string, op: string, status: string): Row =>
      row(n, { doc_id: doc, op, tags: { status } });
    await insertRows(
      [
        of(1, 'a', 'insert', 'new'),
        of(2, 'b', 'insert', 'new'),
        of(3, 'a', 'update', 'read'),
        of(4, 'b', 'delete', ''),
      ],
      insert,
    );
    const state = await client.query(currentStateSql('default', 'state_raw'));
    expect(state).toMatchObject([{ doc_id: 'a', tags: { status: 'read' } }]);
  });
});

describe('the tables and views for the Kafka engine', () => {
  const parts = { brokers: ['127.0.0.1:9'], topic: 'events', consumerGroup: 'ch-sink', authentication: 'iam' } as const;
  const statements = engineSql({ database: 'default', table: 'engine_raw', ttlDays: 90 }, parts);

  const stage = (json: string, offset: number, error = '') =>
    client.command(
      `INSERT INTO default.engine_stage (msg_raw, msg_error, j, _topic, _partition, _offset)
       SELECT ${error === '' ? "''" : `'${json}'`}, '${error}', '${error === '' ? json : '{}'}'::JSON, 'events', 0, ${offset}`,
    );

  test('can be made twice, and part good from bad without ever failing', async () => {
    // All but the two that connect to Kafka, whose engine would keep trying.
    for (let times = 0; times < 2; times += 1) for (const { sql } of statements.slice(0, -2)) await client.command(sql);
    const good =
      '{"ts":"2026-11-20T10:00:00.123Z","event_type":"x","source":"mongo","ns":{"db":"a","coll":"b"},"op":"insert","idempotency_key":"k1","doc_id":"d","mapping_version":2,"tags":{"a":1},"attrs":{"b":2.5}}';
    await stage(good, 1);
    await stage('{"ts":"nonsense","idempotency_key":"k2"}', 2);
    await stage('{"ts":{"$timestamp":{"t":1}},"idempotency_key":"k3"}', 3);
    await stage('{"idempotency_key":"k4"}', 4);
    await stage('not json', 5, 'Cannot parse');
    const stored = await client.query(
      'SELECT ts, op, doc_id, mapping_version, tags, attrs FROM default.engine_raw FINAL',
    );
    expect(stored).toEqual([
      {
        ts: '2026-11-20 10:00:00.123',
        op: 'insert',
        doc_id: 'd',
        mapping_version: 2,
        tags: { a: 1 },
        attrs: { b: 2.5 },
      },
    ]);
    const dead = await client.query('SELECT _offset AS offset, error FROM default.engine_dead ORDER BY offset');
    expect(dead.map(({ offset }) => Number(offset))).toEqual([2, 3, 4, 5]);
    expect(dead.at(-1)?.error).toBe('Cannot parse');
  });
});
