// What identifies a change, however often its record comes: a connector that died writes its last records again, at other offsets.
import { createHash } from 'node:crypto';
import { isRecord } from '../is-record.ts';
import { parseExactJson } from '../mongodb/exact-json.ts';
import type { Change } from './envelope.ts';

/** Where in the log of its database a change stands: PostgreSQL, MySQL and MariaDB, SQL Server and Db2, Oracle, MongoDB. */
const positions = [
  ...['lsn', 'txId'],
  ...['gtid', 'server_id', 'file', 'pos', 'row'],
  ...['commit_lsn', 'change_lsn', 'event_serial_no'],
  ...['scn', 'commit_scn', 'rs_id', 'ssn'],
  ...['ord', 'lsid', 'txnNumber'],
] as const;

const decoder = new TextDecoder();

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.keys(value)
    .toSorted()
    .map((key) => [key, sorted(value[key])]);
};

/** The key of the row without its schema; the bytes as text, of what is no JSON. Undefined for a table without a key. */
const keyOf = (key: Uint8Array | undefined): unknown => {
  if (key === undefined) return undefined;
  const text = decoder.decode(key);
  try {
    const json = parseExactJson(text);
    return isRecord(json) && 'schema' in json && 'payload' in json ? json.payload : json;
  } catch {
    return text;
  }
};

/**
 * The same for the same change. The position alone is not enough: one record of the log may hold many rows. Where the database has no
 * position of 64 bits, its time goes with it; where it has none at all, or the table has no key, the rows themselves count.
 */
export const identityOf = ({ op, before, after, source, table }: Change, key: Uint8Array | undefined): string => {
  const place = positions.flatMap((name) =>
    source[name] === undefined || source[name] === null ? [] : [[name, source[name]]],
  );
  const hasPlace = place.length > 0;
  const isExact = source.lsn !== undefined && source.lsn !== null;
  const row = keyOf(key) ?? null;
  const parts = [
    ...[source.name ?? null, source.db ?? null, table, op, row, place],
    isExact ? null : (source.ts_ms ?? null),
    hasPlace && row !== null ? null : [before, after],
  ];
  return createHash('sha256')
    .update(JSON.stringify(sorted(parts)))
    .digest('hex');
};
