import { Command, Option } from 'commander';
import type { SilenceOptions } from '../live/silence-by-hand.ts';
import { withSiteOptions } from '../live/site-options.ts';
import { byOf, nameOf, person, whyOf } from '../live/text-options.ts';

const help = `
Messages whose subject (an alarm, a database, a budget) matches the pattern are counted, not posted. When the silence ends, a
message sums them up and names what is still in alarm. \`curfew status\` lists silences.

Examples:
  curfew silence atlas-scoring-high-cpu --for 2h --why "load test"
  curfew silence atlas-scoring-high-cpu --until "tomorrow 10:00" --why "load test"
  curfew silence 'atlas-*-queue-*' --for 30m --why "migration" --environment prod
  curfew silence 'atlas-*-queue-*' --end
  curfew silence --end                                all silences of the environment`;

/** Nobody knows later what a silence without a reason was for. */
const missingOf = (pattern: string | undefined, { for: lasts, until, why }: SilenceOptions): string[] => [
  ...(pattern === undefined ? ['the name of an alarm or resource'] : []),
  ...((lasts ?? until) === undefined ? ['--for or --until'] : []),
  ...((why ?? '').trim() === '' ? ['--why'] : []),
];

/** As it is typed: a shell takes `*` for itself. */
const shown = (pattern = 'NAME'): string =>
  /^[\w.:/-]+$/.test(pattern) ? pattern : `'${pattern.replaceAll("'", '')}'`;

export const silenceCommand = (): Command =>
  withSiteOptions(
    new Command('silence')
      .description('silence messages about an alarm or resource for a while')
      .argument('[pattern]', 'name of the alarm or resource; * matches anything', nameOf)
      .option('--environment <definition>', 'name of an environment, or path of a file', 'staging')
      .addOption(new Option('--for <duration>', 'how long: 30m, 2h, 3d').conflicts('until'))
      .option('--until <time>', 'when it ends: 22:00, "tomorrow 10:00", ISO 8601')
      .option('--why <text>', 'reason, shown in status and Slack', whyOf)
      .option('--by <person>', 'owner of the silence (default: the logged-in user)', byOf)
      .addOption(new Option('--end', 'end it now; without a pattern, end all').conflicts(['for', 'until', 'why'])),
  )
    .option('--json', 'print what was silenced or ended as JSON')
    .addHelpText('after', help)
    .action(async (pattern: string | undefined, options: SilenceOptions, command: Command) => {
      const { endSilenceByHand, silenceByHand } = await import('../live/silence-by-hand.ts');
      if (options.end) return endSilenceByHand(pattern, options);
      const { why = '' } = options;
      const missing = missingOf(pattern, options);
      if (pattern === undefined || missing.length > 0)
        return command.error(
          `error: missing: ${missing.join(', ')}; for example: curfew silence ${shown(pattern)} --for 2h --why "load test"`,
        );
      return silenceByHand({ pattern, why, by: person(options.by) }, options);
    });
