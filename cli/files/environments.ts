// Where the command finds definitions: the `environments` folder of the current directory, or else of the project the
// command belongs to; or any file by its path.
import { existsSync } from 'node:fs';
import type { Definition } from '#definition/definition.ts';
import { type Checked, checkedDefinition, findDefinition, loadDefinitions } from '#definition/load.ts';
import { projectFile } from './project-file.ts';

export const environmentsDirectory = existsSync('environments') ? 'environments' : projectFile('environments');

/** Every environment of the folder. Throws `InputError` for one that is not valid. */
export const environmentNames = (): string[] =>
  loadDefinitions(environmentsDirectory).map(({ environment }) => environment);

/** Throws `InputError`. */
export const definitionFor = (nameOrPath: string): Definition => findDefinition(nameOrPath, environmentsDirectory);

/** The same with what is probably not meant by it. Throws `InputError`. */
export const checkedDefinitionFor = (nameOrPath: string): Checked =>
  checkedDefinition(nameOrPath, environmentsDirectory);
