// Checks definitions and says what is wrong with them.

import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { stages } from '#definition/dependency-graph.ts';
import { InvalidFileError, type LocatedProblem, pathText, warningLines } from '#definition/problem.ts';
import { complain, print, styled } from '../terminal/output.ts';
import { checkedDefinitionFor, environmentsDirectory } from './environments.ts';

/** The environments of the folder. Throws `InputError` where there is none. */
export const allNames = (): string[] => {
  const files = existsSync(environmentsDirectory) ? readdirSync(environmentsDirectory) : [];
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
  if (names.length === 0)
    throw new InputError(`there is no definition in ${environmentsDirectory}; give the path of one`);
  return names.toSorted();
};

type Severity = 'error' | 'warning';

const listed = (file: string, severity: Severity, problems: readonly LocatedProblem[]) =>
  problems.map(({ path, line, col, what, remedy }) => ({
    ...{ file, line, column: col, path: pathText(path), message: what, remedy, severity },
  }));

type Result = {
  readonly valid: boolean;
  readonly json: object;
  readonly tell: () => void;
};

const judged = (name: string): Result => {
  try {
    const { definition, file, warnings } = checkedDefinitionFor(name);
    const { environment, resources } = definition;
    const found = warnings();
    const count = { resources: resources.length, stages: stages(resources, 'start').length };
    const summary = `${pluralise(count.resources, 'resource')} in ${pluralise(count.stages, 'stage')}`;
    return {
      valid: true,
      json: { environment, ...count, problems: listed(file, 'warning', found) },
      tell: () => {
        print(`${styled('green', '✓')} ${environment}: ${summary}`);
        for (const line of warningLines(file, found)) print(styled('yellow', `⚠ ${line.trim()}`));
      },
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problems = error instanceof InvalidFileError ? listed(error.file, 'error', error.problems) : [];
    return { valid: false, json: { problem: error.message, problems }, tell: () => complain(error.message) };
  }
};

/** Whether it is valid, warned about or not; if not, people are told on stderr, and programs by the line of JSON. */
export const checkDefinition = (name: string, json: boolean): boolean => {
  const { valid, json: more, tell } = judged(name);
  if (json) print(JSON.stringify({ definition: name, valid, ...more }));
  else tell();
  return valid;
};
