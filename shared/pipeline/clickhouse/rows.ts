// Rows for the table, from the records of one partition, and the token by which ClickHouse knows the same block again.
import { isRecord } from '../is-record.ts';
import { nestingMax } from '../mongodb/extended-json.ts';
import { checkedEvent, type NormalisedEvent } from '../normalised-event.ts';

export type Row = Omit<NormalisedEvent, 'ns'> & {
  readonly ns_db: string;
  readonly ns_coll: string;
  readonly _topic: string;
  readonly _partition: number;
  readonly _offset: string;
};

type RowPlace = { readonly topic: string; readonly partition: number; readonly offset: string };

type RowOrReason = { readonly row: Row } | { readonly reason: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Which characters of a JSON text ClickHouse's JSON type takes for a path, so that two spellings would clash. */
const clashIn = (record: object): string | undefined => Object.keys(record).find((key) => key.includes('.'));

/** Whoever wrote it: what ClickHouse's client writes again could run out of stack, and the partition would stop for ever. */
const isTooDeep = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth > nestingMax || Object.values(value).some((one) => isTooDeep(one, depth + 1)));

/** A record's value as a row. Never throws: what is no event has a reason. */
export const rowOf = (value: Uint8Array | null, place: RowPlace): RowOrReason => {
  if (value === null) return { reason: 'is empty' };
  let content: unknown;
  try {
    content = JSON.parse(decoder.decode(value));
  } catch (error) {
    return { reason: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isRecord(content)) return { reason: 'is not a JSON object' };
  const { event, wrong } = checkedEvent(content);
  if (wrong !== undefined) return { reason: wrong };
  if (isTooDeep(event)) return { reason: `is nested more than ${nestingMax} deep` };
  const clash = clashIn(event.tags) ?? clashIn(event.attrs);
  if (clash !== undefined)
    return { reason: `the key \`${clash}\` of tags or attrs has a dot, which is a path in ClickHouse` };
  const { ts, source, ns, op, event_type, idempotency_key, doc_id, mapping_version, tags, attrs } = event;
  return {
    // One by one: an event may have more keys than the table has columns.
    row: {
      ts,
      event_type,
      source,
      ns_db: ns.db,
      ns_coll: ns.coll,
      op,
      idempotency_key,
      doc_id,
      mapping_version,
      tags,
      attrs,
      _topic: place.topic,
      _partition: place.partition,
      _offset: place.offset,
    },
  };
};

/** The rows of a partition between two offsets. The same batch bounds give the same token; other bounds rely on the key. */
export const deduplicationToken = (rows: readonly Row[]): string => {
  const first = rows[0];
  const last = rows.at(-1);
  return first && last ? `${first._topic}-${first._partition}-${first._offset}-${last._offset}` : '';
};
