import { Command } from 'commander';
import type { SavingsOptions } from '../live/show-savings.ts';
import { verboseMeans, withSiteOptions } from '../live/site-options.ts';
import { monthOf } from './month-option.ts';

const help = `
Hours off come from the history of runs; hours that are unknown are reported, not counted. Prices come from a dated table in
prices/; to refresh it: curfew prices REGION. --html also asks Cost Explorer, once a day, as curfew costs does.

Examples:
  curfew savings staging
  curfew savings staging --month 2026-10
  curfew savings staging --json | jq .usdProjected
  curfew savings staging --rehearsal
  curfew savings staging --html month.html`;

export const savingsCommand = (): Command =>
  withSiteOptions(
    new Command('savings')
      .description('show hours off and money not spent in a month')
      .argument('<definition>', 'name of an environment, or path of a file')
      .option('--month <month>', 'which month, like 2026-11 (default: this one)', monthOf),
  )
    .option('--html <file>', 'also write one HTML page: planned against actual, and day by day')
    .option('--force', 'overwrite the file of --html')
    .option('--plan <file>', 'the plan of the page, as in curfew costs')
    .option('--verbose', verboseMeans)
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: SavingsOptions) => {
      const { showSavings } = await import('../live/show-savings.ts');
      await showSavings(name, options);
    });
