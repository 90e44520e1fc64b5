import { Command } from 'commander';

const help = `
Exits with 2 when one of them is not valid, and says where and what to do about it.

Examples:
  curfew validate
  curfew validate staging prod
  curfew validate ./my-environment.yaml`;

export const validateCommand = (): Command =>
  new Command('validate')
    .description('check environment definitions; all of them by default')
    .argument('[definition...]', 'name of an environment, or path of a file')
    .addHelpText('after', help)
    .action(async (names: string[]) => {
      const { allNames, checkDefinition } = await import('../check-definitions.ts');
      const results = (names.length > 0 ? names : allNames()).map(checkDefinition);
      if (results.includes(false)) process.exitCode = 2;
    });
