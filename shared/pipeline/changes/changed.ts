// `$changed('classification')`: whether a field has another value than before.
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../is-record.ts';
import { parseExactJson } from '../mongodb/exact-json.ts';
import type { Change, Row } from './envelope.ts';

/** A large value that an update did not touch is not in the log of PostgreSQL: Debezium says so in its place, also in base64. */
const untouched: readonly unknown[] = [
  '__debezium_unavailable_value',
  Buffer.from('__debezium_unavailable_value').toString('base64'),
];

const step = /`([^`]+)`|[^.`]+/g;

const pathOf = (field: string): readonly string[] =>
  [...field.matchAll(step)].map(([whole, quoted]) => quoted ?? whole);

/** Nothing and null are the same: a column that is new has neither. */
const valueAt = (row: Row | null, path: readonly string[]): unknown => {
  let value: unknown = row;
  for (const key of path) {
    if (untouched.includes(value)) return value;
    if (!isRecord(value) || !Object.hasOwn(value, key)) return null;
    value = value[key];
  }
  return value ?? null;
};

const parsedRecord = (value: unknown): Row => {
  if (isRecord(value)) return value;
  try {
    const parsed = typeof value === 'string' ? parseExactJson(value) : undefined;
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
};

/** Of MongoDB an update names the fields that it changed; an update of `a` is one of `a.b`, and the other way round. */
const isNamed = (update: Row, field: string): boolean => {
  const removed = Array.isArray(update.removedFields) ? update.removedFields.map(String) : [];
  return [...Object.keys(parsedRecord(update.updatedFields)), ...removed].some(
    (name) => name === field || name.startsWith(`${field}.`) || field.startsWith(`${name}.`),
  );
};

/**
 * Throws where nobody can know: an update without the row as it was. A rule that never holds for that reason would look like one for
 * which nothing happens.
 */
export const hasChanged = ({ op, before, after, event, table }: Change, field: string): boolean => {
  if (op === 't' || op === 'r') return false;
  if (op === 'u' && before === null) {
    if (isRecord(event.updateDescription)) return isNamed(event.updateDescription, field);
    throw new Error(
      `\`$changed\` needs the row as it was: set REPLICA IDENTITY FULL on the table ${table}, or what your database calls it`,
    );
  }
  const path = pathOf(field);
  const now = valueAt(after, path);
  return !untouched.includes(now) && !isDeepStrictEqual(valueAt(before, path), now);
};
