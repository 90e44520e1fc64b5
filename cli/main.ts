#!/usr/bin/env node
// The `curfew` command. Exit codes: 0 done; 1 the operation ended partial or failed, or a check found something;
// 2 wrong usage or an invalid file.
import { Command, CommanderError } from 'commander';
import { InputError } from '#domain/errors.ts';
import { planCommand } from './commands/plan.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { validateCommand } from './commands/validate.ts';
import { complain } from './output.ts';
import { version } from './version.ts';

const help = `
Exit codes: 0 done
            1 a run ended partial or failed, or a check found something
            2 wrong usage or an invalid file

Examples:
  curfew validate                      is every definition in environments/ right?
  curfew plan staging stop             what would a stop do, in which order, and why?
  curfew rehearse staging              how will tonight go?
  curfew rehearse --scenario sim/scenarios/slow-database.yaml`;

const program = new Command('curfew')
  .description('Turns a whole AWS environment off in the evening and on again in the morning, in dependency order.')
  .version(version())
  .addHelpText('after', help);

for (const command of [validateCommand(), planCommand(), rehearseCommand()]) program.addCommand(command);

for (const command of [program, ...program.commands]) {
  const name = command === program ? 'curfew' : `curfew ${command.name()}`;
  command.exitOverride().showSuggestionAfterError(true).showHelpAfterError(`See ${name} --help`);
}

const run = async (): Promise<number> => {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof InputError) {
      complain(error.message);
      return 2;
    }
    throw error;
  }
};

// A pipe that is closed early (`curfew rehearse --json | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const code = await run();
process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
