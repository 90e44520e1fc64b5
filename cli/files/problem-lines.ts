// The problems of a definition for people: in the order of the file, the same mistake in many places is shown once and counted.
// Pure.
import { pluralise } from '#core/pluralise.ts';
import { type LocatedProblem, problemsText, warningLines } from '#definition/problem.ts';

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
  if (!first || same.length <= sameShown) return warningLines(file, same);
  const more = rest.length > linesNamed ? ', …' : '';
  const lines = rest.slice(0, linesNamed).map(({ line }) => line);
  return [...warningLines(file, [first]), `    the same ${rest.length} more times: lines ${lines.join(', ')}${more}`];
};

/** A line each, and a line for those that are the same. */
export const problemLines = (file: string, problems: readonly LocatedProblem[], isWhole = false): string[] => {
  if (isWhole) return warningLines(file, problems);
  const inOrder = problems.toSorted((a, b) => a.line - b.line || a.col - b.col);
  const groups = [...Map.groupBy(inOrder, slipOf).values()];
  const hidden = groups.slice(problemsShown).flat().length;
  return [
    ...groups.slice(0, problemsShown).flatMap((same) => sameLines(file, same)),
    ...(hidden > 0 ? [`  and ${pluralise(hidden, 'more problem')}: curfew validate --verbose lists them`] : []),
  ];
};

/** With its first line, which counts them. */
export const refusalText = (file: string, problems: readonly LocatedProblem[], isWhole = false): string => {
  const [head = ''] = problemsText(file, problems).split('\n');
  return [head, ...problemLines(file, problems, isWhole)].join('\n');
};
