// Rows for the table, from the records of one partition, and the token by which ClickHouse knows the same block again.
import { eventIn } from '../event-in-record.ts';
import type { NormalisedEvent } from '../normalised-event.ts';

export type Row = Omit<NormalisedEvent, 'ns'> & {
  readonly ns_db: string;
  readonly ns_coll: string;
  readonly _topic: string;
  readonly _partition: number;
  readonly _offset: string;
};

type RowPlace = { readonly topic: string; readonly partition: number; readonly offset: string };

type RowOrReason = { readonly row: Row } | { readonly reason: string };

/** Which characters of a JSON text ClickHouse's JSON type takes for a path, so that two spellings would clash. */
const clashIn = (record: object): string | undefined => Object.keys(record).find((key) => key.includes('.'));

/** A record's value as a row. Never throws: what is no event has a reason. */
export const rowOf = (value: Uint8Array | null, place: RowPlace): RowOrReason => {
  const { event, reason } = eventIn(value);
  if (reason !== undefined) return { reason };
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
