// Where the command finds definitions: the `environments` folder of the current directory, or else of the project the
// command belongs to; or any file by its path.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findDefinition, loadDefinitions } from '#config/load.ts';
import type { Definition } from '#domain/definition.ts';

/** Beside `cli/main.ts`, or above `dist/cli/curfew.mjs`. */
const candidates = [
  'environments',
  ...['../environments', '../../environments'].map((path) => fileURLToPath(new URL(path, import.meta.url))),
];

export const environmentsDirectory = candidates.find((path) => existsSync(path)) ?? 'environments';

/** Every environment of the folder. Throws `InputError` for one that is not valid. */
export const environmentNames = (): string[] =>
  loadDefinitions(environmentsDirectory).map(({ environment }) => environment);

/** Throws `InputError`. */
export const definitionFor = (nameOrPath: string): Definition => findDefinition(nameOrPath, environmentsDirectory);
