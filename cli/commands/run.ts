import { Command } from 'commander';
import type { Action } from '#core/action.ts';
import type { RunOptions } from '../live/run-by-hand.ts';
import { verboseMeans, withSiteOptions, yesMeans } from '../live/site-options.ts';
import { byOf, onlyMeans, onlyOf, person, whyOf } from '../live/text-options.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';

const goals: Record<Action, string> = {
  start: 'start an environment, in dependency order',
  stop: 'stop an environment, in dependency order',
};

const aliases: Record<Action, string> = { start: 'up', stop: 'down' };

const asks: Record<Action, string> = {
  start: 'At a terminal it asks before --supersede takes over a run.',
  stop: 'At a terminal it asks before it stops anything, and names account, region and environment.',
};

const help = (action: Action): string => `
Invokes the deployed function. --follow shows the run until it ends; Ctrl-C stops watching, the run continues. With --local this
machine makes the run, with your credentials and under the same lease; Ctrl-C ends it.

If another run is in progress, nothing changes and the command names that run; --supersede takes over from it.
${asks[action]} Without a terminal, with --json, --yes, --dry-run or --rehearsal it does not ask.

Exits with 1 if the run ended partial or failed, or you said no; with 130 after Ctrl-C.

Examples:
  curfew ${action} staging --dry-run
  curfew ${action} staging --follow --why "release on Saturday"
  curfew ${action} staging --only scoring --why "a look at one service"
  curfew ${action} staging --supersede --yes --why "the other run is stuck"
  curfew ${action} staging --local --why "the functions are not deployed yet"
  curfew ${action} staging --rehearsal --follow --why "trying it out"`;

export const runCommand = (action: Action): Command =>
  withSiteOptions(
    new Command(action)
      .alias(aliases[action])
      .description(goals[action])
      .argument('<definition>', 'name of an environment, or path of a file')
      .option('--why <text>', 'reason, shown in the report and in Slack; required unless it is a dry run', whyOf)
      .option('--by <person>', 'who requests it (default: the logged-in user)', byOf)
      .option('--only <names>', onlyMeans[action], onlyOf)
      .option('--dry-run', 'print what would be done and why; nothing is changed')
      .option('--follow', 'show the run until it ends')
      .option('--supersede', 'take over from a run in progress')
      .option('--local', 'make the run from this machine, without the functions')
      .option('--verbose', verboseMeans),
  )
    .option('--yes', yesMeans)
    .option('--json', 'print only the report, or what was invoked, as one JSON object')
    .addHelpText('after', help(action))
    .action(async (name: string, options: RunOptions, command: Command) => {
      if (!options.dryRun && !options.why?.trim())
        command.error(`error: a reason is required, for the report: curfew ${action} ${shellQuoted(name)} --why "…"`);
      const { runByHand } = await import('../live/run-by-hand.ts');
      process.exitCode = await runByHand(action, name, options, person(options.by));
    });
