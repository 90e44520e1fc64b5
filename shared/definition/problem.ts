// One thing that is wrong with a definition, and how it is told to the person who wrote it.
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

const problemLine = (file: string, { path, what, remedy, line, col }: LocatedProblem): string =>
  `  ${file}:${line}:${col}: ${onOneLine(`${path.length > 0 ? `${pathText(path)}: ` : ''}${what}; ${remedy}`)}`;

const inOrder = (problems: readonly LocatedProblem[]): LocatedProblem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.col - b.col);

/** What two problems have in common that are the same slip in two places. */
const slipOf = ({ path, what, remedy }: LocatedProblem): string => {
  const place = path.map((part, index) =>
    typeof part === 'number' || (index === 1 && path[0] === 'resources') ? '*' : part,
  );
  return [place.join('.'), what, remedy].join('\n');
};

/** So many different problems can be taken in at once, and so many of the same one. */
const problemsShown = 20;
const sameShown = 3;
const linesNamed = 8;

const sameLines = (file: string, same: readonly LocatedProblem[]): string[] => {
  const [first, ...rest] = same;
  if (!first || same.length <= sameShown) return same.map((one) => problemLine(file, one));
  const more = rest.length > linesNamed ? ', …' : '';
  const lines = rest.slice(0, linesNamed).map(({ line }) => line);
  return [problemLine(file, first), `    the same ${rest.length} more times: lines ${lines.join(', ')}${more}`];
};

/** In the order of the file; the same slip in many places is told a few times and counted. */
export const problemLines = (file: string, problems: readonly LocatedProblem[], isWhole = false): string[] => {
  if (isWhole) return inOrder(problems).map((one) => redacted(problemLine(file, one)));
  const groups = [...Map.groupBy(inOrder(problems), slipOf).values()];
  const hidden = groups.slice(problemsShown).flat().length;
  return [
    ...groups.slice(0, problemsShown).flatMap((same) => sameLines(file, same)),
    ...(hidden > 0 ? [`  and ${pluralise(hidden, 'more problem')}: curfew validate --verbose lists them`] : []),
  ].map(redacted);
};

export const problemsText = (
  file: string,
  problems: readonly LocatedProblem[],
  kindOfFile = 'environment definition',
  isWhole = false,
): string =>
  [
    `${file} is not a valid ${kindOfFile}, ${pluralise(problems.length, 'problem')}:`,
    ...problemLines(file, problems, isWhole),
  ].join('\n');

/** A file that is not valid, with all that is wrong with it, for programs. */
export class InvalidFileError extends InputError {
  readonly file: string;
  readonly problems: readonly LocatedProblem[];

  constructor(file: string, problems: readonly LocatedProblem[]) {
    super(problemsText(file, problems));
    this.file = file;
    this.problems = problems;
  }
}
