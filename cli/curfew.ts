// Every command, with what they have in common: help, suggestions and exit codes.
import { Command, CommanderError } from 'commander';
import { InputError } from '#core/errors.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { deployGuardCommand } from './commands/deploy-guard.ts';
import { forgetCommand } from './commands/forget.ts';
import { holdCommand } from './commands/hold.ts';
import { initCommand } from './commands/init.ts';
import { memoriesCommand } from './commands/memories.ts';
import { pipelineCommand } from './commands/pipeline.ts';
import { planCommand } from './commands/plan.ts';
import { pricesCommand } from './commands/prices.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { releaseCommand } from './commands/release.ts';
import { renderCommand } from './commands/render.ts';
import { runCommand } from './commands/run.ts';
import { runsCommand } from './commands/runs.ts';
import { savingsCommand } from './commands/savings.ts';
import { silenceCommand } from './commands/silence.ts';
import { statusCommand } from './commands/status.ts';
import { validateCommand } from './commands/validate.ts';
import { SiteError } from './live/site-error.ts';
import { complain, complainText, printText } from './terminal/output.ts';
import { version } from './version.ts';

const help = `
Exit codes: 0    done
            1    a run ended partial or failed, or a check found something
            2    wrong usage or an invalid file
            130  you left what you watched, with Ctrl-C

Examples:
  curfew init staging --prefix acme    describe an environment that exists already
  curfew validate                      is every definition in environments/ right?
  curfew plan staging stop             what would a stop do, in which order, and why?
  curfew rehearse staging              how will tonight go?
  curfew stop staging --rehearsal --follow --why "trying it out"
  curfew status                        what is up, what is down, what comes next?
  curfew render alarm.json             what would Slack get for this event?

Completion:
  source <(curfew complete bash)       also zsh, and: curfew complete fish | source`;

const commands = (): Command[] => [
  initCommand(),
  validateCommand(),
  planCommand(),
  rehearseCommand(),
  runCommand('start'),
  runCommand('stop'),
  statusCommand(),
  runsCommand(),
  holdCommand(),
  releaseCommand(),
  memoriesCommand(),
  forgetCommand(),
  silenceCommand(),
  savingsCommand(),
  pricesCommand(),
  deployGuardCommand(),
  renderCommand(),
  cleanupCommand(),
  pipelineCommand(),
];

/** A command and all that it has below it. */
export const withAllBelow = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withAllBelow),
];

/** `curfew pipeline test` */
const fullName = (command: Command): string =>
  command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();

/** All of it, for whoever asks what there is; `curfew` below runs it. */
export const program = (): Command => {
  const curfew = new Command('curfew')
    .description('Turns a whole AWS environment off in the evening and on again in the morning, in dependency order.')
    .version(version())
    .addHelpText('after', help);
  for (const command of commands()) curfew.addCommand(command);
  for (const command of withAllBelow(curfew)) {
    const name = fullName(command);
    command.configureOutput({
      writeOut: printText,
      writeErr: complainText,
    });
    command.exitOverride().showSuggestionAfterError(true).showHelpAfterError(`See ${name} --help`);
  }
  return curfew;
};

/** The library that completes is loaded by shells that ask, and by whoever wants help. */
const wantsCompletion = ([first]: readonly string[]): boolean => first === 'complete';

/** Runs what the arguments say; answers with the code of what went wrong. A command that ran sets `process.exitCode`. */
export const curfew = async (args: readonly string[]): Promise<number> => {
  try {
    const whole = program();
    if (wantsCompletion(args)) (await import('./completion/completion.ts')).addCompletion(whole, args[1]);
    await whole.parseAsync(['node', 'curfew', ...args]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError) && !(error instanceof SiteError)) throw error;
    complain(error.message);
    return error instanceof InputError ? 2 : 1;
  }
};
