import { Command, InvalidArgumentError } from 'commander';
import type { RunsOptions } from '../live/show-runs.ts';
import { verboseMeans, withSiteOptions } from '../live/site-options.ts';

const help = `
The newest run is listed last; with --json it comes first. With the name of a run, or the end of its name, that run is shown
resource by resource. --follow shows the run in progress until it ends; Ctrl-C stops watching, the run continues.

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
      .description('list runs, show one in full, or follow the one in progress')
      .argument('<definition>', 'name of an environment, or path of a file')
      .argument('[run]', 'name of a run, or the end of it; `last` is the newest')
      .option('--follow', 'show the run in progress until it ends')

      .option('--verbose', verboseMeans)
      .option('--limit <number>', 'number of runs', countOf, 20),
  )
    .option('--json', 'print the reports as JSON Lines, newest first')
    .option('--html <file>', 'also write one HTML page with a chart of every run')
    .option('--force', 'overwrite the file of --html')
    .addHelpText('after', help)
    .action(async (name: string, run: string | undefined, options: RunsOptions) => {
      const { showRuns } = await import('../live/show-runs.ts');
      process.exitCode = await showRuns(name, run, options);
    });
