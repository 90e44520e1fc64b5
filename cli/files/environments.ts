// Where the command finds definitions: by name in the user's folder, `environments` of the current directory, or else among the
// examples that the command comes with; or any file by its path.
import { dirname } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Loaded } from '#definition/check-text.ts';
import type { Definition } from '#definition/definition.ts';
import { findDefinition, loadDefinitions, loadedDefinition, namesIn, shownPath } from '#definition/load.ts';
import { markShared } from '#definition/shared-things.ts';
import { complain } from '../terminal/output.ts';
import { projectFile } from './project-file.ts';

/** The user's own. */
export const environmentsDirectory = process.env.CURFEW_ENVIRONMENTS || 'environments';

const shippedDirectory = projectFile('examples/atlas');

/** The examples that were called such already. */
const announced = new Set<string>();

/** Where all environments are looked for when none is named: the examples only where the user has none. */
const directoryOfAll = (): string =>
  namesIn(environmentsDirectory).length > 0 ? environmentsDirectory : shippedDirectory;

/** The names of all environments, for commands without a name; says so where they are the examples. */
export const allNames = (): string[] => {
  const directory = directoryOfAll();
  if (directory === shippedDirectory) {
    complain(`${environmentsDirectory}/ has no definition: these are the examples in ${shownPath(directory)}/`);
    for (const name of namesIn(directory)) announced.add(name);
  }
  return namesIn(directory);
};

/** Every environment of the user, or of the examples. Throws `InputError` for one that is not valid. */
export const everyDefinition = (): Definition[] => loadDefinitions(directoryOfAll());

export const environmentNames = (): string[] => everyDefinition().map(({ environment }) => environment);

/** Those of a folder that are valid: what is wrong with another is no reason to do nothing about this one. */
const validIn = (directory: string): Definition[] =>
  namesIn(directory).flatMap((name) => {
    try {
      return [findDefinition(name, directory)];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });

/** With what the other environments of the folder of its file change, too. */
export const amongOthers = ({ definition, file }: Pick<Loaded, 'definition' | 'file'>): Definition =>
  markShared([definition, ...validIn(dirname(file))])[0] ?? definition;

/** As the functions know it. Throws `InputError`. */
export const definitionAmongOthers = (nameOrPath: string): Definition => amongOthers(loadedDefinitionFor(nameOrPath));

/** Says when a definition is one of the examples. */
const sayIfShipped = (name: string, { file }: Loaded): void => {
  const isNamed = !name.includes('/') && !/\.ya?ml$/.test(name);
  if (!isNamed || namesIn(environmentsDirectory).includes(name) || announced.has(name)) return;
  announced.add(name);
  complain(`${name} is the example ${file}: there is no ${environmentsDirectory}/${name}.yaml here`);
};

/** The definition with the file that it was read from. Throws `InputError`. */
export const loadedDefinitionFor = (nameOrPath: string): Loaded => {
  const found = loadedDefinition(nameOrPath, environmentsDirectory, shippedDirectory);
  sayIfShipped(nameOrPath, found);
  return found;
};

/** Throws `InputError`. */
export const definitionFor = (nameOrPath: string): Definition => loadedDefinitionFor(nameOrPath).definition;
