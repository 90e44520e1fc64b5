// Checks definitions and says what is wrong with them.

import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { stages } from '#definition/dependency-graph.ts';
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

type Checked =
  | { readonly valid: true; readonly environment: string; readonly resources: number; readonly stages: number }
  | { readonly valid: false; readonly problem: string };

const checked = (name: string): Checked => {
  try {
    const { environment, resources } = definitionFor(name);
    return { valid: true, environment, resources: resources.length, stages: stages(resources, 'start').length };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { valid: false, problem: error.message };
  }
};

/** Whether it is valid; if not, people are told on stderr, and programs by the line of JSON. */
export const checkDefinition = (name: string, json: boolean): boolean => {
  const result = checked(name);
  if (json) print(JSON.stringify({ definition: name, ...result }));
  else if (result.valid)
    print(
      `${styled('green', '✓')} ${result.environment}: ${pluralise(result.resources, 'resource')} in ${pluralise(result.stages, 'stage')}`,
    );
  else complain(result.problem);
  return result.valid;
};
