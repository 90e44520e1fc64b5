// Problems of a definition for the person who wrote it: better remedies, and one message per cause. Only the command needs it: functions
// refuse a definition, and nobody reads there why. Pure.
import { kinds } from '#kinds/resource.ts';
import { hashThatOpens } from './hash-comments.ts';
import { kindRemedy } from './kind-remedy.ts';
import { regionMeant, timeZoneMeant } from './place-names.ts';
import { type LocatedProblem, pathText } from './problem.ts';

const valueIn = ({ what }: LocatedProblem): string | undefined => /^(?:is )?`([^`]*)`/.exec(what)?.[1];

const meaning = (remedy: string | undefined): { remedy: string } | undefined =>
  remedy === undefined ? undefined : { remedy: `did you mean \`${remedy}\`?` };

/** Kinds, regions and time zones are known by more than their codes. */
const betterRemedy = (problem: LocatedProblem): Partial<LocatedProblem> | undefined => {
  const { path, what } = problem;
  const value = valueIn(problem);
  if (path[0] === 'resources' && path.length === 3 && path.at(-1) === 'kind' && /not known here|is missing/.test(what))
    return { remedy: kindRemedy(value, kinds) };
  if (value === undefined) return undefined;
  if (pathText(path) === 'region') return meaning(regionMeant(value));
  return pathText(path) === 'timeZone' ? meaning(timeZoneMeant(value)) : undefined;
};

/** `channel: #ops` is empty because of what was written there. */
const ofComment = (problem: LocatedProblem, lines: readonly string[]): Partial<LocatedProblem> | undefined => {
  const [, value] = /:\s+(#[^\s#]\S*)\s*$/.exec(lines[problem.line - 1] ?? '') ?? [];
  if (problem.what !== 'is empty' || value === undefined) return undefined;
  return { what: `is empty: \`${value}\` begins a comment`, remedy: `write it in quotes: "${value}"` };
};

/** A key that is mistyped is unknown, and the one that was meant is missing. */
const onePerCause = (problems: readonly LocatedProblem[]): LocatedProblem[] => {
  const meant = new Set(
    problems.flatMap(({ what, remedy, path }) => {
      const key = what === 'unknown key' ? /^did you mean `([^`]+)`\?/.exec(remedy)?.[1] : undefined;
      return key === undefined ? [] : [pathText([...path.slice(0, -1), key])];
    }),
  );
  return problems.filter(({ what, path }) => !(what === 'is missing' && meant.has(pathText(path))));
};

/** A comment that swallows a bracket makes syntax errors somewhere below it: that is the one thing to say. */
const hashProblem = (problems: readonly LocatedProblem[], text: string): LocatedProblem | undefined =>
  problems.some(({ what }) => what.startsWith('not valid YAML')) ? hashThatOpens(text) : undefined;

/** `text`: of the file. */
export const sharpened = (problems: readonly LocatedProblem[], text: string): LocatedProblem[] => {
  const hash = hashProblem(problems, text);
  if (hash) return [hash];
  const lines = text.split('\n');
  return onePerCause(problems).map((one) => ({ ...one, ...(betterRemedy(one) ?? ofComment(one, lines)) }));
};
