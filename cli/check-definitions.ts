// Checks definitions and says what is wrong with them.
import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '#domain/errors.ts';
import { stages } from '#plan/graph.ts';
import { definitionFor, environmentsDirectory } from './environments.ts';
import { complain, print, styled } from './output.ts';

/** The environments of the folder. Throws `InputError` where there is none. */
export const allNames = (): string[] => {
  const files = existsSync(environmentsDirectory) ? readdirSync(environmentsDirectory) : [];
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
  if (names.length === 0)
    throw new InputError(`there is no definition in ${environmentsDirectory}; give the path of one`);
  return names.toSorted();
};

/** Whether it is valid; if not, that is said on stderr. */
export const checkDefinition = (name: string): boolean => {
  try {
    const { environment, resources } = definitionFor(name);
    const count = stages(resources, 'start').length;
    print(`${styled('green', '✓')} ${environment}: ${resources.length} resources in ${count} stages`);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    complain(error.message);
    return false;
  }
};
