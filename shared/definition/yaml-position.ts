// Where a path of the data stands in the YAML text, through anchors and merges.
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Pair, visit, type YAMLMap } from 'yaml';
import type { Path } from './problem.ts';

export const keyText = (pair: Pair): string | undefined => {
  if (!isScalar(pair.key)) return undefined;
  const { value } = pair.key;
  return typeof value === 'symbol' ? value.description : String(value ?? '');
};

export const startOf = (node: unknown): number | undefined => {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range?.[0];
};

const resolved = (node: unknown, document: Document): unknown => (isAlias(node) ? node.resolve(document) : node);

/** The pair of a key: the map's own, of which the last counts, or one that is merged in with `<<`. */
const pairOf = (map: YAMLMap, key: string, document: Document, seen: readonly unknown[] = []): Pair | undefined => {
  const own = map.items.findLast((pair) => keyText(pair) === key);
  if (own || seen.includes(map)) return own;
  const merged = map.items.filter((pair) => keyText(pair) === '<<').map(({ value }) => resolved(value, document));
  for (const source of merged.flatMap((value) => (isSeq(value) ? value.items : [value]))) {
    const target = resolved(source, document);
    const pair = isMap(target) ? pairOf(target, key, document, [...seen, map]) : undefined;
    if (pair) return pair;
  }
  return undefined;
};

/** A value that was left out has no place of its own: its key stands for it. */
const isWritten = (node: unknown): boolean => !isScalar(node) || node.value !== null || (node.source ?? '') !== '';

type Place = { readonly offset: number; readonly node: unknown };

const stepInto = (
  { node }: Place,
  key: string | number,
  at: 'key' | 'value',
  document: Document,
): Place | undefined => {
  const parent = resolved(node, document);
  if (isSeq(parent)) {
    const item: unknown = parent.items[Number(key)];
    return item === undefined ? undefined : { offset: startOf(item) ?? 0, node: item };
  }
  const pair = isMap(parent) ? pairOf(parent, String(key), document) : undefined;
  if (!pair) return undefined;
  const offset = at === 'value' && isWritten(pair.value) ? startOf(pair.value) : startOf(pair.key);
  return { offset: offset ?? 0, node: pair.value };
};

/** The offset of what stands at a path, or of the key above it that the file does have. */
export const offsetOf = (document: Document, path: Path, at: 'key' | 'value'): number => {
  let place: Place = { offset: startOf(document.contents) ?? 0, node: document.contents };
  for (const [depth, key] of path.entries()) {
    const isLast = depth === path.length - 1;
    const next = stepInto(place, key, isLast ? at : 'key', document);
    if (!next) break;
    place = next;
  }
  return place.offset;
};

/** The path of the key that begins at an offset. */
export const pathOfKeyAt = (document: Document, offset: number): Path => {
  let found: Path = [];
  visit(document, {
    Pair: (_, pair, ancestors) => {
      if (startOf(pair.key) !== offset) return undefined;
      found = [...ancestors.filter(isPair), pair].map((each) => keyText(each) ?? '');
      return visit.BREAK;
    },
  });
  return found;
};
