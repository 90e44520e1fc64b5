import { Command } from 'commander';
import type { CostsOptions } from '../live/show-costs.ts';
import { verboseMeans, withSiteOptions } from '../live/site-options.ts';
import { monthOf } from './month-option.ts';

const help = `
Actual costs come from Cost Explorer, by the cost allocation tag Environment. An answer takes at most six requests of $0.01
and is kept for the day. Without --plan, costs/ENV.yaml or costs/ENV.md is the plan; without either, all costs are unplanned.

Examples:
  curfew costs staging
  curfew costs staging --month 2026-10
  curfew costs staging --plan page.md
  curfew costs staging --json | jq .unplanned.actual
  curfew costs staging --rehearsal`;

export const costsCommand = (): Command =>
  withSiteOptions(
    new Command('costs')
      .description('compare what an environment costs with its plan')
      .argument('<definition>', 'name of an environment, or path of a file')
      .option('--month <month>', 'which month, like 2026-11 (default: this one)', monthOf)
      .option('--plan <file>', 'the plan: YAML, or a page in Markdown with a table'),
  )
    .option('--verbose', verboseMeans)
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: CostsOptions) => {
      const { showCosts } = await import('../live/show-costs.ts');
      await showCosts(name, options);
    });
