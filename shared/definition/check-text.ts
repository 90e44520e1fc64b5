// Checks the text of a definition. Whatever is wrong with it ends as an `InputError` that lists every problem.
import { InputError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { explain } from './explain.ts';
import { InvalidFileError, type LocatedProblem, type Problem } from './problem.ts';
import { farTooMany, relationProblems } from './relations.ts';
import { environmentFile } from './schema.ts';
import { toDefinition } from './to-definition.ts';
import { readYaml } from './yaml-file.ts';

/** A definition with the file that it was read from, and where in that file something of it stands. */
export type Loaded = {
  readonly definition: Definition;
  readonly file: string;
  /** The file as it is written, with the days of the calendar files that it names. */
  readonly text: string;
  readonly locate: (problem: Problem) => LocatedProblem;
};

/** `file` is how messages call the text. Throws `InputError`. */
export const checkText = (text: string, file: string, expectedName?: string): Loaded => {
  const yaml = readYaml(text);
  const refuse = (problems: readonly LocatedProblem[]) => new InvalidFileError(file, problems);
  if (yaml.content === undefined) throw refuse(yaml.problems);
  if (yaml.content === null && yaml.problems.length === 0)
    throw new InputError(`${file} is empty; copy another environment's file to start`);
  const tooMany = farTooMany(yaml.content);
  if (tooMany.length > 0) throw refuse(tooMany.map(yaml.locate));
  const parsed = environmentFile.safeParse(yaml.content);
  const wrong = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => explain(issue, yaml.content)),
    ...relationProblems(yaml.content, expectedName),
  ];
  const problems = [...yaml.problems, ...wrong.map(yaml.locate)];
  if (problems.length > 0 || !parsed.success) throw refuse(problems);
  return { definition: toDefinition(parsed.data), file, text, locate: yaml.locate };
};
