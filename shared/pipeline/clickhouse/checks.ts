// The queries with which a pipeline is checked, corrected from the guide's.
import { sinkNames } from './names.ts';

/** Rows of the last five minutes, each event once. */
export const recentRowsSql = (database: string, table: string): string =>
  `SELECT count() AS rows FROM ${sinkNames(database, table).table} FINAL WHERE ts >= now() - INTERVAL 5 MINUTE`;

/** Parts of a path in a JSON column, in backquotes: an attribute may be called by a word of SQL, or have a hyphen. */
const pathSql = (attribute: string): string =>
  attribute
    .split('.')
    .map((part) => `\`${part.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``)
    .join('.');

/**
 * The 95th percentile of an attribute over 15 minutes, with the number of values that it is of. `toFloat64OrNull` of the
 * text counts integers as well as decimals, and leaves out what is missing instead of taking it for 0.
 */
export const percentileSql = (database: string, table: string, attribute: string): string => {
  const value = `toFloat64OrNull(toString(attrs.${pathSql(attribute)}))`;
  return `SELECT quantileExact(0.95)(${value}) AS p95, count(${value}) AS n
FROM ${sinkNames(database, table).table} FINAL WHERE ts >= now() - INTERVAL 15 MINUTE`;
};

/** The state of each document by its last event; deleted documents are left out. */
export const currentStateSql = (database: string, table: string): string =>
  `SELECT ns_db, ns_coll, doc_id, argMax(tags, (_partition, _offset)) AS tags, argMax(attrs, (_partition, _offset)) AS attrs
FROM ${sinkNames(database, table).table} FINAL
GROUP BY ns_db, ns_coll, doc_id
HAVING argMax(op, (_partition, _offset)) != 'delete'`;
