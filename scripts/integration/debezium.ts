// Debezium's PostgreSQL connector, as a plugin of the Kafka Connect worker.
import { fileURLToPath } from 'node:url';
import { startWorker } from './connect.ts';
import { installJars, type Jars, missingJars } from './maven-jars.ts';
import type { IntegrationService } from './service.ts';

const version = '3.4.3.Final';
const plugins = '.connect/debezium';
const root = fileURLToPath(new URL('../..', import.meta.url));
const jars: Jars = {
  name: `Debezium ${version}`,
  folder: `${plugins}/${version}`,
  pom: 'test/integration/debezium/pom.xml',
  properties: { 'debezium.version': version },
  mainJar: `debezium-connector-postgres-${version}.jar`,
  megabytes: 8,
};

const converter = 'org.apache.kafka.connect.json.JsonConverter';

type Database = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** As docs/changes.md says it. `folder` holds the worker's offsets: another worker over it continues where it was. */
export const startDebezium = (
  bootstrap: string,
  folder: string,
  { host, port, user, password, database }: Database,
  topicPrefix: string,
) =>
  startWorker(
    bootstrap,
    folder,
    {
      name: 'metadata',
      'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
      'database.hostname': host,
      'database.port': String(port),
      'database.user': user,
      'database.password': password,
      'database.dbname': database,
      'topic.prefix': topicPrefix,
      'plugin.name': 'pgoutput',
      'slot.name': 'curfew_test',
      'publication.name': 'metadata',
      'publication.autocreate.mode': 'disabled',
      'table.include.list': 'public.metadata',
      'key.converter': converter,
      'key.converter.schemas.enable': 'false',
      'value.converter': converter,
      'value.converter.schemas.enable': 'false',
    },
    { 'plugin.path': `${root}${plugins}` },
  );

/** Tests start workers of their own. */
export const debezium: IntegrationService = {
  name: 'debezium',
  missing: () => missingJars(jars),
  install: () => installJars(jars),
  start: async () => ({ variables: {}, stop: async () => {} }),
};
