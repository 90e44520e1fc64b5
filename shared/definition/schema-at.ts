// What the schema knows about one place of the file: its keys, an example, a description.
import * as z from 'zod';
import type { Path } from './problem.ts';

export type Schema = z.core.$ZodType;

const unwrapped = (schema: Schema): Schema =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodExactOptional ||
  schema instanceof z.ZodDefault ||
  schema instanceof z.ZodPrefault
    ? unwrapped(schema.unwrap())
    : schema;

const childOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;

/** The value at a path of the file, if it is there. */
export const valueAt = (path: Path, file: unknown): unknown => path.reduce(childOf, file);

const below = (schema: Schema, key: string | number): Schema | undefined => {
  if (schema instanceof z.ZodObject) return schema.shape[key];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
};

/** Of one alone or a list of them, the form that the file has. */
const formOf = (schema: Schema, value: unknown): Schema => {
  if (!(schema instanceof z.ZodUnion) || schema instanceof z.ZodDiscriminatedUnion) return schema;
  const isForm = (option: Schema): boolean =>
    Array.isArray(value) ? option instanceof z.ZodArray : option instanceof z.ZodObject;
  return schema.options.find(isForm) ?? schema;
};

/** Of the kinds of resource, the one that the file names. */
const chosen = (schema: Schema, value: unknown): Schema => {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const kind = childOf(value, 'kind');
  const fits = (option: Schema) => option instanceof z.ZodObject && option.shape.kind.safeParse(kind).success;
  return schema.options.find(fits) ?? schema;
};

const schemaAt = (path: Path, file: unknown, root: Schema): Schema | undefined => {
  let schema: Schema | undefined = root;
  for (const [depth, key] of path.entries()) {
    const value = valueAt(path.slice(0, depth), file);
    schema = schema && below(formOf(chosen(unwrapped(schema), value), value), key);
  }
  return schema && chosen(unwrapped(schema), valueAt(path, file));
};

/** The keys that a mapping of the file may have. */
export const keysAt = (path: Path, file: unknown, root: Schema): string[] => {
  const found = schemaAt(path, file, root);
  const schema = found && formOf(found, valueAt(path, file));
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
};

const yamlText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, part]) => `${key}: ${yamlText(part)}`);
    return `{ ${pairs.join(', ')} }`;
  }
  return typeof value !== 'string' || /^[a-z][\w\s/-]*$/i.test(value) ? String(value) : `"${value}"`;
};

/** What could be written at a path: `region: us-east-1`. The examples are those that editors show. */
export const exampleAt = (path: Path, file: unknown, root: Schema): string => {
  const [first = ''] = root instanceof z.ZodObject ? Object.keys(root.shape) : [];
  const whole = path.length > 0 ? path : [first];
  const key = whole.at(-1) ?? first;
  const schema = schemaAt(whole, file, root);
  const examples = schema && z.globalRegistry.get(schema)?.examples;
  if (typeof key === 'number' || !Array.isArray(examples)) return exampleAt(path.slice(0, -1), file, root);
  return `\`${key}: ${yamlText(examples[0])}\``;
};
