// What AWS takes of one value: a checkpoint of a durable function 256 KB, an item of DynamoDB 400 KB.

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** A UTF-16 unit that JSON escapes. */
const bytesPerUnitMax = 6;
/** A number, a word of JSON, and what stands around a value. */
const bytesAround = 32;

/** More than JSON takes, without writing it. */
const bytesAtMost = (value: unknown): number => {
  if (typeof value === 'string') return value.length * bytesPerUnitMax + bytesAround;
  if (typeof value !== 'object' || value === null) return bytesAround;
  let bytes = bytesAround;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) bytes += key.length * bytesPerUnitMax + bytesAround + bytesAtMost(fields[key]);
  return bytes;
};

/** Whether plain data fits. Most of it is so small that it need not be written to know that. */
export const fitsInto = (bytesMax: number, value: unknown): boolean =>
  bytesAtMost(value) <= bytesMax || bytesOf(value) <= bytesMax;

/** Whole characters, with a mark where something is missing. */
export const shortened = (text: string, charactersMax: number): string =>
  text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** The first of them, and how many more there are. */
export const someNames = (names: readonly string[], most: number): string => {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
};
