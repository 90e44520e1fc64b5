import { Command } from 'commander';
import type { DestroyOptions } from '../deploy/options.ts';
import { withSiteOptions, yesMeans } from '../live/site-options.ts';

const help = `
Deletes the stack curfew-ENV: functions, schedules, alarms, queues and topics. The environment itself is not touched. Muted alarms
speak again first. Refused while a run is under way, and while resources are down whose state only Curfew knows: start them first.

The state table is kept, with what Curfew learned; the next deployment takes it over. --delete-table deletes it, too.

Examples:
  curfew destroy mine
  curfew destroy mine --delete-table --yes
  curfew destroy staging --rehearsal`;

export const destroyCommand = (): Command =>
  withSiteOptions(
    new Command('destroy')
      .description('delete what curfew deploy created')
      .argument('<definition>', 'name of an environment, or path of a file')
      .option('--delete-table', 'delete the state table, too'),
  )
    .option('--yes', yesMeans)
    .option('--json', 'print only the outcome as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: DestroyOptions) => {
      const { destroyEnvironment } = await import('../deploy/destroy-environment.ts');
      process.exitCode = await destroyEnvironment(name, options);
    });
