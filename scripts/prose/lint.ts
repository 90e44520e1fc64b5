// The prose linter: retext finds repeated words and wrong articles, and each sentence is checked against the project's own list of
// phrases. Code in backticks is not prose. Pure.
import { toNlcst } from 'mdast-util-to-nlcst';
import type { Nodes, Root, Sentence } from 'nlcst';
import { ParseEnglish } from 'parse-english';
import remarkParse from 'remark-parse';
import retextEnglish from 'retext-english';
import retextIndefiniteArticle from 'retext-indefinite-article';
import retextRepeatedWords from 'retext-repeated-words';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { phrases } from './phrases.ts';

export type Problem = { readonly line: number; readonly message: string };

/** Code within a sentence is not prose. */
const textOf = (node: Nodes): string => {
  if (node.type === 'SourceNode') return '…';
  return 'children' in node ? node.children.map(textOf).join('') : node.value;
};

const bannedIn = (sentence: string): string[] =>
  phrases.flatMap(({ pattern, instead }) => {
    const [found] = pattern.exec(sentence) ?? [];
    return found === undefined ? [] : [`"${found}": write ${instead}, in "${sentence}"`];
  });

const bannedPhrases = () => (tree: Root, file: VFile) => {
  visit(tree, 'SentenceNode', (sentence: Sentence) => {
    for (const reason of bannedIn(textOf(sentence).replaceAll(/\s+/g, ' '))) file.message(reason, sentence);
  });
};

const english = unified()
  .use(retextEnglish)
  .use(retextRepeatedWords)
  .use(retextIndefiniteArticle)
  .use(bannedPhrases)
  .freeze();

const markdown = unified().use(remarkParse).freeze();

const problemsOf = (file: VFile): Problem[] =>
  file.messages.map(({ line = 1, reason }) => ({ line, message: reason.replaceAll(/\s+/g, ' ') }));

/** Of a string or a comment. Code in backticks keeps its length and lines, so that places stay right. */
export const lintText = (text: string): Problem[] => {
  const file = new VFile(text.replaceAll(/`[^`]*`/g, (code) => code.replaceAll(/[^\n]/g, '…')));
  english.runSync(english.parse(file), file);
  return problemsOf(file);
};

const isTableRow = (line: string): boolean => /^\s*\|/.test(line);

const lintRow = (row: string, index: number): Problem[] =>
  row.split(/(?<!\\)\|/).flatMap((cell) => lintText(cell).map(({ message }) => ({ line: index + 1, message })));

/** Each cell of a table is a text of its own; the parser leaves tables out. */
export const lintMarkdown = (text: string): Problem[] => {
  const lines = text.split('\n');
  const file = new VFile(lines.map((line) => (isTableRow(line) ? '' : line)).join('\n'));
  english.runSync(toNlcst(markdown.parse(file), file, ParseEnglish), file);
  const inCells = lines.flatMap((line, index) => (isTableRow(line) ? lintRow(line, index) : []));
  return [...problemsOf(file), ...inCells].toSorted((one, other) => one.line - other.line);
};
