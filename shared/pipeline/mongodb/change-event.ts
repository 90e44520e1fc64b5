// Recognises what the MongoDB source connector writes: a change, a document of the initial copy, or neither.
import { isRecord } from '../is-record.ts';

/** One change of one document. */
export type ChangeEvent = {
  /** `event` is no change of a database: `token` is its whole key. */
  readonly kind: 'change' | 'copy' | 'event';
  readonly namespace: { readonly db: string; readonly coll: string };
  readonly operation: string;
  /** The document's `_id`, as plain JSON. */
  readonly id: unknown;
  /** Null for a delete, and for an update whose document was gone before the connector could look it up. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** The resume token: unique for each change, also within one transaction. Undefined in the initial copy. */
  readonly token: string | undefined;
  /** Milliseconds since 1970, if the event says when it happened. */
  readonly at: number | undefined;
  /** The whole event, which expressions see. */
  readonly event: Readonly<Record<string, unknown>>;
};

export type Recognised =
  | { readonly kind: 'document'; readonly change: ChangeEvent }
  /** A change of a collection or database, such as `drop`: no document has changed. */
  | { readonly kind: 'other'; readonly operation: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const documentOperations = new Set(['insert', 'update', 'replace', 'delete']);

const textIn = (record: unknown, key: string): string | undefined => {
  const value = isRecord(record) ? record[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const parsedTime = (text: unknown): number | undefined => {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

/** `clusterTime` stays `{"$timestamp": {t, i}}` even in simplified JSON; `t` are seconds. */
const clusterTime = (event: Readonly<Record<string, unknown>>): number | undefined => {
  const timestamp = isRecord(event.clusterTime) ? event.clusterTime.$timestamp : undefined;
  const seconds = isRecord(timestamp) ? Number(timestamp.t) : Number.NaN;
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
};

/** The connector marks its initial copy in `_id`; only there an insert has neither a resume token nor a time. */
const isOfInitialCopy = (event: Readonly<Record<string, unknown>>, token?: string, at?: number): boolean =>
  (isRecord(event._id) && event._id.copyingData === true) ||
  (event.operationType === 'insert' && token === undefined && at === undefined);

const unknown = (reason: string): Recognised => ({ kind: 'unknown', reason });

/** `event` is plain JSON (see `plain`). A change without `fullDocument` is one without a document. */
export const recogniseChange = (event: unknown): Recognised => {
  // Both are what Connect's JsonConverter makes of the connector's text.
  const isConverted = typeof event === 'string' || (isRecord(event) && 'schema' in event && 'payload' in event);
  if (isConverted) return unknown('is JSON within JSON: set `value.converter` of the connector to StringConverter');
  if (!isRecord(event)) return unknown('is not a JSON object');
  const operation = textIn(event, 'operationType');
  if (operation === undefined)
    return unknown('has no `operationType`: is `publish.full.document.only` set in the connector?');
  if (!documentOperations.has(operation)) return { kind: 'other', operation };
  const db = textIn(event.ns, 'db');
  const coll = textIn(event.ns, 'coll');
  if (db === undefined || coll === undefined) return unknown('has no `ns.db` and `ns.coll`');
  const id = isRecord(event.documentKey) ? event.documentKey._id : undefined;
  if (id === undefined) return unknown('has no `documentKey._id`');
  const token = textIn(event._id, '_data');
  const at = parsedTime(event.wallTime) ?? clusterTime(event);
  const isCopy = isOfInitialCopy(event, token, at);
  if (!isCopy && token === undefined) return unknown('has no resume token in `_id._data`');
  const document = isRecord(event.fullDocument) ? event.fullDocument : null;
  const kind = isCopy ? 'copy' : 'change';
  return { kind: 'document', change: { kind, namespace: { db, coll }, operation, id, document, token, at, event } };
};
