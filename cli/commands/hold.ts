import { Command, Option } from 'commander';
import type { HoldOptions } from '../live/hold-by-hand.ts';
import { instantOf, withSiteOptions } from '../live/site-options.ts';
import { byOf, person, whyOf } from '../live/text-options.ts';

const help = `
The schedule does nothing against it until it ends; then what the schedule says becomes due again. It is carried out at once.

Examples:
  curfew hold staging --up-until 2026-11-21T02:00-03:00 --why "load test"
  curfew hold staging --down-until 2026-12-01T08:00-03:00 --why "nobody is here"`;

export const holdCommand = (): Command =>
  withSiteOptions(
    new Command('hold')
      .description('keep an environment up or down until a time, whatever its schedule says')
      .argument('<definition>', 'name of an environment, or path of a file')
      .addOption(new Option('--up-until <time>', 'keep it up until then').argParser(instantOf).conflicts('downUntil'))
      .addOption(new Option('--down-until <time>', 'keep it down until then').argParser(instantOf))
      .requiredOption('--why <text>', 'why, for whoever wonders', whyOf)
      .option('--by <person>', 'whose hold it is (default: who is logged in)', byOf),
  )
    .option('--json', 'print the hold as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: HoldOptions, command: Command) => {
      if (options.upUntil === undefined && options.downUntil === undefined)
        command.error('error: say until when: --up-until or --down-until, as in 2026-11-21T02:00-03:00');
      const { holdByHand } = await import('../live/hold-by-hand.ts');
      await holdByHand(name, options, person(options.by));
    });
