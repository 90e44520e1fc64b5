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

/** Times of any precision as texts that sort. */
const sortable = (time: string): string => {
  const [seconds = '', fraction = ''] = time.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
};

/** By bytes, as the databases compare. */
const isGreater = (one: string, other: string): boolean => Buffer.compare(Buffer.from(one), Buffer.from(other)) > 0;

type Version = Pick<Entity, 'eventTime' | 'eventKey'>;

/** Whether it takes the place of what is held. The same event once more does not, even if it was given another time. */
export const isLater = (version: Version, held: Version): boolean => {
  if (version.eventKey === held.eventKey) return false;
  const [time, before] = [sortable(version.eventTime), sortable(held.eventTime)];
  return time === before ? isGreater(version.eventKey, held.eventKey) : time > before;
};
