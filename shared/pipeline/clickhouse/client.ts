// ClickHouse over HTTPS, by its own client.
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { InsertBlock } from './insert.ts';

type ClickHouseSettings = {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly timeoutMs: number;
};

export type ClickHouse = {
  readonly insertInto: (table: string) => InsertBlock;
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly command: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const clickHouse = ({ url, username, password, database, timeoutMs }: ClickHouseSettings): ClickHouse => {
  const client = createClient({
    ...{ url, username, password, database, request_timeout: timeoutMs },
    // It would log statements with their data; what went wrong is thrown anyway.
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    insertInto: (table) => async (rows, token) => {
      await client.insert({
        table,
        values: rows,
        format: 'JSONEachRow',
        clickhouse_settings: {
          // The answer says whether the rows are there: nothing is put into a buffer first.
          async_insert: 0,
          wait_end_of_query: 1,
          insert_deduplication_token: token,
          date_time_input_format: 'best_effort',
        },
      });
    },
    query: async (sql) => {
      const answer = await client.query({ query: sql, format: 'JSONEachRow' });
      return answer.json();
    },
    command: async (sql) => {
      await client.command({ query: sql });
    },
    close: () => client.close(),
  };
};
