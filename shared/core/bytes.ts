// What AWS takes of one value: a checkpoint of a durable function 256 KB, an item of DynamoDB 400 KB.

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** What JSON makes of a text at most: of every UTF-16 unit an escape. Known without writing it. */
export const bytesOfTextMax = (text: string): number => text.length * 6 + 2;

/** Whole characters, with a mark where something is missing. */
export const shortened = (text: string, charactersMax: number): string => {
  if (text.length <= charactersMax) return text;
  return charactersMax === 0 ? '' : `${text.slice(0, charactersMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

/** The first of them, and how many more there are. */
export const someNames = (names: readonly string[], most: number): string => {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
};
