// ` #` inside a value begins a comment in YAML: a channel, a name or a list loses its end, and nothing says so.
import type { Path } from './problem.ts';

type HashProblem = { readonly offset: number; readonly path: Path; readonly what: string; readonly remedy: string };

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

const valueFrom = (line: string, index: number): string => /^#[^\s,}\]]*/.exec(line.slice(index))?.[0] ?? '#';

/** The first hash that swallows a bracket, which is what a parser's complaint further down is about. */
export const hashThatOpens = (text: string): HashProblem | undefined => {
  let offset = 0;
  for (const line of text.split('\n')) {
    const index = hashInBrackets(line);
    if (index !== undefined) {
      const value = valueFrom(line, index);
      const before = /([^\s,{[:]+) $/.exec(line.slice(0, index))?.[1];
      const whole = before === undefined || /:\s*$/.test(line.slice(0, index)) ? value : `${before} ${value}`;
      return {
        offset: offset + index,
        path: [],
        what: `\`${value}\` begins a comment here, so the rest of the line is not read`,
        remedy: `write the value in quotes: "${whole}"`,
      };
    }
    offset += line.length + 1;
  }
  return undefined;
};

/** A comment that has no space after its hash looks like a part of the value before it. */
export const looksLikeValue = (comment: string): boolean => /^[^\s#!]/.test(comment);

export const hashWarning = (value: string, comment: string): Pick<HashProblem, 'what' | 'remedy'> => {
  const word = comment.split(/\s/)[0] ?? '';
  return {
    what: `is \`${value}\`: \` #${word}\` begins a comment and is not part of the value`,
    remedy: `write "${value} #${word}" in quotes if it is, or \`# ${word}\` if it is a comment`,
  };
};
