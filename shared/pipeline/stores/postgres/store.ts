// PostgreSQL as a store. Connects at the first entities of a batch, and disconnects after it: a process may be frozen between two.
import { Client, type ClientConfig } from 'pg';
import type { Entity } from '../entity.ts';
import type { Store } from '../store.ts';
import { meaningOfPostgres } from './meaning.ts';
import { type PostgresNames, upsertSql } from './sql.ts';

type PostgresSettings = {
  readonly names: Pick<PostgresNames, 'schema' | 'table'>;
  readonly connection: Pick<ClientConfig, 'host' | 'port' | 'database' | 'ssl'>;
  /** Asked at each connection. */
  readonly login: () => Promise<{ readonly username: string; readonly password: string }>;
  /** How long to connect and a statement may take, in milliseconds. */
  readonly timeoutMs: number;
};

const rowOf = ({ kind, id, eventType, eventTime, eventKey, deleted, body }: Entity) => ({
  ...{ kind, id, event_type: eventType, event_time: eventTime, event_key: eventKey, deleted, body },
});

const connected = async ({ connection, login, timeoutMs }: PostgresSettings): Promise<Client> => {
  const { username, password } = await login();
  const client = new Client({
    ...connection,
    ...{ user: username, password, application_name: 'curfew-store-metadata' },
    ...{ connectionTimeoutMillis: timeoutMs, statement_timeout: timeoutMs, query_timeout: timeoutMs + 1_000 },
  });
  // What breaks a connection is an error of the statement, too; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
};

export const postgresStore = (settings: PostgresSettings): Store => {
  const sql = upsertSql(settings.names);
  let connecting: Promise<Client> | undefined;
  return {
    name: 'postgres',
    upsert: async (entities) => {
      connecting ??= connected(settings);
      const client = await connecting;
      await client.query(sql, [JSON.stringify(entities.map(rowOf))]);
    },
    meaningOf: meaningOfPostgres,
    release: async () => {
      const before = connecting;
      connecting = undefined;
      await before?.then((client) => client.end()).catch(() => {});
    },
  };
};
