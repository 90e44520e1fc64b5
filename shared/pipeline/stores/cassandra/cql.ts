// The table of metadata in Cassandra or Amazon Keyspaces, and what writes to it. Each version of a thing is a row of its own, the newest
// first: what is written twice is one row, in whatever order versions come. Keyspaces would take a version as a cell's timestamp only if it is
// of the last two days, so what is replayed later would be refused.
import type { Statement } from '../../clickhouse/sql.ts';

export type CassandraNames = { readonly keyspace: string; readonly table: string };

/** Undefined: Keyspaces, which replicates by itself. */
type Replication = { readonly datacenter: string } | undefined;

const quoted = (name: string): string => `"${name}"`;
const tableOf = ({ keyspace, table }: CassandraNames): string => `${quoted(keyspace)}.${quoted(table)}`;

const strategy = (replication: Replication): string =>
  replication
    ? `{'class': 'NetworkTopologyStrategy', '${replication.datacenter.replaceAll("'", "''")}': 3}`
    : "{'class': 'SingleRegionStrategy'}";

/** What must be there before the function writes. Each statement can be run again. */
export const migrationCql = (names: CassandraNames, replication: Replication): readonly Statement[] => [
  {
    comment: replication
      ? 'The keyspace. Three copies in one data centre: change it for more.'
      : 'The keyspace. Keyspaces makes it, and the table after it, in the background: wait until each is there.',
    sql: `create keyspace if not exists ${quoted(names.keyspace)} with replication = ${strategy(replication)}`,
  },
  {
    comment: `The versions of each thing, the newest first: select … where kind = ? and id = ? limit 1`,
    sql: `create table if not exists ${tableOf(names)} (
  kind text,
  id text,
  event_time timestamp,
  event_key text,
  event_type text,
  deleted boolean,
  body text,
  primary key ((kind, id), event_time, event_key)
) with clustering order by (event_time desc, event_key desc)`,
  },
];

export const insertCql = (names: CassandraNames): string => `insert into ${tableOf(names)}
  (kind, id, event_time, event_key, event_type, deleted, body) values (?, ?, ?, ?, ?, ?, ?)`;
