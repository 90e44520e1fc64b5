import { Command, Option } from 'commander';
import type { StatusOptions } from '../live/show-status.ts';
import { deployedOption, verboseMeans, withSiteOptions } from '../live/site-options.ts';

const help = `
One environment is shown in full, several in one line each. More than 20 resources are listed only where they are not as desired.

Exits with 1 if something is not as desired and no run is changing it.

Examples:
  curfew status                                      every environment, one line each
  curfew status staging
  curfew status staging --watch
  curfew status staging --json | jq .resources
  curfew status staging --rehearsal --at 20:10`;

export const statusCommand = (): Command =>
  withSiteOptions(
    new Command('status')
      .description('show desired and actual state: resources, next starts and stops, holds, runs')
      .argument('[definition]', 'name of an environment, or path of a file (default: every environment)')
      .addOption(new Option('--watch', 'look again every 5 seconds, until Ctrl-C').conflicts('rehearsal'))
      .option('--verbose', verboseMeans)
      .addOption(deployedOption()),
  )
    .option('--json', 'print one JSON object per environment, a line each')
    .addHelpText('after', help)
    .action(async (name: string | undefined, options: StatusOptions) => {
      const { showStatus } = await import('../live/show-status.ts');
      process.exitCode = await showStatus(name, options);
    });
