import { Command } from 'commander';
import type { ForgetOptions } from '../live/memories-by-hand.ts';
import { withSiteOptions, yesMeans } from '../live/site-options.ts';

const help = `
Nothing changes in AWS: what is down stays down. Use it for a resource that is not to be started again, and for one that a person
had stopped before the stop, to have the next start bring it up.

Examples:
  curfew forget staging old-service
  curfew forget staging camunda-db --rehearsal --at 2026-11-16T23:00-03:00`;

export const forgetCommand = (): Command =>
  withSiteOptions(
    new Command('forget')
      .description('delete what the last stop saved of one resource')
      .argument('<definition>', 'name of an environment, or path of a file')
      .argument('<resource>', 'name of the resource in the definition, current or earlier'),
  )
    .option('--yes', yesMeans)
    .option('--json', 'print what was deleted as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, resource: string, options: ForgetOptions) => {
      const { forgetByHand } = await import('../live/memories-by-hand.ts');
      process.exitCode = await forgetByHand(name, resource, options);
    });
