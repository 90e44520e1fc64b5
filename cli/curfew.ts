// Every command, with what they have in common: help, suggestions and exit codes.
import { Command, CommanderError } from 'commander';
import { InputError } from '#core/errors.ts';
import { calendarCommand } from './commands/calendar.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { costsCommand } from './commands/costs.ts';
import { deployCommand } from './commands/deploy.ts';
import { deployGuardCommand } from './commands/deploy-guard.ts';
import { destroyCommand } from './commands/destroy.ts';
import { forgetCommand } from './commands/forget.ts';
import { holdCommand } from './commands/hold.ts';
import { initCommand } from './commands/init.ts';
import { logsCommand } from './commands/logs.ts';
import { lsCommand } from './commands/ls.ts';
import { memoriesCommand } from './commands/memories.ts';
import { pauseCommand } from './commands/pause.ts';
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
import { templateCommand } from './commands/template.ts';
import { validateCommand } from './commands/validate.ts';
import { adoptCommand, applyCommand, diffCommand, historyCommand, showCommand } from './commands/versions.ts';
import { SiteError } from './live/site-error.ts';
import { withCommandName } from './terminal/command-name.ts';
import { reflowed } from './terminal/help-text.ts';
import { complain, complainText, print, printText, terminalWidth } from './terminal/output.ts';
import { version } from './version.ts';

const help = `
Exit codes:
  0    done
  1    a run ended partial or failed, or a check found something
  2    wrong usage or an invalid file
  130  interrupted with Ctrl-C

Examples:
  curfew init staging --prefix acme        write a definition of what exists in AWS
  curfew validate                          check every definition in environments/
  curfew plan staging stop --rehearsal     what a stop would do, on the simulated AWS
  curfew rehearse staging                  rehearse tonight, on the simulated AWS
  curfew status                            what is up, what is down, what comes next
  curfew stop staging --follow --why "nobody is here"

Completion:
  source <(curfew complete bash)           also zsh, and: curfew complete fish | source`;

const commands = (): Command[] => [
  initCommand(),
  validateCommand(),
  diffCommand(),
  applyCommand(),
  historyCommand(),
  showCommand(),
  adoptCommand(),
  planCommand(),
  rehearseCommand(),
  deployCommand(),
  runCommand('start'),
  runCommand('stop'),
  statusCommand(),
  calendarCommand(),
  runsCommand(),
  holdCommand(),
  releaseCommand(),
  pauseCommand('pause'),
  pauseCommand('resume'),
  silenceCommand(),
  savingsCommand(),
  costsCommand(),
  lsCommand(),
  logsCommand(),
  memoriesCommand(),
  forgetCommand(),
  pricesCommand(),
  deployGuardCommand(),
  templateCommand(),
  destroyCommand(),
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

/** As other commands have it; `--version` does the same. */
const versionCommand = (): Command => new Command('version').action(() => print(version()));

const writeOut = (text: string): void => {
  const width = terminalWidth();
  printText(width === undefined ? text : reflowed(withCommandName(text), width));
};

/** All commands and options; `curfew` below runs it. */
export const program = (): Command => {
  const curfew = new Command('curfew')
    .description('Turns a whole AWS environment off in the evening and on again in the morning, in dependency order.')
    .version(version())
    // `apply --version 41` is about a definition.
    .enablePositionalOptions()
    .addHelpText('after', help)
    .configureHelp({
      minWidthToWrap: 20,
      // Arguments and options are in the help of each command: a list of commands is to be read at a glance.
      subcommandTerm: (command) => [command.name(), ...command.aliases()].join(', '),
    });
  for (const command of commands()) curfew.addCommand(command);
  curfew.addCommand(versionCommand(), { hidden: true });
  for (const command of withAllBelow(curfew)) {
    const name = fullName(command);
    command.configureOutput({ writeOut, writeErr: complainText });
    if (command !== curfew) command.configureHelp({ minWidthToWrap: 20 });
    command.exitOverride().showSuggestionAfterError(true).showHelpAfterError(`See ${name} --help`);
  }
  return curfew;
};

/** The completion library is loaded only for shells that complete. */
const wantsCompletion = ([first]: readonly string[]): boolean => first === 'complete';

/** Runs what the arguments say; answers with the code of what went wrong. A command that ran sets `process.exitCode`. */
export const curfew = async (args: readonly string[]): Promise<number> => {
  try {
    const whole = program();
    if (wantsCompletion(args)) {
      const { addCompletion, completedFile } = await import('./completion/completion.ts');
      if (completedFile(whole, args)) return 0;
      addCompletion(whole, args[1]);
    }
    await whole.parseAsync(['node', 'curfew', ...args]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError) && !(error instanceof SiteError)) throw error;
    if (error instanceof SiteError) {
      complain(error.message);
      return 1;
    }
    const { refusalOf } = await import('./files/refusal.ts');
    complain(refusalOf(error));
    return 2;
  }
};
