import { Command, InvalidArgumentError } from 'commander';
import type { RunsOptions } from '../live/show-runs.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
Newest first. With the name of a run, or its end, that run is shown resource by resource.
--follow shows the run that is going on until it has ended; Ctrl-C only leaves it alone.

Examples:
  curfew runs staging
  curfew runs staging staging-stop-20261116T230000Z
  curfew runs staging --follow
  curfew runs staging last --html last.html
  curfew runs staging --json | jq -r '.run + " " + .outcome'
  curfew runs staging --rehearsal`;

const countOf = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 to 999.');
  return Number(text);
};

export const runsCommand = (): Command =>
  withSiteOptions(
    new Command('runs')
      .description('the history of runs, one of them whole, or the one that is going on')
      .argument('<definition>', 'name of an environment, or path of a file')
      .argument('[run]', 'name of a run, or its end; `last` is the newest')
      .option('--follow', 'show the run that is going on until it has ended')
      .option('--limit <number>', 'how many runs', countOf, 20),
  )
    .option('--json', 'print the reports as JSON Lines')
    .option('--html <file>', 'also write them as one page with a chart of every run')
    .option('--force', 'write the page over a file that is there already')
    .addHelpText('after', help)
    .action(async (name: string, run: string | undefined, options: RunsOptions) => {
      const { showRuns } = await import('../live/show-runs.ts');
      process.exitCode = await showRuns(name, run, options);
    });
