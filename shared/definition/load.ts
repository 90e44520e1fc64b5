// Loads environment definitions. Whatever is wrong with one ends as an `InputError` that lists every problem.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { explain } from './explain.ts';
import { InvalidFileError, type LocatedProblem, type Problem } from './problem.ts';
import { farTooMany, relationProblems } from './relations.ts';
import { environmentFile } from './schema.ts';
import { toDefinition } from './to-definition.ts';
import { unknownEnvironment } from './unknown-environment.ts';
import { readYaml } from './yaml-file.ts';

/** A definition with the file that it was read from, and where in that file something of it stands. */
export type Loaded = {
  readonly definition: Definition;
  readonly file: string;
  /** The file as it is written. */
  readonly text: string;
  readonly locate: (problem: Problem) => LocatedProblem;
};

/** `file` is how messages call the text. Throws `InputError`. */
export const checkText = (text: string, file: string, expectedName?: string): Loaded => {
  const yaml = readYaml(text);
  const refuse = (problems: readonly LocatedProblem[]) => new InvalidFileError(file, problems);
  if (yaml.content === undefined) throw refuse(yaml.problems);
  if (yaml.content === null && yaml.problems.length === 0)
    throw new InputError(`${file} is empty; copy another environment's file to start`);
  const tooMany = farTooMany(yaml.content);
  if (tooMany.length > 0) throw refuse(tooMany.map(yaml.locate));
  const parsed = environmentFile.safeParse(yaml.content);
  const wrong = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => explain(issue, yaml.content)),
    ...relationProblems(yaml.content, expectedName),
  ];
  const problems = [...yaml.problems, ...wrong.map(yaml.locate)];
  if (problems.length > 0 || !parsed.success) throw refuse(problems);
  return { definition: toDefinition(parsed.data), file, text, locate: yaml.locate };
};

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
  return checkText(text, path, expectedName);
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
