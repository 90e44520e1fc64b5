// Prints the SQL of a pipeline's sink.
import { InputError } from '#core/errors.ts';
import { engineSql, type KafkaEngine, sqlText, storageSql } from '#pipeline/clickhouse/sql.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { printJson, printText } from '../terminal/output.ts';

export type SqlOptions = {
  readonly bootstrap?: string;
  readonly withoutSecurity?: boolean;
  readonly json?: boolean;
};

const statementsOf = (file: string, { bootstrap, withoutSecurity = false }: SqlOptions) => {
  const { sink, topics, kafka } = loadPipeline(file);
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

/** Throws `InputError` for a file without what the SQL is made of. */
export const printSql = (file: string, options: SqlOptions): void => {
  const statements = statementsOf(file, options);
  if (options.json) printJson({ statements });
  else printText(sqlText(statements));
};
