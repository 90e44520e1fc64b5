// The store in PostgreSQL over a server of its own, with the function's flow around it.
import { Client } from 'pg';
import { storeEvent } from '#functions/store-metadata/flow.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import type { PostgresNames } from '#pipeline/stores/postgres/sql.ts';
import { migrationSql } from '#pipeline/stores/postgres/sql.ts';
import { postgresStore } from '#pipeline/stores/postgres/store.ts';
import { type Postgres, postgresData, startPostgres } from '../../../scripts/integration/postgres.ts';

export const names: PostgresNames = {
  ...{ schema: 'public', table: 'metadata', publication: 'metadata', user: 'curfew_store', byIam: true },
};

/** What a person does with what `pipeline sql --store postgres` prints. */
export const migrate = async (login: Postgres['login'], of: PostgresNames = names): Promise<void> => {
  const client = new Client(login);
  await client.connect();
  for (const { sql } of migrationSql(of)) await client.query(sql);
  await client.end();
};

export const rowsOf = async (
  login: Postgres['login'],
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const client = new Client(login);
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
};

export const storeOver = (login: Postgres['login'], user = { username: login.user, password: login.password }) => {
  const letters: Outgoing[] = [];
  const { host, port, database } = login;
  const handle = storeEvent({
    store: postgresStore({
      names,
      connection: { host, port, database },
      login: async () => user,
      timeoutMs: 5_000,
    }),
    deadLetters: 'dead',
    produce: async (records) => void letters.push(...records),
    reportsPartialBatches: false,
    count: () => {},
  });
  return { handle, letters };
};

export const migratedPostgres = async () => {
  const data = postgresData();
  const server = await startPostgres(data);
  await migrate(server.login);
  return { data, server };
};
