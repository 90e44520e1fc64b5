import { Command } from 'commander';
import type { ReleaseOptions } from '../live/hold-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
The schedule applies again at once. It is no error if nothing is held.

Examples:
  curfew release staging
  curfew release staging --json`;

export const releaseCommand = (): Command =>
  withSiteOptions(
    new Command('release')
      .description('end the hold of an environment now')
      .argument('<definition>', 'name of an environment, or path of a file'),
  )
    .option('--json', 'print the released holds as a JSON array')
    .addHelpText('after', help)
    .action(async (name: string, options: ReleaseOptions) => {
      const { releaseByHand } = await import('../live/hold-by-hand.ts');
      await releaseByHand(name, options);
    });
