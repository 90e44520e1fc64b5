import { Command } from 'commander';
import type { StatusOptions } from '../live/show-status.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
Exits with 1 when something is not as it should be and no run is bringing it there.

Examples:
  curfew status                                      every environment
  curfew status staging
  curfew status staging --json | jq .resources
  curfew status staging --rehearsal --at 2026-11-16T20:10-03:00`;

export const statusCommand = (): Command =>
  withSiteOptions(
    new Command('status')
      .description('what is wanted and what is there: resources, next slots, overrides, who is changing it')
      .argument('[definition]', 'name of an environment, or path of a file (default: every environment)'),
  )
    .option('--json', 'print one JSON object per environment, a line each')
    .addHelpText('after', help)
    .action(async (name: string | undefined, options: StatusOptions) => {
      const { showStatus } = await import('../live/show-status.ts');
      process.exitCode = await showStatus(name, options);
    });
