import { Command } from 'commander';
import type { Action } from '#core/action.ts';
import type { RunOptions } from '../live/run-by-hand.ts';
import { withSiteOptions, yesMeans } from '../live/site-options.ts';
import { byOf, person, whyOf } from '../live/text-options.ts';

const goals: Record<Action, string> = {
  start: 'bring an environment up, in dependency order',
  stop: 'take an environment down, in dependency order',
};

const asks: Record<Action, string> = {
  start: 'On a terminal it asks before --supersede takes over.',
  stop: 'On a terminal it asks before it stops anything.',
};

const help = (action: Action): string => `
Invokes the deployed function and says how to follow it; --follow stays until the run has ended, and Ctrl-C only leaves
it alone. With --local the run is made by this machine: with your credentials, under the same lease, and Ctrl-C ends it.
A run of somebody else is never disturbed: it is named, and nothing is changed, unless --supersede takes its place.
${asks[action]} Without a terminal, with --json, --yes, --dry-run or on the simulated AWS it asks nobody.

Exits with 1 when the run ended partial or failed, or you said no; with 130 when you left.

Examples:
  curfew ${action} staging --dry-run
  curfew ${action} staging --follow --why "release on Saturday"
  curfew ${action} staging --supersede --yes --why "the other run is stuck"
  curfew ${action} staging --local --why "the functions are not deployed yet"
  curfew ${action} staging --rehearsal --follow --why "trying it out"`;

export const runCommand = (action: Action): Command =>
  withSiteOptions(
    new Command(action)
      .description(goals[action])
      .argument('<definition>', 'name of an environment, or path of a file')
      .option('--why <text>', 'why, for whoever reads the report; required unless it is a dry run', whyOf)
      .option('--by <person>', 'who asks (default: who is logged in)', byOf)
      .option('--dry-run', 'print what would be done and why; nothing is changed')
      .option('--follow', 'show the run until it has ended')
      .option('--supersede', 'take over from a run that is going on')
      .option('--local', 'make the run from this machine, without the functions'),
  )
    .option('--yes', yesMeans)
    .option('--json', 'print only the report, or what was invoked, as one JSON object')
    .addHelpText('after', help(action))
    .action(async (name: string, options: RunOptions, command: Command) => {
      if (!options.dryRun && !options.why?.trim())
        command.error(`error: say why, for whoever reads the report: curfew ${action} ${name} --why "…"`);
      const { runByHand } = await import('../live/run-by-hand.ts');
      process.exitCode = await runByHand(action, name, options, person(options.by));
    });
