// A mapping: which events it is for, and what becomes of them. Compiled once from the pipeline file.
import { isRecord } from '../is-record.ts';
import type { Expression } from './expression.ts';

/** Where a value stands in the document: the keys from the outside in. */
export type FieldPath = readonly string[];

export type Field = { readonly name: string; readonly path: FieldPath };

/** A fixed text, or what an expression gives. */
export type TextSource = { readonly text: string } | { readonly expression: Expression };

type EventType = {
  readonly when: Expression;
  readonly value: TextSource;
  /** Undefined: the operation of the change (`insert`, `update`, `replace` or `delete`). */
  readonly otherwise: TextSource | undefined;
};

export type Mapping = {
  /** A part that is undefined fits every database or collection. */
  readonly match: { readonly db: string | undefined; readonly coll: string | undefined };
  readonly version: number;
  readonly eventType: EventType | undefined;
  readonly tags: readonly Field[];
  readonly attributes: readonly Field[];
};

export const isFor = ({ match }: Mapping, namespace: { readonly db: string; readonly coll: string }): boolean =>
  (match.db === undefined || match.db === namespace.db) && (match.coll === undefined || match.coll === namespace.coll);

/** The value at a path of the document; undefined where a part of the path is missing. */
export const valueAt = (document: unknown, path: FieldPath): unknown => {
  let value = document;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
};

/** The fields that the document has. What is missing is left out; null stays null. */
export const pick = (fields: readonly Field[], document: unknown): Readonly<Record<string, unknown>> => {
  const picked: Record<string, unknown> = {};
  for (const { name, path } of fields) {
    const value = valueAt(document, path);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
};
