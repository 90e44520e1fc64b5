// What differs between two files, as places and values. Whether something was written out or left to its default makes no
// difference, nor does the order of what has none. Pure.
import { isDeepStrictEqual } from 'node:util';
import type { Path } from '../problem.ts';

export type Difference = {
  readonly change: 'added' | 'removed' | 'changed';
  readonly path: Path;
  /** Missing where it was not there before, or is not there any more. */
  readonly before?: unknown;
  readonly after?: unknown;
};

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

const isPlainList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.every(isPlain);

const nameIn = (value: unknown): string | undefined =>
  isMapping(value) && typeof value.name === 'string' ? value.name : undefined;

/** Entries of a list by their names, if each has one of its own. */
const byName = (list: readonly unknown[]): Mapping | undefined => {
  const names = list.map(nameIn);
  const isNamed = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  return isNamed ? Object.fromEntries(list.map((one) => [nameIn(one), one])) : undefined;
};

/** Lists in which an entry that comes first goes before the others. */
const isOrdered = (path: Path): boolean =>
  ['routes', 'rules', 'runbooks', 'logs', 'deny'].includes(String(path.at(-1)));

/** What is one thing to a person: it comes and goes as a whole. */
const isWhole = (path: Path): boolean =>
  (path[0] === 'resources' && path.length === 2) ||
  path[0] === 'cleanup' ||
  ['slack', 'pagerduty', 'teams', 'jira', 'webhook', 'email', 'when', 'waitFor'].includes(String(path.at(-1)));

const compareLists = (before: readonly unknown[], after: readonly unknown[], path: Path): Difference[] => {
  const has = (list: readonly unknown[], value: unknown) => list.some((one) => isDeepStrictEqual(one, value));
  const removed = before.filter((one) => !has(after, one));
  const added = after.filter((one) => !has(before, one));
  if (removed.length > 0 || added.length > 0)
    return [
      ...removed.map((value): Difference => ({ change: 'removed', path, before: value })),
      ...added.map((value): Difference => ({ change: 'added', path, after: value })),
    ];
  const isMoved = isOrdered(path) && !isDeepStrictEqual(before, after);
  return isMoved ? [{ change: 'changed', path, before, after }] : [];
};

const compareNamed = (before: readonly unknown[], after: readonly unknown[], path: Path): Difference[] => {
  const [one, other] = [byName(before), byName(after)];
  if (!one || !other) return compareLists(before, after, path);
  const inside = compareMappings(one, other, path);
  const order = (all: Mapping, others: Mapping) => Object.keys(all).filter((name) => name in others);
  const isMoved = isOrdered(path) && !isDeepStrictEqual(order(one, other), order(other, one));
  return isMoved ? [...inside, { change: 'changed', path, before, after }] : inside;
};

const compareMappings = (before: Mapping, after: Mapping, path: Path): Difference[] => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => compareValues(before[key], after[key], [...path, key]));
};

const compareValues = (before: unknown, after: unknown, path: Path): Difference[] => {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return addedIn(after, path);
  if (after === undefined) return [{ change: 'removed', path, before }];
  if (isMapping(before) && isMapping(after)) return compareMappings(before, after, path);
  // The days of a slot are one value: a person reads them as a whole.
  if (path.at(-1) === 'days' || path.at(-1) === 'time') {
    const isSame = isPlainList(before) && isPlainList(after) && compareLists(before, after, path).length === 0;
    return isSame ? [] : [{ change: 'changed', path, before, after }];
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareNamed(before, after, path);
  return [{ change: 'changed', path, before, after }];
};

/** A list that was not there is added entry by entry, as one that is longer now. */
const addedIn = (after: unknown, path: Path): Difference[] =>
  Array.isArray(after) && !isWhole(path) ? compareLists([], after, path) : [{ change: 'added', path, after }];

/** In the order of the files: what is only in the first comes where it was. */
export const compareFiles = (before: object, after: object): Difference[] =>
  compareMappings(before as Mapping, after as Mapping, []);

const withValue = (value: unknown, [key, ...rest]: Path, change: (inner: unknown) => unknown): unknown => {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    const index = value.findIndex((one) => nameIn(one) === key);
    if (index < 0) {
      const made = withValue(undefined, rest, change);
      return made === undefined ? value : [...value, made];
    }
    const made = withValue(value[index], rest, change);
    return made === undefined ? value.toSpliced(index, 1) : value.with(index, made);
  }
  const mapping = isMapping(value) ? value : {};
  const made = withValue(mapping[String(key)], rest, change);
  const { [String(key)]: _before, ...others } = mapping;
  return made === undefined ? others : { ...mapping, [String(key)]: made };
};

/** A file with a single difference made in it: what that one alone brings about. */
export const withDifference = <T extends object>(file: T, { path, before, after }: Difference): T =>
  withValue(file, path, (inner) => {
    if (!Array.isArray(inner)) return after;
    if (Array.isArray(after)) return after;
    const left = before === undefined ? inner : inner.filter((one) => !isDeepStrictEqual(one, before));
    return after === undefined ? left : [...left, after];
  }) as T;
