// Checks definitions and says what is wrong with them, each by itself and against each other.

import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import { stages } from '#definition/dependency-graph.ts';
import { saySharedThing, sharedWith } from '#definition/shared-things.ts';
import { complain, print, styled } from '../terminal/output.ts';
import { definitionFor, environmentsDirectory } from './environments.ts';

/** The environments of the folder. Throws `InputError` where there is none. */
export const allNames = (): string[] => {
  const files = existsSync(environmentsDirectory) ? readdirSync(environmentsDirectory) : [];
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
  if (names.length === 0)
    throw new InputError(`there is no definition in ${environmentsDirectory}; give the path of one`);
  return names.toSorted();
};

type Read =
  | { readonly name: string; readonly definition: Definition }
  | { readonly name: string; readonly problem: string };

const read = (name: string): Read => {
  try {
    return { name, definition: definitionFor(name) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { name, problem: error.message };
  }
};

type Checked =
  | { readonly valid: true; readonly environment: string; readonly resources: number; readonly stages: number }
  | { readonly valid: false; readonly problem: string };

const checked = (one: Read, all: readonly Read[]): Checked => {
  if ('problem' in one) return { valid: false, problem: one.problem };
  const { environment, resources } = one.definition;
  const others = all.flatMap((other) => ('definition' in other ? [other.definition] : []));
  const shared = sharedWith(one.definition, others);
  if (shared.length === 0)
    return { valid: true, environment, resources: resources.length, stages: stages(resources, 'start').length };
  const lines = shared.map((thing) => `  ${saySharedThing(thing)}`);
  const what = `${one.name} names what another environment does, ${pluralise(shared.length, 'problem')}:`;
  return { valid: false, problem: [what, ...lines].join('\n') };
};

/** Whether all are valid; of what is not people are told on stderr, and programs by the line of JSON. */
export const checkDefinitions = (names: readonly string[], json: boolean): boolean => {
  const all = names.map(read);
  let areValid = true;
  for (const one of all) {
    const result = checked(one, all);
    areValid &&= result.valid;
    if (json) print(JSON.stringify({ definition: one.name, ...result }));
    else if (result.valid)
      print(
        `${styled('green', '✓')} ${result.environment}: ${pluralise(result.resources, 'resource')} in ${pluralise(result.stages, 'stage')}`,
      );
    else complain(result.problem);
  }
  return areValid;
};
