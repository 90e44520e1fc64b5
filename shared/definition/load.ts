// Loads environment definitions. Whatever is wrong with one ends as an `InputError` that lists every problem.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { withCalendarFiles } from './calendar-files.ts';
import { checkText, type Loaded } from './check-text.ts';
import type { Definition } from './definition.ts';
import { unknownEnvironment } from './unknown-environment.ts';

const extension = '.yaml';

const yamlFilesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith(extension))
      .sort();
  } catch {
    return [];
  }
};

/** As a person in this directory would write it. */
export const shownPath = (path: string): string => {
  const short = relative('', path);
  return short.startsWith('..') ? resolve(path) : short;
};

const listed = (directory: string): string => yamlFilesIn(directory).join(', ') || 'no environment definition';

/** Until definitions became the user's own, those of the repository were in `environments/`. */
const movedTo = (path: string): string | undefined => {
  const [folder, file] = [dirname(resolve(path)), basename(path)];
  const moved = join(dirname(folder), 'examples/atlas', file);
  return basename(folder) === 'environments' && existsSync(moved) ? shownPath(moved) : undefined;
};

/** What a person is told of a path that does not exist. */
export const missing = (path: string): string => {
  const moved = movedTo(path);
  if (moved !== undefined) return `${path} does not exist: it is ${moved} now`;
  const folder = dirname(path);
  return `${path} does not exist; ${folder === '.' ? 'this folder' : folder} contains ${listed(folder)}`;
};

const unreadable = (path: string, error: unknown): InputError => {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  if (code === 'EISDIR') return new InputError(`${path} is a directory, not a file; it contains ${listed(path)}`);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return new InputError(`${path} cannot be read: ${code}`);
  return new InputError(missing(path));
};

const load = (path: string, expectedName?: string): Loaded => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  return checkText(withCalendarFiles(text, path, systemRuntime.now()), path, expectedName);
};

const nameOf = (file: string): string => basename(file, extension);

/** The names of the definitions of a folder, valid or not. */
export const namesIn = (directory: string): string[] => yamlFilesIn(directory).map(nameOf);

/** In a folder of environments a definition is called like its file. Messages name the file as a person here would. */
const loadFrom = (directory: string, file: string): Loaded => load(shownPath(join(directory, file)), nameOf(file));

/** `file` is how messages call the text. */
export const parseDefinition = (text: string, file: string): Definition => checkText(text, file).definition;

export const loadDefinition = (path: string): Definition => load(path).definition;

/** Every definition of a folder of environments, with its file. */
export const loadFiles = (directory: string): Loaded[] =>
  yamlFilesIn(directory).map((file) => loadFrom(directory, file));

export const loadDefinitions = (directory: string): Definition[] =>
  loadFiles(directory).map(({ definition }) => definition);

/** An environment by its name in the first of these folders that has it, or by the path of its file, wherever that is. */
export const loadedDefinition = (nameOrPath: string, ...directories: readonly string[]): Loaded => {
  if (nameOrPath.includes('/') || /\.ya?ml$/.test(nameOrPath)) {
    const isInside = directories.some((directory) => dirname(resolve(nameOrPath)) === resolve(directory));
    return isInside ? load(nameOrPath, nameOf(nameOrPath)) : load(nameOrPath);
  }
  const holder = directories.find((directory) => namesIn(directory).includes(nameOrPath));
  if (holder === undefined) throw unknownEnvironment(nameOrPath, [...new Set(directories.flatMap(namesIn))]);
  return loadFrom(holder, `${nameOrPath}${extension}`);
};

export const findDefinition = (nameOrPath: string, ...directories: readonly string[]): Definition =>
  loadedDefinition(nameOrPath, ...directories).definition;
