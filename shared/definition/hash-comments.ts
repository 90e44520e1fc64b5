// ` #` inside a value begins a comment in YAML: a channel, a name or a list loses its end, and nothing says so.
import { isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { LocatedProblem } from './problem.ts';

/** Brackets that are open at a place of a line; quotes are skipped. */
const openAt = (line: string, end: number): number => {
  let open = 0;
  let quote = '';
  for (const character of line.slice(0, end)) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '{' || character === '[') open++;
    else if (character === '}' || character === ']') open--;
  }
  return quote === '' ? open : 0;
};

/** `{ channel: #ops }`: what follows the hash is not read, so the bracket never closes. */
const hashInBrackets = (line: string): number | undefined => {
  for (const { index } of line.matchAll(/(?<=[\s:,[{])#/g))
    if (openAt(line, index) > 0 && /[}\]]/.test(line.slice(index))) return index;
  return undefined;
};

/** The value as it was meant: from behind its key to the next comma or bracket, with the hash inside. */
const valueAt = (line: string, index: number): { readonly hash: string; readonly whole: string } => {
  const rest = line.slice(index);
  const hash = /^#[^\s,}\]]*/.exec(rest)?.[0] ?? '#';
  const before =
    line
      .slice(0, index)
      .split(/[,{[]|:\s/)
      .at(-1)
      ?.trim() ?? '';
  const after = (/^[^,}\]]*/.exec(rest)?.[0] ?? hash).trim();
  return { hash, whole: before === '' ? after : `${before} ${after}` };
};

/** The first hash that swallows a bracket, which is what a parser's complaint further down is about. */
export const hashThatOpens = (text: string): LocatedProblem | undefined => {
  for (const [at, line] of text.split('\n').entries()) {
    const index = hashInBrackets(line);
    if (index === undefined) continue;
    const { hash, whole } = valueAt(line, index);
    return {
      path: [],
      line: at + 1,
      col: index + 1,
      what: `\`${hash}\` begins a comment here, so the rest of the line is not read`,
      remedy: `write the value in quotes: "${whole}"`,
    };
  }
  return undefined;
};

/** A comment that has no space after its hash looks like a part of the value before it. */
const looksLikeValue = (comment: string): boolean => /^[^\s#!]/.test(comment);

/** Values that end before a hash that looks like a part of them. */
export const hashWarnings = (text: string): LocatedProblem[] => {
  const lineCounter = new LineCounter();
  const found: LocatedProblem[] = [];
  visit(parseDocument(text, { lineCounter, uniqueKeys: false, resolveKnownTags: false, prettyErrors: false }), {
    Scalar: (key, { comment, type, range, value }, ancestors) => {
      if (key === 'key' || type !== 'PLAIN' || !comment || !range || !looksLikeValue(comment)) return;
      const path = ancestors.filter(isPair).map((pair) => (isScalar(pair.key) ? String(pair.key.value) : ''));
      const word = comment.split(/\s/)[0] ?? '';
      found.push({
        path,
        ...lineCounter.linePos(range[0]),
        what: `is \`${value}\`: \` #${word}\` begins a comment and is not part of the value`,
        remedy: `write "${value} #${word}" in quotes if it is, or \`# ${word}\` if it is a comment`,
      });
    },
  });
  return found;
};
