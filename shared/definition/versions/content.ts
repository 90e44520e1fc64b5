// The form in which the content of a definition is stored and hashed.
import { createHash } from 'node:crypto';

/** How stored content is to be read. It is counted up when old content has to be read in another way than new one. */
export const schemaNow = 1;

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).toSorted(([left], [right]) => (left < right ? -1 : 1)));

/** Nothing follows from the order of keys, except of resources: they are planned and reported in the order of the file. */
const ordered = (value: unknown, isOfResources = false): unknown => {
  if (Array.isArray(value)) return value.map((one) => ordered(one));
  if (!isRecord(value)) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ordered(one)]));
  return isOfResources ? inside : sorted(inside);
};

/** The same text for the same definition, however its file is written. */
export const canonicalJson = (content: unknown): string =>
  JSON.stringify(
    isRecord(content)
      ? sorted(
          Object.fromEntries(Object.entries(content).map(([key, one]) => [key, ordered(one, key === 'resources')])),
        )
      : ordered(content),
  );

/** Of a text in canonical form. */
export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

export const contentHash = (content: unknown): string => hashOfText(canonicalJson(content));
