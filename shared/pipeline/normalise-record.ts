// What becomes of one record of the source topic. Pure: the same record and mappings give the same result.
import { isFor, type Mapping, pick, type TextSource } from './mapping/mapping.ts';
import { type ChangeEvent, recogniseChange } from './mongodb/change-event.ts';
import { parseExactJson } from './mongodb/exact-json.ts';
import { plain } from './mongodb/extended-json.ts';
import { checkedEvent, type NormalisedEvent } from './normalised-event.ts';
import { type PlainEvents, recognisePlain } from './plain-event.ts';

type Normalised =
  | { readonly kind: 'event'; readonly key: string; readonly event: NormalisedEvent }
  /** Nothing to pass on, and nothing wrong: counted under `reason`. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Can never succeed: it belongs in the dead letters. */
  | { readonly kind: 'bad'; readonly reason: string; readonly mappingVersion: number | undefined };

const decoder = new TextDecoder('utf-8', { fatal: true });

const messageOf = (error: unknown): string => {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message);
};

const decode = (value: Uint8Array): { readonly event: unknown } | { readonly reason: string } => {
  try {
    return { event: plain(parseExactJson(decoder.decode(value))) };
  } catch (error) {
    return { reason: `is not JSON: ${messageOf(error)}` };
  }
};

const textOf = async (source: TextSource, event: unknown): Promise<unknown> =>
  'text' in source ? source.text : source.expression(event);

/** `when` must give exactly true: a missing path, a text or a number is no yes. */
const eventTypeOf = async ({ eventType }: Mapping, change: ChangeEvent): Promise<unknown> => {
  if (!eventType) return change.operation;
  const source = (await eventType.when(change.event)) === true ? eventType.value : eventType.otherwise;
  return source ? textOf(source, change.event) : change.operation;
};

/** Whether another `_id` than this text, as JSON, would read the same. */
const isAmbiguous = (text: string): boolean => /^["[{]|^(true|false|null)$/.test(text) || String(Number(text)) === text;

/**
 * The document's `_id` as text: an object id or another text as it is, everything else as JSON. A collection may hold both `1` and
 * `"1"`, and they are two documents.
 */
const idText = (id: unknown): string => (typeof id === 'string' && !isAmbiguous(id) ? id : JSON.stringify(id));

const idempotencyKey = ({ kind, token, namespace, id }: ChangeEvent): string => {
  switch (kind) {
    case 'copy':
      return `mongo-copy:${namespace.db}.${namespace.coll}:${idText(id)}`;
    case 'change':
      return `mongo:${token}`;
    case 'event':
      return String(token);
  }
};

const normaliseChange = async (change: ChangeEvent, mapping: Mapping, recordTime: number): Promise<Normalised> => {
  const bad = (reason: string): Normalised => ({ kind: 'bad', reason, mappingVersion: mapping.version });
  let eventType: unknown;
  try {
    eventType = await eventTypeOf(mapping, change);
  } catch (error) {
    return bad(`the event type cannot be evaluated: ${messageOf(error)}`);
  }
  const at = new Date(change.at ?? recordTime);
  const { event, wrong } = checkedEvent({
    ts: Number.isNaN(at.getTime()) ? undefined : at.toISOString(),
    source: change.kind === 'event' ? change.namespace.db : 'mongo',
    ns: change.namespace,
    op: change.operation,
    event_type: eventType,
    idempotency_key: idempotencyKey(change),
    doc_id: idText(change.id),
    mapping_version: mapping.version,
    tags: pick(mapping.tags, change.document),
    attrs: pick(mapping.attributes, change.document),
  });
  if (wrong !== undefined) return bad(`the event is not valid: ${wrong}`);
  return { kind: 'event', key: JSON.stringify(change.id), event };
};

/**
 * `recordTime` is the record's own Kafka timestamp in milliseconds, which counts where the event has no time. With `plainEvents` records
 * are no changes of MongoDB.
 */
export const normaliseRecord = async (
  value: Uint8Array | null,
  recordTime: number,
  mappings: readonly Mapping[],
  plainEvents?: PlainEvents,
): Promise<Normalised> => {
  if (value === null) return { kind: 'skipped', reason: 'tombstone' };
  const decoded = decode(value);
  if ('reason' in decoded) return { kind: 'bad', reason: decoded.reason, mappingVersion: undefined };
  const recognised = plainEvents ? recognisePlain(decoded.event, value, plainEvents) : recogniseChange(decoded.event);
  switch (recognised.kind) {
    case 'unknown':
      return { kind: 'bad', reason: recognised.reason, mappingVersion: undefined };
    case 'other':
      return { kind: 'skipped', reason: `operation ${recognised.operation}` };
    case 'document': {
      const { change } = recognised;
      const mapping = mappings.find((one) => isFor(one, change.namespace));
      if (!mapping)
        return { kind: 'skipped', reason: `no mapping for ${change.namespace.db}.${change.namespace.coll}` };
      return normaliseChange(change, mapping, recordTime);
    }
  }
};
