// Turns what the schema found into problems that name a remedy.
import type * as z from 'zod';
import { type Path, type Problem, shown } from './problem.ts';
import { regions } from './regions.ts';
import { environmentFile } from './schema.ts';
import { exampleAt, keysAt, type Schema, valueAt } from './schema-at.ts';
import { didYouMean, nearest } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** An issue with the place it is about, in the file as it was read. */
type Place = { readonly path: Path; readonly value: unknown; readonly file: unknown; readonly root: Schema };

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['boolean', 'a boolean'],
]);

const unknownKeys = (keys: readonly string[], { path, file, root }: Place): Problem[] =>
  keys.map((key) => ({
    path: [...path, key],
    at: 'key',
    what: 'unknown key',
    remedy: didYouMean(key, keysAt(path, file, root)),
  }));

const missing = ({ path, file, root }: Place): Problem => ({
  path,
  at: 'key',
  what: 'is missing',
  remedy: `add ${exampleAt(path, file, root)}`,
});

const empty = ({ path, file, root }: Place): Problem => {
  const example = exampleAt(path, file, root);
  const hash = example.includes(': "#') ? ' (without the quotes, # starts a comment)' : '';
  return { path, at: 'value', what: 'is empty', remedy: `for example, ${example}${hash}` };
};

const wrongType = (expected: string, { path, value, file, root }: Place): Problem => {
  const what = `is ${shown(value)}, but ${typeNames.get(expected)} is needed`;
  if (expected === 'boolean') return { path, at: 'value', what, remedy: 'write `true` or `false`, without quotes' };
  if (expected === 'array' && typeof value === 'string')
    return { path, at: 'value', what, remedy: `write \`[${value}]\`` };
  return { path, at: 'value', what, remedy: `for example, ${exampleAt(path, file, root)}` };
};

const notAmong = (known: readonly unknown[], { path, value }: Place): Problem => {
  const remedy = didYouMean(String(value), known.map(String), known.length);
  if (value === undefined) return { path, at: 'key', what: 'is missing', remedy };
  return { path, at: 'value', what: `${shown(value)} is not known here`, remedy };
};

/** The schema's own words, and its remedy if it has one. `known` are words that may have been meant. */
const disallowed = (issue: Issue, known: readonly string[], { path, value, file, root }: Place): Problem => {
  const subject = typeof value === 'object' ? 'it' : shown(value);
  const best = nearest(String(value), known);
  const given = issue.code === 'custom' ? issue.params?.remedy : undefined;
  const remedy =
    best === undefined ? (given ?? `for example, ${exampleAt(path, file, root)}`) : `did you mean \`${best}\`?`;
  return { path, at: 'value', what: `${subject} ${issue.message}`, remedy };
};

type Union = Extract<Issue, { code: 'invalid_union' }>;

const allowedValuesOf = (issue: Union): string[] =>
  issue.errors.flat().flatMap((part) => (part.code === 'invalid_value' ? part.values.map(String) : []));

/** A list where a mapping is needed, or a mapping where one word is. */
const isOfOtherType = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

/** Of an "either … or …" the half that was meant is the one whose only faults are further inside. */
const disjoined = (issue: Union, place: Place): Problem[] => {
  if ('options' in issue && issue.options) return [notAmong(issue.options, place)];
  const meant = issue.errors.find((branch) => branch.length > 0 && branch.every(({ path }) => path.length > 0));
  if (meant) return meant.flatMap((part) => explain(part, place.file, place.path, place.root));
  const fits = typeof place.value === 'object' ? issue.errors.filter((branch) => !branch.some(isOfOtherType)) : [];
  const [fitting, ...others] = fits;
  if (fitting && others.length === 0)
    return fitting.flatMap((part) => explain(part, place.file, place.path, place.root));
  return [disallowed(issue, allowedValuesOf(issue), place)];
};

const explainPresent = (issue: Issue, place: Place): Problem[] => {
  switch (issue.code) {
    case 'invalid_union':
      return disjoined(issue, place);
    case 'invalid_value':
      return [notAmong(issue.values, place)];
    case 'invalid_type':
      return [typeNames.has(issue.expected) ? wrongType(issue.expected, place) : disallowed(issue, [], place)];
    case 'custom':
      return [disallowed(issue, issue.params?.known ?? [], place)];
    default:
      return [disallowed(issue, place.path.join('.') === 'region' ? regions : [], place)];
  }
};

/** Everything that one issue of the schema says about the file. Its path begins at `above`; `root` is the file's schema. */
export const explain = (issue: Issue, file: unknown, above: Path = [], root: Schema = environmentFile): Problem[] => {
  const path = [...above, ...issue.path].map((part) => (typeof part === 'number' ? part : String(part)));
  const place = { path, value: valueAt(path, file), file, root };
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, place);
  if (issue.code === 'invalid_key')
    return [{ path, at: 'key', what: `${shown(path.at(-1))} ${issue.issues[0]?.message}`, remedy: 'rename it' }];
  if (place.value === null) return [empty(place)];
  if (place.value === undefined && path.at(-1) !== 'kind') return [missing(place)];
  return explainPresent(issue, place);
};
