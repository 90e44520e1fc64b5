import { Command } from 'commander';
import type { ForgetOptions } from '../live/memories-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
Nothing is changed in AWS: what is down stays down. For what is not to come back, and for what somebody had stopped before a stop
and every start is to bring up again.

Examples:
  curfew forget staging old-service
  curfew forget staging camunda-db --rehearsal --at 2026-11-16T23:00-03:00`;

export const forgetCommand = (): Command =>
  withSiteOptions(
    new Command('forget')
      .description('forget on purpose what is remembered of one resource')
      .argument('<definition>', 'name of an environment, or path of a file')
      .argument('<resource>', 'by its name in the definition, of now or of then'),
  )
    .option('--yes', 'go on without asking')
    .option('--json', 'print what was forgotten as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, resource: string, options: ForgetOptions) => {
      const { forgetByHand } = await import('../live/memories-by-hand.ts');
      process.exitCode = await forgetByHand(name, resource, options);
    });
