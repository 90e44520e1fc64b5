// One message per cause: a key that is mistyped is unknown, and the one that was meant is missing; said once. Pure.
import { type LocatedProblem, pathText } from './problem.ts';

/** `did you mean \`cluster\`?` */
const meantBy = ({ remedy }: LocatedProblem): string | undefined => /^did you mean `([^`]+)`\?/.exec(remedy)?.[1];

export const onePerCause = (problems: readonly LocatedProblem[]): LocatedProblem[] => {
  const meant = new Set(
    problems
      .filter(({ what }) => what === 'unknown key')
      .flatMap((one) => {
        const key = meantBy(one);
        return key === undefined ? [] : [pathText([...one.path.slice(0, -1), key])];
      }),
  );
  return problems.filter(({ what, path }) => !(what === 'is missing' && meant.has(pathText(path))));
};
