// Loads environment definitions. Whatever is wrong with one ends as an `InputError` that lists every problem.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { explain } from './explain.ts';
import { onePerCause } from './one-per-cause.ts';
import { InvalidFileError, type LocatedProblem, type Problem } from './problem.ts';
import { farTooMany, relationProblems } from './relations.ts';
import { environmentFile } from './schema.ts';
import { toDefinition } from './to-definition.ts';
import { unknownEnvironment } from './unknown-environment.ts';
import { warningsIn } from './warnings.ts';
import { readYaml } from './yaml-file.ts';

/** A definition with what is probably not meant by it, which few ask for. */
export type Checked = {
  readonly definition: Definition;
  readonly file: string;
  readonly warnings: () => readonly LocatedProblem[];
  /** Where a problem stands in the file. */
  readonly locate: (problem: Problem) => LocatedProblem;
};

/** `channel: #ops` is empty because of what was written there. */
const withComment = (text: string) => {
  const lines = text.split('\n');
  return (problem: LocatedProblem): LocatedProblem => {
    const [, value] = /:\s+(#[^\s#]\S*)\s*$/.exec(lines[problem.line - 1] ?? '') ?? [];
    if (problem.what !== 'is empty' || value === undefined) return problem;
    return { ...problem, what: `is empty: \`${value}\` begins a comment`, remedy: `write it in quotes: "${value}"` };
  };
};

const check = (text: string, file: string, expectedName?: string): Checked => {
  const yaml = readYaml(text);
  const refuse = (problems: readonly LocatedProblem[]) => new InvalidFileError(file, problems);
  if (yaml.content === undefined) throw refuse(yaml.problems);
  if (yaml.content === null && yaml.problems.length === 0)
    throw new InputError(`${file} is empty; begin with a copy of another environment's file`);
  const tooMany = farTooMany(yaml.content);
  if (tooMany.length > 0) throw refuse(tooMany.map(yaml.locate));
  const parsed = environmentFile.safeParse(yaml.content);
  const wrong = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => explain(issue, yaml.content)),
    ...relationProblems(yaml.content, expectedName),
  ];
  const problems = onePerCause([...yaml.problems, ...wrong.map(yaml.locate)]).map(withComment(text));
  if (problems.length > 0 || !parsed.success) throw refuse(problems);
  const definition = toDefinition(parsed.data);
  return {
    definition,
    file,
    warnings: () => [...yaml.warnings, ...warningsIn(definition).map(yaml.locate)],
    locate: yaml.locate,
  };
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

const listed = (directory: string): string => yamlFilesIn(directory).join(', ') || 'no environment definition';

const unreadable = (path: string, error: unknown): InputError => {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  if (code === 'EISDIR') return new InputError(`${path} is a directory, not a file; it contains ${listed(path)}`);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return new InputError(`${path} cannot be read: ${code}`);
  return new InputError(`${path} does not exist; ${dirname(path)} contains ${listed(dirname(path))}`);
};

const load = (path: string, expectedName?: string): Checked => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  return check(text, path, expectedName);
};

const nameOf = (file: string): string => basename(file, extension);

/** In a folder of environments a definition is called like its file. Messages name the file as a person here would. */
const loadFrom = (directory: string, file: string): Checked => {
  const path = relative('', join(directory, file));
  return load(path.startsWith('..') ? resolve(path) : path, nameOf(file));
};

/** `file` is how messages call the text. */
export const parseDefinition = (text: string, file: string): Definition => check(text, file).definition;

export const loadDefinition = (path: string): Definition => load(path).definition;

/** Every definition of a folder of environments. */
export const loadDefinitions = (directory: string): Definition[] =>
  yamlFilesIn(directory).map((file) => loadFrom(directory, file).definition);

/** An environment by its name in a folder of environments, or by the path of its file, wherever that is. */
export const checkedDefinition = (nameOrPath: string, directory: string): Checked => {
  if (nameOrPath.includes('/') || /\.ya?ml$/.test(nameOrPath)) {
    const isInside = dirname(resolve(nameOrPath)) === resolve(directory);
    return isInside ? load(nameOrPath, nameOf(nameOrPath)) : load(nameOrPath);
  }
  const names = yamlFilesIn(directory).map(nameOf);
  if (!names.includes(nameOrPath)) throw unknownEnvironment(nameOrPath, names);
  return loadFrom(directory, `${nameOrPath}${extension}`);
};

export const findDefinition = (nameOrPath: string, directory: string): Definition =>
  checkedDefinition(nameOrPath, directory).definition;
