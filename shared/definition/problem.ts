// One thing that is wrong with a definition, and how it is reported to its author.
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';

export type Path = readonly (string | number)[];

export type Problem = {
  readonly path: Path;
  /** Which half of the pair at `path` is wrong. What is missing is shown at the key above it. */
  readonly at: 'key' | 'value';
  readonly what: string;
  readonly remedy: string;
};

export type LocatedProblem = Pick<Problem, 'path' | 'what' | 'remedy'> & {
  readonly line: number;
  readonly col: number;
};

/** `resources.scoring.dependsOn[0]` */
export const pathText = (path: Path): string =>
  path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');

const longestValue = 60;

/** A value as it is quoted in a message. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = String(value);
  return `\`${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}\``;
};

/** A webhook's URL is a credential: even in a message about it only the host remains. */
const redacted = (text: string): string =>
  text.replace(/(https?:\/\/[^/\s`'"]+|hooks\.slack[\w.-]*)\/[^\s`'"]*/gi, '$1/…');

const onOneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ');

const lineOf = (file: string, { path, what, remedy, line, col }: LocatedProblem): string =>
  `  ${file}:${line}:${col}: ${onOneLine(`${path.length > 0 ? `${pathText(path)}: ` : ''}${what}; ${remedy}`)}`;

/** Every problem on a line of its own, in the order of the file. */
export const problemsText = (
  file: string,
  problems: readonly LocatedProblem[],
  kindOfFile = 'environment definition',
): string => {
  const inOrder = problems.toSorted((a, b) => a.line - b.line || a.col - b.col);
  const lines = inOrder.map((problem) => lineOf(file, problem));
  return redacted(
    [`${file} is not a valid ${kindOfFile}, ${pluralise(problems.length, 'problem')}:`, ...lines].join('\n'),
  );
};

/** What is allowed and probably not meant, a line each. */
export const warningLines = (file: string, warnings: readonly LocatedProblem[]): string[] =>
  warnings.toSorted((a, b) => a.line - b.line || a.col - b.col).map((one) => redacted(lineOf(file, one)));

/** A file that is not valid, with all that is wrong with it, for programs. */
export class InvalidFileError extends InputError {
  readonly file: string;
  readonly problems: readonly LocatedProblem[];

  constructor(file: string, problems: readonly LocatedProblem[], kindOfFile?: string) {
    super(problemsText(file, problems, kindOfFile));
    this.file = file;
    this.problems = problems;
  }
}
