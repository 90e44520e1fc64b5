// Reads an event that is no change of a database, such as what `event-intake` writes: whatever JSON its sender chose.
import { createHash } from 'node:crypto';
import { isRecord } from './is-record.ts';
import { type FieldPath, valueAt } from './mapping/mapping.ts';
import type { ChangeEvent, Recognised } from './mongodb/change-event.ts';

/** Where an event says what it is about. */
export type PlainEvents = {
  readonly namespace: ChangeEvent['namespace'];
  readonly id: FieldPath;
  /** Undefined: the time of the record counts. */
  readonly at: FieldPath | undefined;
};

const unknown = (reason: string): Recognised => ({ kind: 'unknown', reason });

/** An ISO text, or milliseconds since 1970. */
const timeOf = (value: unknown): number | undefined => {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : undefined;
};

/** The same bytes are the same event, however often they are sent. */
const tokenOf = (db: string, bytes: Uint8Array): string =>
  `${db}:${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}`;

export const recognisePlain = (event: unknown, bytes: Uint8Array, plain: PlainEvents): Recognised => {
  if (!isRecord(event)) return unknown('is not a JSON object');
  const id = valueAt(event, plain.id);
  if (id === '' || (typeof id !== 'string' && typeof id !== 'number'))
    return unknown(`has no text or number at \`${plain.id.join('.')}\`, which says what it is about`);
  const written = plain.at && valueAt(event, plain.at);
  const at = timeOf(written);
  if (written !== undefined && written !== null && at === undefined)
    return unknown(`has no time at \`${plain.at?.join('.')}\``);
  const { namespace } = plain;
  const token = tokenOf(namespace.db, bytes);
  return {
    kind: 'document',
    change: { kind: 'event', namespace, operation: 'upsert', id, document: event, token, at, event },
  };
};
