// MongoDB's Extended JSON, canonical and relaxed, as plain JSON. The connector should write simplified JSON
// (`output.json.formatter`), but somebody will forget it, and some values keep their wrappers even then.
import { isRecord } from '../is-record.ts';

const safeInteger = (digits: unknown): unknown => {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : digits;
};

const double = (text: unknown): unknown => {
  const value = Number(text);
  // JSON has no NaN and no Infinity: the text stays.
  return Number.isFinite(value) ? value : text;
};

/** Milliseconds in a wrapper, an ISO text, or a bare number. What is no date of JavaScript's stays as it is written. */
const date = (value: unknown): unknown => {
  const written = isRecord(value) ? value.$numberLong : value;
  const time = new Date(typeof written === 'string' && /^-?\d+$/.test(written) ? Number(written) : String(written));
  const at = typeof written === 'number' ? new Date(written) : time;
  return Number.isNaN(at.getTime()) ? written : at.toISOString();
};

const uuidSubtypes: readonly unknown[] = ['3', '03', '4', '04'];

/** A UUID is a text of its own: canonical JSON wraps it as binary, relaxed JSON as `$uuid`. */
const uuidOf = (base64: string): string | undefined => {
  const digits = Buffer.from(base64, 'base64').toString('hex');
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(digits) ?? [];
  return parts.length > 0 ? parts.join('-') : undefined;
};

const bytes = (base64: string, subtype: unknown): string =>
  (uuidSubtypes.includes(subtype) ? uuidOf(base64) : undefined) ?? base64;

const binary = (value: unknown): unknown =>
  isRecord(value) && typeof value.base64 === 'string' ? bytes(value.base64, value.subType) : value;

const unwrap: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ['$oid', (value) => value],
  ['$numberInt', safeInteger],
  ['$numberLong', safeInteger],
  ['$numberDouble', double],
  ['$numberDecimal', (value) => value],
  ['$date', date],
  ['$uuid', (value) => value],
  ['$binary', binary],
  ['$symbol', (value) => value],
  ['$undefined', () => null],
]);

/** Before version 2 of the format. */
const oldBinary = ({
  $binary,
  $type,
  ...more
}: Readonly<Record<string, unknown>>): { readonly plain: unknown } | undefined =>
  typeof $binary === 'string' && typeof $type === 'string' && Object.keys(more).length === 0
    ? { plain: bytes($binary, $type) }
    : undefined;

const unwrapped = (value: Readonly<Record<string, unknown>>): { readonly plain: unknown } | undefined => {
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) return only === '$binary' ? oldBinary(value) : undefined;
    only = key;
  }
  if (only === undefined || !only.startsWith('$')) return undefined;
  const how = unwrap.get(only);
  return how && { plain: how(value[only]) };
};

/** MongoDB nests documents 100 deep at most. Further down, what comes after could run out of stack. */
export const nestingMax = 200;

const plainList = (list: readonly unknown[], depth: number): unknown => {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const one = plain(list[index], depth);
    if (one !== list[index]) {
      copy ??= [...list];
      copy[index] = one;
    }
  }
  return copy ?? list;
};

/** A field called `__proto__` stays a field. Most records have nothing to unwrap, and are neither copied nor listed. */
const plainRecord = (record: Readonly<Record<string, unknown>>, depth: number): unknown => {
  let changed: Map<string, unknown> | undefined;
  for (const key in record) {
    const value = record[key];
    if (typeof value !== 'object' || value === null) continue;
    const one = plain(value, depth);
    if (one === value) continue;
    changed ??= new Map();
    changed.set(key, one);
  }
  if (changed === undefined) return record;
  const plainOnes = changed;
  return Object.fromEntries(
    Object.entries(record).map(([key, one]) => [key, plainOnes.has(key) ? plainOnes.get(key) : one]),
  );
};

/**
 * The same value without wrappers. Gives the very same object where there is nothing to unwrap. Throws for a value that is nested deeper
 * than any document.
 */
export const plain = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > nestingMax) throw new Error(`it is nested more than ${nestingMax} deep`);
  if (Array.isArray(value)) return plainList(value, depth + 1);
  if (!isRecord(value)) return value;
  const inside = unwrapped(value);
  return inside ? inside.plain : plainRecord(value, depth + 1);
};
