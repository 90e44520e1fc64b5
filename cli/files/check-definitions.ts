// Checks definitions and says what is wrong with them, each by itself and against each other.

import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import { stages } from '#definition/dependency-graph.ts';
import type { Loaded } from '#definition/load.ts';
import { InvalidFileError, type LocatedProblem, pathText, warningLines } from '#definition/problem.ts';
import { saySharedThing, sharedWith } from '#definition/shared-things.ts';
import { warningsIn } from '#definition/warnings.ts';
import { complain, print, styled } from '../terminal/output.ts';
import { loadedDefinitionFor } from './environments.ts';

type Severity = 'error' | 'warning';

const listed = (file: string, severity: Severity, problems: readonly LocatedProblem[]) =>
  problems.map(({ path, line, col, what, remedy }) => ({
    ...{ file, line, column: col, path: pathText(path), message: what, remedy, severity },
  }));

type Read = { readonly name: string; readonly found: Loaded } | { readonly name: string; readonly error: InputError };

const read = (name: string): Read => {
  try {
    return { name, found: loadedDefinitionFor(name) };
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

const invalid = (problem: string, problems: readonly object[]): Result => ({
  valid: false,
  json: { problem, problems },
  tell: () => complain(problem),
});

const sharing = (name: string, { definition, file }: Loaded, others: readonly Definition[]): Result | undefined => {
  const shared = sharedWith(definition, others);
  if (shared.length === 0) return undefined;
  const what = `${name} names what another environment does, ${pluralise(shared.length, 'problem')}:`;
  const problems = shared.map((thing) => ({
    ...{ file, path: `resources.${thing.resource}`, message: saySharedThing(thing), severity: 'error' },
  }));
  return invalid([what, ...shared.map((thing) => `  ${saySharedThing(thing)}`)].join('\n'), problems);
};

const judged = (one: Read, others: readonly Definition[]): Result => {
  if ('error' in one) {
    const { error } = one;
    return invalid(error.message, error instanceof InvalidFileError ? listed(error.file, 'error', error.problems) : []);
  }
  const { definition, file, locate } = one.found;
  const { environment, resources } = definition;
  const found = warningsIn(definition).map(locate);
  const count = { resources: resources.length, stages: stages(resources, 'start').length };
  const summary = `${pluralise(count.resources, 'resource')} in ${pluralise(count.stages, 'stage')}`;
  return (
    sharing(one.name, one.found, others) ?? {
      valid: true,
      json: { environment, ...count, problems: listed(file, 'warning', found) },
      tell: () => {
        print(`${styled('green', '✓')} ${environment}: ${summary}`);
        for (const line of warningLines(file, found)) print(styled('yellow', `⚠ ${line.trim()}`));
      },
    }
  );
};

/** Whether all are valid, warned about or not; of what is not people are told on stderr, and programs by the line of JSON. */
export const checkDefinitions = (names: readonly string[], json: boolean): boolean => {
  const all = names.map(read);
  const definitions = all.flatMap((one) => ('found' in one ? [one.found.definition] : []));
  let areValid = true;
  for (const one of all) {
    const { valid, json: more, tell } = judged(one, definitions);
    areValid &&= valid;
    if (json) print(JSON.stringify({ definition: one.name, valid, ...more }));
    else tell();
  }
  return areValid;
};
