// Lints the English of pages, messages and comments: `npm run prose`. `npm test` runs it with the other checks.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { proseIn } from './prose/extract.ts';
import { lintMarkdown, lintText, type Problem } from './prose/lint.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');
const filesOf = (patterns: readonly string[]): string[] => globSync([...patterns], { cwd: root }).sort();

const folders = process.argv.slice(2);
const isWanted = (file: string): boolean => folders.length === 0 || folders.some((folder) => file.startsWith(folder));

const inSource = (file: string): Problem[] =>
  proseIn(file, read(file)).flatMap(({ line, text }) =>
    lintText(text).map((problem) => ({ ...problem, line: line + problem.line - 1 })),
  );

const pages = filesOf(['*.md', 'docs/**/*.md']).filter(isWanted);
const sources = filesOf(['{cli,shared,functions,infra,sim,scripts,bench}/**/*.ts']).filter(isWanted);

const found = [
  ...(await Promise.all(pages.map(async (file) => ({ file, problems: await lintMarkdown(read(file)) })))),
  ...sources.map((file) => ({ file, problems: inSource(file) })),
];
const lines = found.flatMap(({ file, problems }) => problems.map(({ line, message }) => `${file}:${line}  ${message}`));
if (lines.length > 0) {
  process.stderr.write(
    `${lines.join('\n')}\n${lines.length} problems in the English of pages, messages and comments\n`,
  );
  process.exitCode = 1;
}
