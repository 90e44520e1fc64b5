// Reads YAML and remembers where everything stands, for messages with line and column.
import { type Document, LineCounter, parseDocument, visit, type YAMLError, type YAMLMap } from 'yaml';
import type { LocatedProblem, Path, Problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import { keyText, offsetOf, pathOfKeyAt, startOf } from './yaml-position.ts';

type YamlFile = {
  /** What the file says, as plain data. Undefined if it cannot be read. */
  readonly content: unknown;
  readonly problems: readonly LocatedProblem[];
  readonly locate: (problem: Problem) => LocatedProblem;
};

/** A problem whose place is known before its path. */
type Found = { readonly offset: number; readonly path: Path; readonly what: string; readonly remedy: string };

const remedies: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with two spaces',
  MULTIPLE_DOCS: 'remove the second `---`: one file holds one environment',
  TAG_RESOLVE_FAILED: 'remove the tag',
  NON_STRING_KEY: 'write a plain name before the colon',
};

const syntaxProblem = ({ code, message, pos: [offset] }: YAMLError): Found => ({
  offset,
  path: [],
  what: `not valid YAML: ${message.replace(/; please use.*/, '')}`,
  remedy: remedies[code] ?? 'check indentation, quotes and brackets here and on the line above',
});

const repeatedKeysIn = (map: YAMLMap): number[] => {
  const seen = new Set<string | undefined>();
  return map.items.flatMap((pair) => {
    const key = keyText(pair);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [startOf(pair.key) ?? 0];
  });
};

const repeatedMax = 100;

/** The parser compares every key with all before it, which takes minutes for a large file. */
const repeatedKeys = (document: Document): Found[] => {
  const offsets: number[] = [];
  visit(document, { Map: (_, map) => void offsets.push(...repeatedKeysIn(map)) });
  return offsets.slice(0, repeatedMax).map((offset) => ({
    offset,
    path: pathOfKeyAt(document, offset),
    what: 'is written twice',
    remedy: 'keep one of the two',
  }));
};

/** What the parser lets pass: aliases of nothing, and the one key that plain data cannot hold. */
const oversights = (document: Document): Found[] => {
  const found: Found[] = [];
  const anchors: string[] = [];
  visit(document, {
    Value: (_, { anchor }) => void (anchor === undefined || anchors.push(anchor)),
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const what = `there is no anchor \`&${alias.source}\` above it`;
      found.push({ offset: alias.range?.[0] ?? 0, path: [], what, remedy: didYouMean(alias.source, anchors) });
    },
    Pair: (_, pair) => {
      if (keyText(pair) !== '__proto__') return;
      found.push({ offset: startOf(pair.key) ?? 0, path: [], what: '`__proto__` is not a name', remedy: 'rename it' });
    },
  });
  return found;
};

/** Merging something that is no mapping, or anchors that multiply, is found only here. */
const contentOf = (document: Document): Pick<YamlFile, 'content'> & { readonly found: readonly Found[] } => {
  try {
    return { content: document.toJS(), found: [] };
  } catch (error) {
    const what = `not usable YAML: ${error instanceof Error ? error.message : String(error)}`;
    const remedy = 'write the values out instead of using anchors';
    return { content: undefined, found: [{ offset: 0, path: [], what, remedy }] };
  }
};

// Plain data only: no tags that make sets or dates, no keys that are not text. The parser's pretty messages would quote
// whole lines, and with them a secret that was written into the file.
const yamlOptions = {
  merge: true,
  stringKeys: true,
  resolveKnownTags: false,
  prettyErrors: false,
  uniqueKeys: false,
} as const;

/** No definition that one run could carry out is nearly as long. */
const charactersMax = 4_000_000;

const refused = (what: string, remedy: string): YamlFile => ({
  content: undefined,
  problems: [{ path: [], line: 1, col: 1, what, remedy }],
  locate: ({ path, what: problem, remedy: how }) => ({ path, line: 1, col: 1, what: problem, remedy: how }),
});

/** A key that is written twice leaves the rest of the file readable; nothing else that is wrong with the YAML does. */
const read = (text: string): YamlFile => {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter });
  const placed = ({ offset, ...problem }: Found): LocatedProblem => ({ ...problem, ...lineCounter.linePos(offset) });
  const errors = [...document.errors, ...document.warnings];
  // The parser catches its own overflow, once for every level.
  if (errors.some(({ message }) => /call stack size|stack overflow/i.test(message))) throw new RangeError('too deep');
  const repeated = repeatedKeys(document);
  const fatal = [...errors.map(syntaxProblem), ...oversights(document)];
  const { content, found } = fatal.length > 0 ? { content: undefined, found: fatal } : contentOf(document);
  return {
    content,
    problems: [...repeated, ...found].map(placed),
    locate: ({ path, at, what, remedy }) => placed({ offset: offsetOf(document, path, at), path, what, remedy }),
  };
};

/** Never throws: what is too long or nested too deeply to be read is a problem like any other. */
export const readYaml = (text: string): YamlFile => {
  if (text.length > charactersMax)
    return refused(`is longer than ${charactersMax / 1_000_000} million characters`, 'split it into several files');
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused('is nested too deeply to be read', 'a definition is four levels deep at most');
  }
};
