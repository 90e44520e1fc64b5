// The table of metadata in PostgreSQL, and what writes to it.
import type { Statement } from '../../clickhouse/sql.ts';

/** All of them are identifiers: letters, digits and `_`. Quoted, because a capital or a reserved word is one, too. */
export type PostgresNames = {
  readonly schema: string;
  readonly table: string;
  readonly publication: string;
  /** Whom the function logs in as. Undefined: the secret says it. */
  readonly user?: string;
  /** Whether it logs in by IAM. */
  readonly byIam: boolean;
};

const quoted = (name: string): string => `"${name}"`;
const literal = (text: string): string => `'${text}'`;
const tableOf = ({ schema, table }: Pick<PostgresNames, 'schema' | 'table'>): string =>
  `${quoted(schema)}.${quoted(table)}`;

const tableSql = (names: PostgresNames): Statement => ({
  comment: 'One row for each thing: the newest of the events about it. A thing that is gone is marked as deleted.',
  sql: `create table if not exists ${tableOf(names)} (
  kind text not null,
  id text not null,
  event_type text not null,
  event_time timestamptz not null,
  event_key text collate "C" not null,
  deleted boolean not null default false,
  body jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (kind, id)
)`,
});

const publicationSql = (names: PostgresNames): Statement => ({
  comment: 'Debezium reads this publication: set `publication.name` and `publication.autocreate.mode=disabled`.',
  sql: `do $$ begin
  if not exists (select from pg_publication where pubname = ${literal(names.publication)}) then
    create publication ${quoted(names.publication)} for table ${tableOf(names)};
  elsif not exists (
    select from pg_publication_tables
    where pubname = ${literal(names.publication)} and schemaname = ${literal(names.schema)} and tablename = ${literal(names.table)}
  ) then
    alter publication ${quoted(names.publication)} add table ${tableOf(names)};
  end if;
end $$`,
});

const roleSql = (user: string): Statement => ({
  comment: 'The function logs in by IAM as this role. `rds_iam` is there on RDS.',
  sql: `do $$ begin
  if not exists (select from pg_roles where rolname = ${literal(user)}) then
    create role ${quoted(user)} login;
  end if;
  if exists (select from pg_roles where rolname = 'rds_iam') then
    grant rds_iam to ${quoted(user)};
  end if;
end $$`,
});

const rightsSql = (names: PostgresNames, user: string): Statement => ({
  comment: 'It may read, insert and update this table alone.',
  sql: `grant usage on schema ${quoted(names.schema)} to ${quoted(user)};
grant select, insert, update on ${tableOf(names)} to ${quoted(user)}`,
});

/** What must be there before the function writes. Each statement can be run again. */
export const migrationSql = (names: PostgresNames): readonly Statement[] => [
  { comment: 'The schema.', sql: `create schema if not exists ${quoted(names.schema)}` },
  tableSql(names),
  {
    comment: 'A change then says what stood there before it, not only the key.',
    sql: `alter table ${tableOf(names)} replica identity full`,
  },
  publicationSql(names),
  ...(names.user === undefined ? [] : [...(names.byIam ? [roleSql(names.user)] : []), rightsSql(names, names.user)]),
];

/**
 * The later version wins, whatever arrives first; of two at the same time the greater key. What has the row's own key is the same event
 * once more, even if it was given another time.
 */
export const upsertSql = (
  names: Pick<PostgresNames, 'schema' | 'table'>,
): string => `insert into ${tableOf(names)} as held
  (kind, id, event_type, event_time, event_key, deleted, body)
select kind, id, event_type, event_time, event_key, deleted, body
from jsonb_to_recordset($1::jsonb) as entity
  (kind text, id text, event_type text, event_time timestamptz, event_key text, deleted boolean, body jsonb)
order by kind, id
on conflict (kind, id) do update set
  event_type = excluded.event_type, event_time = excluded.event_time, event_key = excluded.event_key,
  deleted = excluded.deleted, body = excluded.body, updated_at = now()
where excluded.event_key <> held.event_key
  and (excluded.event_time > held.event_time
    or (excluded.event_time = held.event_time and excluded.event_key > held.event_key))`;
