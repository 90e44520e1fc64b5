// Holds a part of a scenario file against its schema. What is wrong becomes problems with a place and a remedy.
import type * as z from 'zod';
import { type Path, type Problem, shown } from '#definition/problem.ts';
import { valueAt } from '#definition/schema-at.ts';
import { didYouMean } from '#definition/suggest.ts';
import { exampleText, keysOf, schemaAt } from './schema-at.ts';

type Checked<T> = { readonly data?: T; readonly problems: readonly Problem[] };

type Issue = z.core.$ZodIssue;
type Part = { readonly schema: z.core.$ZodType; readonly value: unknown; readonly above: Path };
type Place = { readonly path: Path; readonly schema: z.core.$ZodType | undefined; readonly value: unknown };

const typeNames: ReadonlyMap<string, string> = new Map([
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
]);

const example = ({ path, schema }: Place): string => {
  const text = exampleText(schema);
  const key = path.at(-1);
  if (text === undefined) return 'see docs/scenarios.md';
  return `for example, \`${typeof key === 'string' ? `${key}: ` : ''}${text}\``;
};

const missing = (place: Place): Problem => {
  const text = exampleText(place.schema);
  const remedy = text === undefined ? 'see docs/scenarios.md' : `add \`${place.path.at(-1)}: ${text}\``;
  return { path: place.path, at: 'key', what: 'is missing', remedy };
};

const notAmong = (known: readonly unknown[], { path, value }: Place): Problem => {
  const remedy =
    known.length === 1 ? `write \`${path.at(-1)}: ${known[0]}\`` : didYouMean(String(value), known.map(String));
  return { path, at: 'value', what: `${shown(value)} is not known here`, remedy };
};

/** Of an "either … or …" the half that was meant is the one whose only faults are further inside. */
const disjoined = (issue: Extract<Issue, { code: 'invalid_union' }>, part: Part, place: Place): Problem[] => {
  const isInside = (inner: Issue) => inner.path.length > 0 || inner.code === 'unrecognized_keys';
  const meant = issue.errors.find((branch) => branch.length > 0 && branch.every(isInside));
  if (meant) return meant.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, part));
  const allowed = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
  return allowed.length > 0
    ? [notAmong(allowed, place)]
    : [{ path: place.path, at: 'value', what: `${shown(place.value)} does not fit here`, remedy: example(place) }];
};

const explainPresent = (issue: Issue, part: Part, place: Place): Problem[] => {
  const { path, value } = place;
  if (issue.code === 'invalid_union') return disjoined(issue, part, place);
  if (issue.code === 'invalid_value') return [notAmong(issue.values, place)];
  const needed = issue.code === 'invalid_type' ? typeNames.get(issue.expected) : undefined;
  if (needed)
    return [{ path, at: 'value', what: `is ${shown(value)}, but ${needed} is needed`, remedy: example(place) }];
  const subject = typeof value === 'object' ? 'it' : shown(value);
  const remedy = (issue.code === 'custom' ? issue.params?.remedy : undefined) ?? example(place);
  return [{ path, at: 'value', what: `${subject} ${issue.message}`, remedy }];
};

const explain = (issue: Issue, part: Part): Problem[] => {
  const inner = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const place = { path: [...part.above, ...inner], schema: schemaAt(inner, part), value: valueAt(inner, part.value) };
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...place.path, key],
      at: 'key',
      what: 'unknown key',
      remedy: didYouMean(key, keysOf(place.schema)),
    }));
  if (place.value === null) return [{ path: place.path, at: 'value', what: 'is empty', remedy: example(place) }];
  return place.value === undefined ? [missing(place)] : explainPresent(issue, part, place);
};

/** `above` is where in the file the value stands. */
export const check = <T>(schema: z.ZodType<T>, value: unknown, above: Path): Checked<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { data: parsed.data, problems: [] };
  return { problems: parsed.error.issues.flatMap((issue) => explain(issue, { schema, value, above })) };
};
