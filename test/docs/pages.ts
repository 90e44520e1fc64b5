// The pages that people read, and what can be checked in them.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export type Page = { readonly file: string; readonly text: string };

const read = (file: string): Page => ({ file, text: readFileSync(join(root, file), 'utf8') });

export const pages: readonly Page[] = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/**/*.md']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .sort()
  .map(read);

/** Everything else that people may be pointed from to a page. */
export const sources: readonly Page[] = [
  '{cli,shared,functions,infra,sim,scripts}/**/*.ts',
  '{examples/atlas,sim/definitions,prices}/*.yaml',
  '.github/**/*.yml',
]
  .flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' }))
  .map(read);

const fence = /^( *)```(\w*)\n(.*?)^\1```/gms;

type Block = { readonly language: string; readonly body: string };

export const blocksIn = ({ text }: Page): Block[] =>
  [...text.matchAll(fence)].map(([, , language = '', body = '']) => ({ language, body }));

const withoutBlocks = (text: string): string => text.replaceAll(fence, '');

/** `code` within a sentence or a table. */
export const codeIn = ({ text }: Page): string[] =>
  [...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll('\\|', '|').replaceAll(/\s+/g, ' '),
  );

export const linksIn = ({ text }: Page): string[] =>
  [
    ...withoutBlocks(text)
      .replaceAll(/`[^`]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target = '']) => target);

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** A heading that stands twice is told apart by a number. */
export const anchorsIn = ({ text }: Page): Set<string> => {
  const seen = new Map<string, number>();
  const headings = [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  return new Set(
    headings.map((anchor) => {
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
};
