import { readdirSync } from 'node:fs';
import { Command } from 'commander';
import { InputError } from '#domain/errors.ts';
import { stages } from '#plan/graph.ts';
import { definitionFor, environmentsDirectory } from '../environments.ts';
import { complain, print, styled } from '../output.ts';

const allNames = (): string[] =>
  readdirSync(environmentsDirectory)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .toSorted();

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
    .addHelpText(
      'after',
      '\nExamples:\n  curfew validate\n  curfew validate staging\n  curfew validate ./my-environment.yaml',
    )
    .action((names: string[]) => {
      const results = (names.length > 0 ? names : allNames()).map(check);
      if (results.includes(false)) process.exitCode = 2;
    });
