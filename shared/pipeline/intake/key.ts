// The key of an event in Kafka: events with one key stay in order. Pure.
import { createHash } from 'node:crypto';
import { isRecord } from '../is-record.ts';

const valueAt = (body: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), body);

/** The value at the path (`payload.incident_id`), or the hash of the body: the same event again is the same key. */
export const keyOf = (body: Buffer, path: string | undefined): string => {
  if (path !== undefined) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body.toString('utf8'));
    } catch {
      parsed = undefined;
    }
    const value = valueAt(parsed, path.split('.'));
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return createHash('sha256').update(body).digest('hex');
};
