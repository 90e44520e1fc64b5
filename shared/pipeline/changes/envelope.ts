// What Debezium writes for one change of a row or document, with the schema of Connect's JSON around it or without.
import { isDeeperThan } from '#core/json-depth.ts';
import { isRecord } from '../is-record.ts';
import { parseExactJson } from '../mongodb/exact-json.ts';

export type Row = Readonly<Record<string, unknown>>;

/** `c`reated, `u`pdated, `d`eleted, `r`ead by a snapshot, `t`runcated. */
const operations = ['c', 'u', 'd', 'r', 't'] as const;
type Operation = (typeof operations)[number];

/** One change. */
export type Change = {
  readonly op: Operation;
  readonly before: Row | null;
  readonly after: Row | null;
  /** Where it happened, in the words of the connector. */
  readonly source: Row;
  /** `public.metadata`: the schema, or else the database, and the table or collection. */
  readonly table: string;
  /** Whether it was read, and has not just happened. */
  readonly isSnapshot: boolean;
  /** Milliseconds since 1970: when the database committed it, as far as the envelope says so. */
  readonly atMs: number | undefined;
  /** The envelope without its schema, which expressions see. JSON in a column is parsed. */
  readonly event: Row;
};

type Read =
  | { readonly kind: 'change'; readonly change: Change }
  /** Nothing has changed in a table. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Can never be read: it belongs in the dead letters. */
  | { readonly kind: 'bad'; readonly reason: string };

const decoder = new TextDecoder('utf-8', { fatal: true });
const depthMax = 200;

const bad = (reason: string): Read => ({ kind: 'bad', reason });
const skipped = (reason: string): Read => ({ kind: 'skipped', reason });

const textIn = (record: unknown, name: string): string | undefined => {
  const value = isRecord(record) ? record[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const numberIn = (record: Row, name: string): number | undefined => {
  const value = record[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
};

const parsedText = (text: string): unknown => {
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
};

/** The columns of JSON that the schema names, in both rows; undefined where there is no schema. */
const jsonColumns = (schema: unknown): ReadonlySet<string> | undefined => {
  const fields = isRecord(schema) && Array.isArray(schema.fields) ? schema.fields.filter(isRecord) : undefined;
  const rows = fields?.filter(({ field }) => field === 'before' || field === 'after');
  const columns = rows?.flatMap((row) => (Array.isArray(row.fields) ? row.fields.filter(isRecord) : []));
  return (
    columns && new Set(columns.filter(({ name }) => name === 'io.debezium.data.Json').map((one) => String(one.field)))
  );
};

/** Without a schema a text that is an object or a list is taken for JSON: of a JSONB column Debezium writes the text. */
const looksLikeJson = (value: unknown): value is string =>
  typeof value === 'string' && /^\s*[[{]/.test(value) && /[\]}]\s*$/.test(value);

const withParsedColumns = (row: Row, columns: ReadonlySet<string> | undefined): Row => {
  const entries = Object.entries(row);
  const isJson = (name: string, value: unknown): value is string =>
    columns ? typeof value === 'string' && columns.has(name) : looksLikeJson(value);
  return entries.some(([name, value]) => isJson(name, value))
    ? Object.fromEntries(entries.map(([name, value]) => [name, isJson(name, value) ? parsedText(value) : value]))
    : row;
};

/** Of MongoDB Debezium writes the whole document as text. Undefined for what is neither a row nor nothing. */
const rowOf = (value: unknown, columns: ReadonlySet<string> | undefined): Row | null | undefined => {
  if (value === undefined || value === null) return null;
  if (isRecord(value)) return withParsedColumns(value, columns);
  const document = typeof value === 'string' ? parsedText(value) : undefined;
  return isRecord(document) ? document : undefined;
};

const ofSnapshots: readonly unknown[] = [
  true,
  'true',
  'first',
  'first_in_data_collection',
  'last_in_data_collection',
  'last',
];

const tableOf = (source: Row): string | undefined => {
  const name = textIn(source, 'table') ?? textIn(source, 'collection');
  const space = textIn(source, 'schema') ?? textIn(source, 'db');
  return name === undefined || space === undefined ? name : `${space}.${name}`;
};

const isOperation = (value: unknown): value is Operation => operations.some((one) => one === value);

/** What other records a connector writes, beside those of tables. */
const otherRecord = (event: Row): Read => {
  if (event.op === 'm') return skipped('message of the database');
  if (event.op !== undefined) return bad(`has an unknown operation \`op: ${JSON.stringify(event.op).slice(0, 40)}\``);
  if ('ddl' in event || 'tableChanges' in event) return skipped('change of a schema');
  if (Object.keys(event).every((key) => key.startsWith('ts_'))) return skipped('heartbeat');
  if ('status' in event && 'event_count' in event) return skipped('bounds of a transaction');
  return bad('has no `op`: the whole envelope is needed, without the transformation ExtractNewRecordState');
};

const changeOf = (event: Row, schema: unknown): Read => {
  const { op, source } = event;
  if (!isOperation(op)) return otherRecord(event);
  if (!isRecord(source)) return bad('has no `source`');
  const table = tableOf(source);
  if (table === undefined) return bad('has neither `source.table` nor `source.collection`');
  const columns = jsonColumns(schema);
  const before = rowOf(event.before, columns);
  const after = rowOf(event.after, columns);
  if (before === undefined || after === undefined) return bad('has a `before` or an `after` that is no row');
  const isGone = op === 'u' && event.updateDescription !== undefined;
  if (after === null && op !== 'd' && op !== 't' && !isGone) return bad(`has no \`after\`, with \`op: ${op}\``);
  const isSnapshot = op === 'r' || ofSnapshots.includes(source.snapshot);
  const atMs = numberIn(source, 'ts_ms') ?? numberIn(event, 'ts_ms');
  return {
    kind: 'change',
    change: { op, before, after, source, table, isSnapshot, atMs, event: { ...event, before, after } },
  };
};

/** Connect's JsonConverter wraps every record, unless `schemas.enable` is off. */
const isWrapped = (value: Row): boolean => 'schema' in value && 'payload' in value && !('op' in value);

export const readChange = (value: Uint8Array | null): Read => {
  if (value === null) return skipped('tombstone');
  let json: unknown;
  try {
    json = parseExactJson(decoder.decode(value));
  } catch (error) {
    return bad(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isDeeperThan(json, depthMax)) return bad(`is nested more than ${depthMax} deep`);
  if (json === null) return skipped('tombstone');
  if (!isRecord(json)) return bad('is not a JSON object');
  if (!isWrapped(json)) return changeOf(json, undefined);
  if (json.payload === null) return skipped('tombstone');
  return isRecord(json.payload) ? changeOf(json.payload, json.schema) : bad('has a `payload` that is no object');
};
