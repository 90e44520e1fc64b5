// Prints the SQL of a pipeline's sink, or what a store of metadata needs.
import { InputError } from '#core/errors.ts';
import { engineSql, type KafkaEngine, type Statement, sqlText, storageSql } from '#pipeline/clickhouse/sql.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import { postgresNamesOf } from '#pipeline/stores/postgres/names.ts';
import { migrationSql } from '#pipeline/stores/postgres/sql.ts';
import { printJson, printText } from '../terminal/output.ts';

export type SqlOptions = {
  readonly bootstrap?: string;
  readonly withoutSecurity?: boolean;
  readonly store?: 'postgres';
  readonly json?: boolean;
};

const ofClickHouse = (
  pipeline: Pipeline,
  file: string,
  { bootstrap, withoutSecurity = false }: SqlOptions,
): readonly Statement[] => {
  const { sink, topics, kafka } = pipeline;
  if (!sink)
    throw new InputError(`${file} has no section \`sink\`: add \`sink: { clickhouse: { ingestion: engine } }\``);
  const { clickhouse } = sink;
  if (clickhouse.ingestion === 'function') return storageSql(clickhouse);
  if (!topics) throw new InputError(`${file} has no section \`topics\`: ClickHouse needs to know what to read`);
  if (bootstrap === undefined)
    throw new InputError("ClickHouse's Kafka engine needs the brokers: add --bootstrap HOST:PORT");
  const authentication = withoutSecurity ? 'none' : (kafka?.authentication ?? 'iam');
  const engine: KafkaEngine = {
    brokers: bootstrap.split(','),
    topic: topics.events,
    consumerGroup: clickhouse.consumerGroup,
    authentication,
  };
  return engineSql(clickhouse, engine);
};

const statementsOf = (file: string, options: SqlOptions): readonly Statement[] => {
  const pipeline = loadPipeline(file);
  if (options.store === undefined) return ofClickHouse(pipeline, file, options);
  const written = pipeline.stores?.[options.store];
  if (!written) throw new InputError(`${file} has no \`stores.${options.store}\``);
  return migrationSql(postgresNamesOf(written));
};

/** Throws `InputError` for a file without what the SQL is made of. */
export const printSql = (file: string, options: SqlOptions): void => {
  const statements = statementsOf(file, options);
  if (options.json) printJson({ statements });
  else printText(sqlText(statements));
};
