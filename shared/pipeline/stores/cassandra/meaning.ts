// Which entities Cassandra can never hold, and what its errors mean.
import type { Entity } from '../entity.ts';

/** By bytes. Cassandra allows more; what Keyspaces does not is refused in both, so that a pipeline can move. */
const partitionKeyMax = 2_048;
const clusteringKeyMax = 850;
const rowMax = 1_000_000;

/** The time of the event. */
const timeBytes = 8;

/** Found before anything is sent: Keyspaces has no error of its own for it. */
export const refusalOf = ({ kind, id, eventKey, body }: Entity): string | undefined => {
  // An empty text is no key; other stores take it.
  if (id === '') return 'its id is empty';
  if (Buffer.byteLength(kind) + Buffer.byteLength(id) > partitionKeyMax)
    return `its kind and id have more than ${partitionKeyMax} bytes`;
  if (Buffer.byteLength(eventKey) + timeBytes > clusteringKeyMax)
    return `its key and time have more than ${clusteringKeyMax} bytes`;
  return Buffer.byteLength(JSON.stringify(body)) > rowMax ? `its body has more than ${rowMax} bytes` : undefined;
};

/** Thrown for entities that are refused before they are sent. */
export const refusedName = 'RefusedEntity';

/** Everything that Cassandra itself says is a bad moment: what it cannot hold was found before. */
export const meaningOfCassandra = (error: unknown): 'entities' | 'moment' =>
  error instanceof Error && error.name === refusedName ? 'entities' : 'moment';
