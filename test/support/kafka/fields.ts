// Kafka's wire types, for the broker's side: each knows how to read and to write itself in any version of a message. Written from
// Kafka's message definitions and on purpose not with the client's codecs, so that a mistake there shows.
import { Buffer } from 'node:buffer';

/** `flexible` versions have compact lengths and end every structure with tagged fields, which are skipped here. */
type Version = { readonly number: number; readonly flexible: boolean };

export type Input = { readonly bytes: Buffer; at: number };
export type Output = Buffer[];

export type Wire<T> = {
  read(from: Input, version: Version): T;
  write(to: Output, version: Version, value: T): void;
};

export type Value<W> = W extends Wire<infer T> ? T : never;

const take = (from: Input, length: number): Buffer => {
  if (from.at + length > from.bytes.length) throw new RangeError(`the message ends before byte ${from.at + length}`);
  from.at += length;
  return from.bytes.subarray(from.at - length, from.at);
};

const fixed = <T>(size: number, get: (bytes: Buffer) => T, set: (bytes: Buffer, value: T) => void): Wire<T> => ({
  read: (from) => get(take(from, size)),
  write: (to, _version, value) => {
    const bytes = Buffer.alloc(size);
    set(bytes, value);
    to.push(bytes);
  },
});

export const bool = fixed<boolean>(
  1,
  (bytes) => bytes[0] !== 0,
  (bytes, value) => void bytes.writeInt8(value ? 1 : 0),
);
export const int8 = fixed<number>(
  1,
  (bytes) => bytes.readInt8(),
  (bytes, value) => void bytes.writeInt8(value),
);
export const int16 = fixed<number>(
  2,
  (bytes) => bytes.readInt16BE(),
  (bytes, value) => void bytes.writeInt16BE(value),
);
export const int32 = fixed<number>(
  4,
  (bytes) => bytes.readInt32BE(),
  (bytes, value) => void bytes.writeInt32BE(value),
);
export const int64 = fixed<bigint>(
  8,
  (bytes) => bytes.readBigInt64BE(),
  (bytes, value) => void bytes.writeBigInt64BE(value),
);
/** 32 hexadecimal digits. */
export const uuid = fixed<string>(
  16,
  (bytes) => bytes.toString('hex'),
  (bytes, value) => void bytes.write(value, 'hex'),
);

const readVarint = (from: Input): number => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const [byte = 0] = take(from, 1);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
};

const writeVarint = (to: Output, value: number): void => {
  const bytes: number[] = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 128))
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  to.push(Buffer.from(bytes));
};

/** A length of -1 stands for null. */
const readLength = (from: Input, version: Version, plain: Wire<number>): number =>
  version.flexible ? readVarint(from) - 1 : plain.read(from, version);

const writeLength = (to: Output, version: Version, plain: Wire<number>, length: number): void =>
  version.flexible ? writeVarint(to, length + 1) : plain.write(to, version, length);

const sized = <T>(plain: Wire<number>, get: (bytes: Buffer) => T, toBytes: (value: T) => Buffer): Wire<T | null> => ({
  read: (from, version) => {
    const length = readLength(from, version, plain);
    return length < 0 ? null : get(take(from, length));
  },
  write: (to, version, value) => {
    const content = value === null ? undefined : toBytes(value);
    writeLength(to, version, plain, content?.length ?? -1);
    if (content) to.push(content);
  },
});

/** Nullable: the wire form is the same. */
export const text = sized<string>(
  int16,
  (found) => found.toString(),
  (value) => Buffer.from(value),
);
export const bytes = sized<Buffer>(
  int32,
  (found) => Buffer.from(found),
  (value) => value,
);

export const list = <T>(of: Wire<T>): Wire<readonly T[] | null> => ({
  read: (from, version) => {
    const length = readLength(from, version, int32);
    return length < 0 ? null : Array.from({ length }, () => of.read(from, version));
  },
  write: (to, version, values) => {
    writeLength(to, version, int32, values?.length ?? -1);
    for (const value of values ?? []) of.write(to, version, value);
  },
});

/** A field that some versions lack: read as `absent`, not written. */
export const between = <T>(first: number, last: number, of: Wire<T>, absent: T): Wire<T> => {
  const has = ({ number }: Version): boolean => number >= first && number <= last;
  return {
    read: (from, version) => (has(version) ? of.read(from, version) : absent),
    write: (to, version, value) => {
      if (has(version)) of.write(to, version, value);
    },
  };
};
export const since = <T>(first: number, of: Wire<T>, absent: T): Wire<T> => between(first, Infinity, of, absent);

const skipTags = (from: Input): void => {
  for (let count = readVarint(from); count > 0; count -= 1) {
    readVarint(from);
    take(from, readVarint(from));
  }
};

export const struct = <Fields extends Record<string, Wire<unknown>>>(
  fields: Fields,
): Wire<{ [Name in keyof Fields]: Value<Fields[Name]> }> => ({
  read: (from, version) => {
    const found = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.read(from, version)]));
    if (version.flexible) skipTags(from);
    return found as { [Name in keyof Fields]: Value<Fields[Name]> };
  },
  write: (to, version, value) => {
    for (const [name, field] of Object.entries(fields)) field.write(to, version, value[name]);
    if (version.flexible) to.push(Buffer.of(0));
  },
});
