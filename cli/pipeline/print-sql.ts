// Prints the SQL of a pipeline's sink.
import { InputError } from '#core/errors.ts';
import { engineSql, type KafkaEngine, sqlText, storageSql } from '#pipeline/clickhouse/sql.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { printText } from '../terminal/output.ts';

/** Throws `InputError` for a file without what the SQL is made of. */
export const printSql = (
  file: string,
  { bootstrap, withoutSecurity = false }: { readonly bootstrap?: string; readonly withoutSecurity?: boolean },
): void => {
  const { sink, topics, kafka } = loadPipeline(file);
  if (!sink)
    throw new InputError(`${file} has no section \`sink\`: add \`sink: { clickhouse: { ingestion: engine } }\``);
  const { clickhouse } = sink;
  if (clickhouse.ingestion === 'function') {
    printText(sqlText(storageSql(clickhouse)));
    return;
  }
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
  printText(sqlText(engineSql(clickhouse, engine)));
};
