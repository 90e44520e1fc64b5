// Lints the English of pages and of strings that reach a person: `npm run prose`, which `npm test` runs with the other checks.
// `-- shared/run docs` names files and folders; `-- --comments` lints comments too.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commentsOf, type Prose, stringsOf } from './prose/extract.ts';
import { lintMarkdown, lintText, type Problem } from './prose/lint.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

const options = process.argv.slice(2);
const withComments = options.includes('--comments');
const chosen = options.filter((option) => !option.startsWith('--'));
const isChosen = (file: string): boolean => chosen.length === 0 || chosen.some((path) => file.startsWith(path));
const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: root }).filter(isChosen).sort();

const pages = ['*.md', 'docs/**/*.md'].flatMap(filesOf);
// The list of phrases has an example of each.
const sources = filesOf('{cli,shared,functions,infra,sim,scripts,bench}/**/*.ts').filter(
  (file) => file !== 'scripts/prose/phrases.ts',
);

const proseIn = (file: string): Prose[] => {
  const source = read(file);
  return withComments ? [...stringsOf(file, source), ...commentsOf(file, source)] : stringsOf(file, source);
};

const inSource = (file: string): Problem[] =>
  proseIn(file).flatMap(({ line, text }) =>
    lintText(text).map((problem) => ({ ...problem, line: line + problem.line - 1 })),
  );

const found = [
  ...pages.map((file) => ({ file, problems: lintMarkdown(read(file)) })),
  ...sources.map((file) => ({ file, problems: inSource(file) })),
];
const lines = found.flatMap(({ file, problems }) => problems.map(({ line, message }) => `${file}:${line}  ${message}`));
if (lines.length > 0) {
  process.stderr.write(`${lines.join('\n')}\n${lines.length} problems in the English of pages and messages\n`);
  process.exitCode = 1;
}
