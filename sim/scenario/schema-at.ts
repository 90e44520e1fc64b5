// What the schema of a part of a scenario file knows about one place in it: its keys and an example.
import * as z from 'zod';
import type { Path } from '#definition/problem.ts';

type Schema = z.core.$ZodType;

/** A schema and everything it is wrapped in, from the outside in. */
const layers = (schema: Schema): Schema[] => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return [schema, ...layers(schema.unwrap())];
  return schema instanceof z.ZodPipe ? [schema, ...layers(schema.in)] : [schema];
};

const below = (schema: Schema, key: string | number): Schema | undefined => {
  const inner = layers(schema).at(-1);
  if (inner instanceof z.ZodObject) return inner.shape[key];
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodArray) return inner.element;
  return inner instanceof z.ZodUnion ? mappingOf(inner) && below(mappingOf(inner) as Schema, key) : undefined;
};

/** Of an "either … or …" the half that has keys. */
const mappingOf = (union: z.ZodUnion): Schema | undefined =>
  union.options.find((option) => option instanceof z.ZodObject);

export const schemaAt = (path: Path, { schema }: { readonly schema: Schema }): Schema | undefined =>
  path.reduce<Schema | undefined>((above, key) => above && below(above, key), schema);

/** The keys that a mapping may have. */
export const keysOf = (schema: Schema | undefined): string[] => {
  const inner = schema && layers(schema).at(-1);
  const mapping = inner instanceof z.ZodUnion ? mappingOf(inner) : inner;
  return mapping instanceof z.ZodObject ? Object.keys(mapping.shape) : [];
};

const yamlText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${key}: ${yamlText(part)}`)
    .join(', ')} }`;
};

/** An example of a mapping: what it needs, or else the first of what it may have. */
const mappingExample = ({ shape }: z.ZodObject): string | undefined => {
  const keys = Object.keys(shape);
  const needed = keys.filter((key) => !(shape[key] instanceof z.ZodOptional || shape[key] instanceof z.ZodDefault));
  const parts = (needed.length > 0 ? needed : keys.slice(0, 1)).map((key) => `${key}: ${exampleText(shape[key])}`);
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : undefined;
};

/** What could be written there: its own example, or one made of those of its parts. */
export const exampleText = (schema: Schema | undefined): string | undefined => {
  const all = schema ? layers(schema) : [];
  for (const layer of all) {
    const examples = z.globalRegistry.get(layer)?.examples;
    if (Array.isArray(examples)) return yamlText(examples[0]);
  }
  const inner = all.at(-1);
  return inner instanceof z.ZodObject ? mappingExample(inner) : undefined;
};
