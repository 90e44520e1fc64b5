// What a store holds about one thing: the newest of the events about it.
import type { NormalisedEvent } from '../normalised-event.ts';

export type Entity = {
  /** Where it is from, such as `montecarlo.incident`. With `id` it is the key. */
  readonly kind: string;
  readonly id: string;
  readonly eventType: string;
  /** ISO 8601 in UTC. With `eventKey` it is the version: the later event wins, in whatever order they arrive. */
  readonly eventTime: string;
  readonly eventKey: string;
  /** A mark instead of a row that is gone: an older event that comes late would bring the row back. */
  readonly deleted: boolean;
  /** Attributes and tags of the event. Of a name that both have, the tag. */
  readonly body: Readonly<Record<string, unknown>>;
};

export const entityOf = (event: NormalisedEvent): Entity => ({
  kind: `${event.ns.db}.${event.ns.coll}`,
  id: event.doc_id,
  eventType: event.event_type,
  eventTime: event.ts,
  eventKey: event.idempotency_key,
  deleted: event.op === 'delete',
  body: { ...event.attrs, ...event.tags },
});

export const keyOf = ({ kind, id }: Entity): string => JSON.stringify([kind, id]);
