// The prose linter: retext finds repeated words and wrong articles, and each sentence is held against the project's own list of
// phrases. Code in backticks is no prose. Pure.
import { toString as textOf } from 'nlcst-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRetext from 'remark-retext';
import retextEnglish from 'retext-english';
import retextIndefiniteArticle from 'retext-indefinite-article';
import retextRepeatedWords from 'retext-repeated-words';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { phrases } from './phrases.ts';

export type Problem = { readonly line: number; readonly message: string };

const bannedPhrases = () => (tree: Parameters<typeof visit>[0], file: VFile) => {
  visit(tree, 'SentenceNode', (sentence) => {
    const text = textOf(sentence as never).replaceAll(/\s+/g, ' ');
    for (const { pattern, instead } of phrases) {
      const [found] = pattern.exec(text) ?? [];
      if (found !== undefined) file.message(`"${found}": write ${instead} in "${text}"`, sentence.position?.start);
    }
  });
};

const rules = unified()
  .use(retextEnglish)
  .use(retextRepeatedWords)
  .use(retextIndefiniteArticle)
  .use(bannedPhrases as never);

const markdown = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRetext, rules as never);

const problemsOf = (file: VFile): Problem[] =>
  file.messages.map(({ line = 1, reason }) => ({ line, message: reason.replaceAll(/\s+/g, ' ') }));

export const lintMarkdown = async (text: string): Promise<Problem[]> => {
  const file = new VFile(text);
  await markdown.run(markdown.parse(file), file);
  return problemsOf(file);
};

/** Of a string or a comment; code in backticks keeps its place, so that lines stay right. */
export const lintText = (text: string): Problem[] => {
  const file = new VFile(text.replaceAll(/`[^`]*`/g, (code) => '…'.repeat(code.length)));
  rules.runSync(rules.parse(file), file);
  return problemsOf(file);
};
