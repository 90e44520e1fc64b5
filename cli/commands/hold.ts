import { Command, Option } from 'commander';
import type { HoldOptions } from '../live/hold-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';
import { byOf, person, whyOf } from '../live/text-options.ts';

const help = `
A hold overrides the schedule until it ends; then the schedule applies again. It takes effect at once.

TIME is a time in the environment's zone, such as 22:00, "tomorrow 10:00" or "friday 18:30", or ISO 8601. DURATION is
90m, 3h or 2d. A hold lasts 31 days at most.

Examples:
  curfew hold staging --up --until 22:00 --why "load test"
  curfew hold staging --up --for 3h --why "release"
  curfew hold staging --down --until "tomorrow 10:00" --why "nobody is here"
  curfew hold staging --up-until 2026-11-21T02:00-03:00 --why "load test" --rehearsal`;

const given = ({ until, for: lasts, upUntil, downUntil }: HoldOptions): number =>
  [until, lasts, upUntil, downUntil].filter((one) => one !== undefined).length;

/** What of the options does not make a hold, if anything. */
const problemOf = (options: HoldOptions): string | undefined => {
  const { up, down, upUntil, downUntil } = options;
  const says = 'such as --up --until 22:00, --up --for 3h or --down --until "tomorrow 10:00"';
  if (given(options) === 0) return `say until when, ${says}`;
  if (given(options) > 1) return `say only once until when, ${says}`;
  const isOld = upUntil !== undefined || downUntil !== undefined;
  if (!isOld && !up && !down) return `say whether to hold it up or down, ${says}`;
  if ((up && downUntil !== undefined) || (down && upUntil !== undefined))
    return `up and down exclude each other, ${says}`;
  return undefined;
};

export const holdCommand = (): Command =>
  withSiteOptions(
    new Command('hold')
      .description('hold an environment up or down until a time')
      .argument('<definition>', 'name of an environment, or path of a file')
      .addOption(new Option('--up', 'hold it up').conflicts('down'))
      .option('--down', 'hold it down')
      .addOption(new Option('--until <time>', 'when the hold ends').conflicts('for'))
      .option('--for <duration>', 'how long the hold lasts')
      .addOption(new Option('--up-until <time>', 'the same as --up --until').conflicts('downUntil'))
      .option('--down-until <time>', 'the same as --down --until')
      .requiredOption('--why <text>', 'reason, shown in status and Slack', whyOf)
      .option('--by <person>', 'owner of the hold (default: the logged-in user)', byOf),
  )
    .option('--json', 'print the hold as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: HoldOptions, command: Command) => {
      const problem = problemOf(options);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const { holdByHand } = await import('../live/hold-by-hand.ts');
      await holdByHand(name, options, person(options.by));
    });
