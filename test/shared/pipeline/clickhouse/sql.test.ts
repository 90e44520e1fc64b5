import { describe, expect, test } from 'vitest';
import { sinkNames } from '#pipeline/clickhouse/names.ts';
import { engineSql, quoted, sqlText, storageSql } from '#pipeline/clickhouse/sql.ts';

const table = { database: 'cdc', table: 'record_raw', ttlDays: 30 };
const engine = {
  brokers: ['b-1:9098', 'b-2:9098'],
  topic: 'events',
  consumerGroup: 'ch-sink',
  authentication: 'iam',
} as const;

describe("the SQL for ClickHouse's Kafka engine", () => {
  const statements = engineSql(table, engine);
  const text = sqlText(statements);

  test('can be run again', () => {
    for (const { sql } of statements) expect(sql).toMatch(/^CREATE (TABLE|MATERIALIZED VIEW) IF NOT EXISTS cdc\./);
  });

  test('attaches the view that starts reading last', () => {
    const names = sinkNames('cdc', 'record_raw');
    expect(statements.at(-1)?.sql).toContain(names.pumpView);
    expect(statements.slice(0, -1).filter(({ sql }) => sql.includes(`FROM ${names.kafkaTable}`))).toEqual([]);
  });

  test('orders by the key and by nothing that a second delivery could change', () => {
    expect(text).toMatch(/ReplacingMergeTree\(_ingested_at\)[\s\S]*ORDER BY \(ns_db, ns_coll, idempotency_key\)/);
  });

  test('keeps milliseconds and deletes after the days of the file', () => {
    expect(text).toContain("ts DateTime64(3, 'UTC')");
    expect(text).toContain('TTL toDateTime(ts) + INTERVAL 30 DAY');
  });

  test('has no expression that throws on a bad value', () => {
    const views = statements
      .filter(({ sql }) => sql.includes('MATERIALIZED VIEW'))
      .map(({ sql }) => sql)
      .join('\n');
    expect(views).not.toMatch(/parseDateTime64BestEffort\(|CAST\(|JSON_VALUE|toUInt32\(/);
  });

  test('names columns of the stage unlike those of the table, so that no alias hides one', () => {
    const stage = statements.find(({ sql }) => sql.includes('ENGINE = Null'));
    expect(stage?.sql).not.toMatch(/^ {2}(ts|tags|attrs|event_type) /m);
  });

  test.each([
    ['iam', "kafka_sasl_mechanism = 'AWS_MSK_IAM'"],
    ['scram', "kafka_sasl_mechanism = 'SCRAM-SHA-512'"],
  ] as const)('with %s asks for TLS and its mechanism, and holds no password', (authentication, mechanism) => {
    const sql = sqlText(engineSql(table, { ...engine, authentication }));
    expect(sql).toContain(mechanism);
    expect(sql).toContain("kafka_security_protocol = 'sasl_ssl'");
    expect(sql).not.toMatch(/kafka_sasl_(username|password) =/);
  });

  test('of a broker without security names no mechanism', () => {
    expect(sqlText(engineSql(table, { ...engine, authentication: 'none' }))).not.toContain('sasl');
  });
});

test('the function that inserts needs the table alone', () => {
  expect(storageSql(table)).toHaveLength(1);
});

test.each([
  ["it's", "'it\\'s'"],
  ['a\\', "'a\\\\'"],
])('the text %s is quoted as %s', (text, expected) => {
  expect(quoted(text)).toBe(expected);
});
