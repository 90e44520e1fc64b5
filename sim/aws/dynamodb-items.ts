// What the simulated DynamoDB knows of items: which values there are, how large they are, and where they are kept.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, invalid } from './dynamodb-expressions.ts';

const isDecimal = (text: string): boolean =>
  /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) &&
  Math.abs(Number(text)) < 1e126 &&
  text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length <= 38;

/** Decimal, perhaps with an exponent, of 38 digits at most: no blanks, no `0x10`. */
const isNumber = (text: string): boolean => /^\d{1,38}$/.test(text) || isDecimal(text);

export const isAttribute = (value: unknown): value is AttributeValue => {
  const [type, ...others] = Object.keys(value ?? {});
  if (type === undefined || others.length > 0) return false;
  const content = (value as Readonly<Record<string, unknown>>)[type];
  if (type === 'S') return typeof content === 'string';
  if (type === 'N') return typeof content === 'string' && isNumber(content);
  if (type === 'BOOL') return typeof content === 'boolean';
  if (type === 'NULL') return content === true;
  if (type === 'B') return content instanceof Uint8Array;
  if (type === 'L') return Array.isArray(content) && content.every(isAttribute);
  return type === 'M' && Object.values(content ?? {}).every(isAttribute);
};

const keptAttribute = (value: AttributeValue): AttributeValue => {
  if (value.M) return Object.freeze({ M: kept(value.M) });
  if (value.B) return Object.freeze({ B: Uint8Array.from(value.B) });
  if (!value.L) return Object.freeze({ ...value });
  const L = value.L.map(keptAttribute);
  Object.freeze(L);
  return Object.freeze({ L });
};

/** What the table keeps is a copy, and nobody who reads it can change it. */
export const kept = (given: Item): Record<string, AttributeValue> => {
  const copy: Record<string, AttributeValue> = {};
  for (const name in given) copy[name] = keptAttribute(given[name] as AttributeValue);
  return Object.freeze(copy);
};

const keyBytesMax = { pk: 2_048, sk: 1_024 } as const;
const itemBytesMax = 400 * 1_024;

const bytesOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.byteLength;
  // One byte for two digits, and one more.
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
  if (value.L) return 3 + value.L.reduce((sum, one) => sum + 1 + bytesOf(one), 0);
  return value.M ? 3 + sizeOf(value.M) + Object.keys(value.M).length : 1;
};

/** As DynamoDB counts: names and values. */
export const sizeOf = (whole: Item): number =>
  Object.entries(whole).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

/** The most that it can be, at a glance: a UTF-16 unit takes three bytes of UTF-8, and few items come near the limit. */
const sizeMostOf = (whole: Item): number => {
  let size = 0;
  for (const name in whole) {
    const { S, N, M, L, B } = whole[name] as AttributeValue;
    if (M || L || B) return Number.POSITIVE_INFINITY;
    size += 3 * (name.length + (S ?? N ?? '').length) + 1;
  }
  return size;
};

export const assertSize = (whole: Item, message: string): void => {
  if (sizeMostOf(whole) <= itemBytesMax) return;
  if (sizeOf(whole) > itemBytesMax) throw invalid(message);
};

export const addressOf = ({ pk, sk }: Item): string => {
  if (!pk?.S || !sk?.S) throw invalid('pk and sk must be there, as strings that are not empty');
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  if (pk.S.length * 3 > keyBytesMax.pk && Buffer.byteLength(pk.S) > keyBytesMax.pk)
    throw invalid('Size of hashkey has exceeded the maximum size limit of 2048 bytes');
  if (sk.S.length * 3 > keyBytesMax.sk && Buffer.byteLength(sk.S) > keyBytesMax.sk)
    throw invalid('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  return JSON.stringify([pk.S, sk.S]);
};

export const addressOfKey = (key: Item): string => {
  if (Object.keys(key).length !== 2) throw invalid('the key must consist of pk and sk');
  return addressOf(key);
};
