// The SQL of a pipeline's sink. Every statement can be run again. Each choice that looks odd is one that was wrong first.
import { type SinkNames, sinkNames } from './names.ts';

type Table = { readonly database: string; readonly table: string; readonly ttlDays: number };

export type KafkaEngine = {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly consumerGroup: string;
  /** `scram` reads user and password from the server's own configuration, a named collection, never from the SQL. */
  readonly authentication: 'iam' | 'scram' | 'none';
};

export type Statement = { readonly comment: string; readonly sql: string };

export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const deadLetterDays = 14;

/** How many inserts a table remembers, so that the same block sent twice in a row is taken once. */
const deduplicationWindow = 1_000;

const storage = (names: SinkNames, ttlDays: number): Statement => ({
  comment:
    'The events. Rows of one order are one row with `FINAL`, so the order ends in the key and has nothing that a second delivery could change: neither the time nor the type. Keys of changes grow with time, so the index on ts is narrow.',
  sql: `CREATE TABLE IF NOT EXISTS ${names.table} (
  ts DateTime64(3, 'UTC'),
  event_type LowCardinality(String),
  source LowCardinality(String),
  ns_db LowCardinality(String),
  ns_coll LowCardinality(String),
  op LowCardinality(String),
  idempotency_key String,
  doc_id String,
  mapping_version UInt32,
  tags JSON,
  attrs JSON,
  _topic LowCardinality(String),
  _partition UInt64,
  _offset UInt64,
  _ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  INDEX ts_index ts TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(_ingested_at)
PARTITION BY toYYYYMM(ts)
ORDER BY (ns_db, ns_coll, idempotency_key)
TTL toDateTime(ts) + INTERVAL ${ttlDays} DAY
SETTINGS non_replicated_deduplication_window = ${deduplicationWindow}`,
});

const dead = (names: SinkNames): Statement => ({
  comment: 'What cannot become a row, with the reason.',
  sql: `CREATE TABLE IF NOT EXISTS ${names.dead} (
  raw String,
  error String,
  _topic LowCardinality(String),
  _partition UInt64,
  _offset UInt64,
  at DateTime DEFAULT now()
) ENGINE = MergeTree
ORDER BY at
TTL at + INTERVAL ${deadLetterDays} DAY`,
});

const stage = (names: SinkNames): Statement => ({
  comment: 'Holds nothing. Good rows and bad rows part here.',
  sql: `CREATE TABLE IF NOT EXISTS ${names.stage} (
  msg_raw String,
  msg_error String,
  j JSON,
  _topic LowCardinality(String),
  _partition UInt64,
  _offset UInt64
) ENGINE = Null`,
});

const text = (path: string): string => `ifNull(j.${path}::Nullable(String), '')`;
const time = `parseDateTime64BestEffortOrNull(${text('ts')}, 3, 'UTC')`;
const isGood = `msg_error = '' AND ${time} IS NOT NULL AND ${text('idempotency_key')} != ''`;

const storeView = (names: SinkNames): Statement => ({
  comment: 'Good rows. No expression here throws: one that did would stop the consumer at that record for ever.',
  sql: `CREATE MATERIALIZED VIEW IF NOT EXISTS ${names.storeView} TO ${names.table} AS SELECT
  assumeNotNull(${time}) AS ts,
  ${text('event_type')} AS event_type,
  ${text('source')} AS source,
  ${text('ns.db')} AS ns_db,
  ${text('ns.coll')} AS ns_coll,
  ${text('op')} AS op,
  ${text('idempotency_key')} AS idempotency_key,
  ${text('doc_id')} AS doc_id,
  ifNull(toUInt32OrNull(${text('mapping_version')}), 0) AS mapping_version,
  j.^tags AS tags,
  j.^attrs AS attrs,
  _topic, _partition, _offset
FROM ${names.stage}
WHERE ${isGood}`,
});

const deadView = (names: SinkNames): Statement => ({
  comment: 'Bad rows.',
  sql: `CREATE MATERIALIZED VIEW IF NOT EXISTS ${names.deadView} TO ${names.dead} AS SELECT
  if(msg_error = '', toString(j), msg_raw) AS raw,
  if(msg_error = '', 'ts or idempotency_key is missing or cannot be read', msg_error) AS error,
  _topic, _partition, _offset
FROM ${names.stage}
WHERE NOT (${isGood})`,
});

const security = ({ authentication }: KafkaEngine): string => {
  switch (authentication) {
    case 'iam':
      return ",\n  kafka_security_protocol = 'sasl_ssl',\n  kafka_sasl_mechanism = 'AWS_MSK_IAM'";
    case 'scram':
      return ",\n  kafka_security_protocol = 'sasl_ssl',\n  kafka_sasl_mechanism = 'SCRAM-SHA-512'";
    case 'none':
      return '';
  }
};

const kafkaTable = (names: SinkNames, engine: KafkaEngine): Statement => ({
  comment:
    engine.authentication === 'scram'
      ? 'The topic. Set kafka_sasl_username and kafka_sasl_password in the server configuration, not here.'
      : 'The topic. An unknown mechanism is not refused when the table is created: test that rows arrive.',
  sql: `CREATE TABLE IF NOT EXISTS ${names.kafkaTable} (j JSON) ENGINE = Kafka SETTINGS
  kafka_broker_list = ${quoted(engine.brokers.join(','))},
  kafka_topic_list = ${quoted(engine.topic)},
  kafka_group_name = ${quoted(engine.consumerGroup)},
  kafka_format = 'JSONAsObject',
  kafka_handle_error_mode = 'stream'${security(engine)}`,
});

const pumpView = (names: SinkNames): Statement => ({
  comment: 'Last: the first view on the Kafka table starts reading, and what is read before the others exist is lost.',
  sql: `CREATE MATERIALIZED VIEW IF NOT EXISTS ${names.pumpView} TO ${names.stage} AS
SELECT _raw_message AS msg_raw, _error AS msg_error, j, _topic, _partition, _offset
FROM ${names.kafkaTable}`,
});

/** The table that \`functions/clickhouse-sink\` inserts into. */
export const storageSql = ({ database, table, ttlDays }: Table): readonly Statement[] => [
  storage(sinkNames(database, table), ttlDays),
];

/** Everything for ClickHouse's own Kafka engine, in the order in which it must be run. */
export const engineSql = ({ database, table, ttlDays }: Table, engine: KafkaEngine): readonly Statement[] => {
  const names = sinkNames(database, table);
  return [
    storage(names, ttlDays),
    dead(names),
    stage(names),
    storeView(names),
    deadView(names),
    kafkaTable(names, engine),
    pumpView(names),
  ];
};

export const sqlText = (statements: readonly Statement[]): string =>
  `${statements.map(({ comment, sql }) => `-- ${comment}\n${sql};`).join('\n\n')}\n`;
