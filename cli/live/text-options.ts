// Options that are free text: it is shown to people, and stored.
import { userInfo } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { InputError } from '#core/errors.ts';
import { textMax, textProblem } from '#core/free-text.ts';

const checked =
  (max: number) =>
  (text: string): string => {
    const problem = textProblem(text, max);
    if (problem !== undefined) throw new InvalidArgumentError(`It ${problem}.`);
    return text;
  };

export const whyOf = checked(textMax.why);
export const byOf = checked(textMax.by);
export const nameOf = checked(textMax.name);

const withWhat = 'comma-separated; may be repeated';

export const onlyMeans = {
  start: `start only these resources, and what they need (${withWhat})`,
  stop: `stop only these resources, and what needs them (${withWhat})`,
  plan: `plan only these resources, with what they need (start) or what needs them (stop; ${withWhat})`,
} as const;

/** Names of resources: each option adds to those before it. */
export const onlyOf = (text: string, before: readonly string[] = []): readonly string[] => {
  const names = text
    .split(',')
    .map((name) => nameOf(name.trim()))
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('It names no resource.');
  return [...new Set([...before, ...names])];
};

/** Who requests it: the logged-in user, unless given. Throws `InputError` for a name that nobody should read. */
export const person = (by: string | undefined): string => {
  const name = by ?? process.env.CURFEW_BY ?? userInfo().username;
  const problem = textProblem(name, textMax.by);
  if (problem !== undefined) throw new InputError(`the name of the requester ${problem}; give another with --by`);
  return name;
};
