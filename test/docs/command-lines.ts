// Command lines as they stand in pages and in help, taken apart as a shell would.

/** Of `a && VAR=x b | c  # why` the commands `a`, `b` and `c`. */
const commandsIn = (line: string): string[] =>
  line
    .replace(/(^|\s)#\s.*$/, '')
    .split(/&&|;|\||<\(|\)/)
    .map((part) => part.trim().replace(/^((?:[A-Z_]+=\S+|source|\$)\s+)+/, ''))
    .filter((part) => part !== '');

const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

/** A line may go on behind a backslash. */
const linesOf = (text: string): string[] => text.replaceAll(/\\\n\s*/g, ' ').split('\n');

/** Of each command its words: `['npx', 'curfew', 'plan', …]`. */
export const commandLines = (text: string): string[][] => linesOf(text).flatMap(commandsIn).map(wordsOf);

/** What is given to `curfew`, of those that are one. */
export const argumentsOfCurfew = (words: readonly string[]): string[] | undefined => {
  const [first, second] = words;
  if (first === 'curfew') return words.slice(1);
  return first === 'npx' && second === 'curfew' ? words.slice(2) : undefined;
};
