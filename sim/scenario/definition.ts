// The definition a scenario is about: a file beside it, or written inside it.
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isMap, parseDocument, stringify } from 'yaml';
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { loadDefinition, parseDefinition } from '#definition/load.ts';
import type { Path, Problem } from '#definition/problem.ts';
import { readYaml } from '#definition/yaml-file.ts';
import type { ScenarioOutline } from './schema.ts';

type FoundDefinition =
  | { readonly definition: Definition; readonly problem?: never; readonly message?: never }
  /** `message` is the definition's own, where there is more to say than the problem can. */
  | { readonly definition?: never; readonly problem?: Problem; readonly message?: string };

const usually: Path = ['environment'];

/** As a person in this directory would write it. */
const shortest = (path: string): string => {
  const short = relative('', path);
  return short.startsWith('..') ? path : short;
};

/** Where definitions usually are, seen from a scenario. */
const guessFor = (environment: string, file: string): string => {
  const name = basename(environment).replace(/\.ya?ml$/, '');
  const guesses = [
    '../definitions',
    '../../environments',
    '../environments',
    'environments',
    '.',
    '../../examples/atlas',
  ].map((folder) => `${folder}/${name}.yaml`);
  const found = guesses.find((guess) => existsSync(join(dirname(file), guess)));
  return found === undefined ? 'give its path, relative to this file' : `did you mean \`${found}\`?`;
};

const beside = (environment: string, file: string, where: Path): FoundDefinition => {
  const at = { path: where, at: 'value' } as const;
  const path = shortest(resolve(dirname(file), environment));
  if (!existsSync(path))
    return { problem: { ...at, what: `${path} does not exist`, remedy: guessFor(environment, file) } };
  try {
    return { definition: loadDefinition(path) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problem = { ...at, what: `${path} cannot be used`, remedy: 'fix it first, see below' };
    return { problem, message: error.message };
  }
};

/** The definition's part of the text with nothing around it, so that lines and columns are those of the scenario. */
const partOf = (text: string, where: Path): string => {
  const node: unknown = parseDocument(text).getIn(where, true);
  const [from, to] = isMap(node) && node.range ? node.range : [0, 0];
  return text.slice(0, from).replace(/[^\r\n]/g, ' ') + text.slice(from, to);
};

const inside = (environment: object, text: string, file: string, where: Path): FoundDefinition => {
  const at = { path: where, at: 'value' } as const;
  const part = partOf(text, where);
  // Anchors may lead out of the part; then the places are lost, but not the message.
  const complete = isDeepStrictEqual(readYaml(part).content, environment);
  try {
    return { definition: parseDefinition(complete ? part : stringify(environment), file) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problem = { ...at, what: 'the definition in it cannot be used', remedy: 'fix it first, see below' };
    return { problem, message: error.message };
  }
};

/** A path is relative to the scenario's file, whose text is needed for a definition inside it, at `where`. */
export const definitionFor = (
  environment: ScenarioOutline['environment'],
  text: string,
  file: string,
  where: Path = usually,
): FoundDefinition => {
  if (environment === undefined) return {};
  return typeof environment === 'string' ? beside(environment, file, where) : inside(environment, text, file, where);
};
