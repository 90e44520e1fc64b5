// Checks definitions, each by itself and against each other, and reports their problems.

import { accessProblems } from '#access/fits.ts';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Loaded } from '#definition/check-text.ts';
import type { Definition } from '#definition/definition.ts';
import { stages } from '#definition/dependency-graph.ts';
import { hashWarnings } from '#definition/hash-comments.ts';
import { InvalidFileError, type LocatedProblem, pathText } from '#definition/problem.ts';
import { saySharedThing, sharedWith } from '#definition/shared-things.ts';
import { warningsIn } from '#definition/warnings.ts';
import { complain, print, printJson, styled } from '../terminal/output.ts';
import { loadedDefinitionFor } from './environments.ts';
import { problemLines, refusalText } from './problem-lines.ts';
import { sharpenedIn, textOf } from './refusal.ts';

type Severity = 'error' | 'warning';

const listed = (file: string, severity: Severity, problems: readonly LocatedProblem[]) =>
  problems.map(({ path, line, col, what, remedy }) => ({
    ...{ file, line, column: col, path: pathText(path), message: what, remedy, severity },
  }));

/** A file that cannot be read has no line to name. */
const ofWholeFile = (file: string, message: string) => [
  { file, line: null, column: null, path: '', message, remedy: '', severity: 'error' as const },
];

type Read = { readonly name: string; readonly found: Loaded } | { readonly name: string; readonly error: InputError };

/** Valid, and deployable: what IAM will refuse is refused here. Throws `InputError`. */
const deployable = (found: Loaded): Loaded => {
  const problems = accessProblems(found.definition);
  if (problems.length > 0) throw new InvalidFileError(found.file, problems.map(found.locate));
  return found;
};

const read = (name: string): Read => {
  try {
    return { name, found: deployable(loadedDefinitionFor(name)) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { name, error };
  }
};

type Result = {
  readonly valid: boolean;
  readonly json: object;
  readonly tell: () => void;
};

const invalid = (problem: string, problems: readonly object[], shown = problem): Result => ({
  valid: false,
  json: { problem, problems },
  tell: () => complain(shown),
});

const sharing = (name: string, { definition, file, locate }: Loaded, others: readonly Definition[]) => {
  const shared = sharedWith(definition, others);
  if (shared.length === 0) return undefined;
  const what = `${name} names what another environment changes, ${pluralise(shared.length, 'problem')}:`;
  const located = shared.map((thing) =>
    locate({
      path: ['resources', thing.resource],
      at: 'key',
      what: saySharedThing(thing),
      remedy: 'remove it from one of the two, or give one of them `leaveAlone`',
    }),
  );
  return invalid(
    [what, ...shared.map((thing) => `  ${saySharedThing(thing)}`)].join('\n'),
    listed(file, 'error', located),
  );
};

const refused = ({ name, error }: Extract<Read, { error: unknown }>, verbose: boolean): Result => {
  if (!(error instanceof InvalidFileError)) return invalid(error.message, ofWholeFile(name, error.message));
  const { file } = error;
  const problems = sharpenedIn(error);
  return invalid(
    refusalText(file, problems, true),
    listed(file, 'error', problems),
    refusalText(file, problems, verbose),
  );
};

const judged = (one: Read, others: readonly Definition[], verbose: boolean): Result => {
  if ('error' in one) return refused(one, verbose);
  const { definition, file, locate } = one.found;
  const { environment, resources } = definition;
  const found = [...hashWarnings(textOf(file)), ...warningsIn(definition, systemRuntime.now().getTime()).map(locate)];
  const count = { resources: resources.length, stages: stages(resources, 'start').length };
  const summary = `${pluralise(count.resources, 'resource')} in ${pluralise(count.stages, 'stage')}`;
  return (
    sharing(one.name, one.found, others) ?? {
      valid: true,
      json: { environment, ...count, problems: listed(file, 'warning', found) },
      tell: () => {
        print(`${styled('green', '✓')} ${environment}: ${summary}`);
        for (const line of problemLines(file, found, verbose)) print(styled('yellow', `⚠ ${line.trim()}`));
      },
    }
  );
};

type How = { readonly json: boolean; readonly verbose: boolean };

/** Whether all are valid, with warnings or without; problems go to stderr, and for programs to the line of JSON. */
export const checkDefinitions = (names: readonly string[], { json, verbose }: How): boolean => {
  const all = names.map(read);
  const definitions = all.flatMap((one) => ('found' in one ? [one.found.definition] : []));
  let areValid = true;
  for (const one of all) {
    const { valid, json: more, tell } = judged(one, definitions, verbose);
    areValid &&= valid;
    if (json) printJson({ definition: one.name, valid, ...more });
    else tell();
  }
  return areValid;
};
