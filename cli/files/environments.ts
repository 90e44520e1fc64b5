// Where the command finds definitions: the `environments` folder of the current directory, or else of the project the
// command belongs to; or any file by its path.
import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { findDefinition, type Loaded, loadDefinitions, loadedDefinition } from '#definition/load.ts';
import { markShared } from '#definition/shared-things.ts';
import { projectFile } from './project-file.ts';

export const environmentsDirectory = existsSync('environments') ? 'environments' : projectFile('environments');

/** Every environment of the folder. Throws `InputError` for one that is not valid. */
export const environmentNames = (): string[] =>
  loadDefinitions(environmentsDirectory).map(({ environment }) => environment);

const yamlNames = (directory: string): string[] =>
  (existsSync(directory) ? readdirSync(directory) : []).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []);

/** Those of the folder that are valid: what is wrong with another is no reason to do nothing about this one. */
const others = (): Definition[] =>
  yamlNames(environmentsDirectory).flatMap((name) => {
    try {
      return [findDefinition(name, environmentsDirectory)];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });

/** As the functions know it: with what the other environments of the folder change, too. Throws `InputError`. */
export const definitionAmongOthers = (nameOrPath: string): Definition => {
  const definition = definitionFor(nameOrPath);
  return markShared([definition, ...others()])[0] ?? definition;
};

/** Throws `InputError`. */
export const definitionFor = (nameOrPath: string): Definition => findDefinition(nameOrPath, environmentsDirectory);

/** The same with the file that it was read from. Throws `InputError`. */
export const loadedDefinitionFor = (nameOrPath: string): Loaded => loadedDefinition(nameOrPath, environmentsDirectory);
