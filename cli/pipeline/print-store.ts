// Prints what a store of metadata needs before its function writes: SQL, CQL, or the types of Apache Atlas.
import { InputError } from '#core/errors.ts';
import { type Statement, sqlText } from '#pipeline/clickhouse/sql.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import type { StoreName } from '#pipeline/file/store-names.ts';
import { typeDefinitions } from '#pipeline/stores/atlas/model.ts';
import { migrationCql } from '#pipeline/stores/cassandra/cql.ts';
import { postgresNamesOf } from '#pipeline/stores/postgres/names.ts';
import { migrationSql } from '#pipeline/stores/postgres/sql.ts';
import { printJson, printText } from '../terminal/output.ts';

type Stores = NonNullable<Pipeline['stores']>;

const missing = (file: string, store: StoreName): InputError => new InputError(`${file} has no \`stores.${store}\``);

const printStatements = (statements: readonly Statement[], json: boolean): void => {
  if (json) printJson({ statements });
  else printText(sqlText(statements));
};

const printers = {
  postgres: ({ postgres }: Stores, json: boolean) => {
    if (postgres) printStatements(migrationSql(postgresNamesOf(postgres)), json);
    return postgres;
  },
  cassandra: ({ cassandra }: Stores, json: boolean) => {
    if (!cassandra) return undefined;
    const { keyspace, table, hosts, datacenter } = cassandra;
    const replication = hosts && datacenter !== undefined ? { datacenter } : undefined;
    printStatements(migrationCql({ keyspace, table }, replication), json);
    return cassandra;
  },
  atlas: ({ atlas }: Stores, json: boolean) => {
    if (atlas && json) printJson(typeDefinitions(atlas.type));
    else if (atlas) printText(`${JSON.stringify(typeDefinitions(atlas.type), null, 2)}\n`);
    return atlas;
  },
} as const;

/** Throws `InputError` for a file without this store. */
export const printStore = (file: string, store: StoreName, json: boolean): void => {
  if (!printers[store](loadPipeline(file).stores ?? {}, json)) throw missing(file, store);
};
