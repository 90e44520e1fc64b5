import { Command, InvalidArgumentError, Option } from 'commander';
import type { SilenceOptions } from '../live/silence-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';
import { byOf, nameOf, person, whyOf } from '../live/text-options.ts';

const help = `
What the name of an alarm, a database, a budget, … fits is not posted until then, but counted; when the silence is over, a message
says what there was, and what is still in alarm. \`curfew status\` lists silences.

Examples:
  curfew silence atlas-scoring-high-cpu --for 2h --why "load test"
  curfew silence 'atlas-*-queue-*' --for 30m --why "migration" --environment prod
  curfew silence 'atlas-*-queue-*' --end
  curfew silence --end                                all of the environment`;

const unitMs = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 } as const;

const durationOf = (text: string): number => {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new InvalidArgumentError('It is a duration like 30m, 2h or 3d.');
  return Number(count) * unitMs[unit as keyof typeof unitMs];
};

export const silenceCommand = (): Command =>
  withSiteOptions(
    new Command('silence')
      .description('count messages about a name instead of posting them, for a while')
      .argument('[pattern]', 'name of the alarm or resource; * stands for anything', nameOf)
      .option('--environment <definition>', 'name of an environment, or path of a file', 'staging')
      .addOption(new Option('--for <duration>', 'for how long: 30m, 2h, 3d').argParser(durationOf))
      .option('--why <text>', 'why, for whoever wonders', whyOf)
      .option('--by <person>', 'whose silence it is (default: who is logged in)', byOf)
      .addOption(new Option('--end', 'end it now; without a pattern all of them').conflicts(['for', 'why'])),
  )
    .option('--json', 'print what was silenced or ended as JSON')
    .addHelpText('after', help)
    .action(async (pattern: string | undefined, options: SilenceOptions, command: Command) => {
      const { endSilenceByHand, silenceByHand } = await import('../live/silence-by-hand.ts');
      if (options.end) return endSilenceByHand(pattern, options);
      const { for: forMs, why } = options;
      if (pattern === undefined || forMs === undefined || why === undefined)
        return command.error('error: say what, for how long and why: curfew silence NAME --for 2h --why "load test"');
      return silenceByHand({ pattern, forMs, why, by: person(options.by) }, options);
    });
