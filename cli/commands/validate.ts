import { existsSync, readdirSync } from 'node:fs';
import { Command } from 'commander';
import { InputError } from '#domain/errors.ts';
import { stages } from '#plan/graph.ts';
import { definitionFor, environmentsDirectory } from '../environments.ts';
import { complain, print, styled } from '../output.ts';

const help = `
Exits with 2 when one of them is not valid, and says where and what to do about it.

Examples:
  curfew validate
  curfew validate staging prod
  curfew validate ./my-environment.yaml`;

const allNames = (): string[] => {
  const files = existsSync(environmentsDirectory) ? readdirSync(environmentsDirectory) : [];
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
  if (names.length === 0)
    throw new InputError(`there is no definition in ${environmentsDirectory}; give the path of one`);
  return names.toSorted();
};

/** Says what is wrong, or nothing. */
const check = (name: string): boolean => {
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

export const validateCommand = (): Command =>
  new Command('validate')
    .description('check environment definitions; all of them by default')
    .argument('[definition...]', 'name of an environment, or path of a file')
    .addHelpText('after', help)
    .action(async (names: string[]) => {
      const results = (names.length > 0 ? names : allNames()).map(check);
      if (results.includes(false)) process.exitCode = 2;
    });
