// Reads YAML and remembers where everything stands, for messages with line and column.
import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
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

const repeatedKey = (document: Document, { pos: [offset] }: YAMLError): Found => {
  const path = pathOfKeyAt(document, offset);
  return { offset, path, what: 'is written twice', remedy: 'keep one of the two' };
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
const yamlOptions = { merge: true, stringKeys: true, resolveKnownTags: false, prettyErrors: false } as const;

/** A key that is written twice leaves the rest of the file readable; nothing else that is wrong with the YAML does. */
export const readYaml = (text: string): YamlFile => {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter });
  const placed = ({ offset, ...problem }: Found): LocatedProblem => ({ ...problem, ...lineCounter.linePos(offset) });
  const errors = [...document.errors, ...document.warnings];
  const repeated = errors.filter(({ code }) => code === 'DUPLICATE_KEY').map((error) => repeatedKey(document, error));
  const fatal = [...errors.filter(({ code }) => code !== 'DUPLICATE_KEY').map(syntaxProblem), ...oversights(document)];
  const { content, found } = fatal.length > 0 ? { content: undefined, found: fatal } : contentOf(document);
  return {
    content,
    problems: [...repeated, ...found].map(placed),
    locate: ({ path, at, what, remedy }) => placed({ offset: offsetOf(document, path, at), path, what, remedy }),
  };
};
