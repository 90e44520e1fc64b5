import { Command, InvalidArgumentError, Option } from 'commander';
import type { CalendarOptions } from '../live/show-calendar.ts';
import { withSiteOptions } from '../live/site-options.ts';

const help = `
Lists every start and stop with what becomes of it: closed and half days, working days, holds, the runtime switch and changes of the
clocks are taken into account. With --offline nothing is read from AWS: the file alone, without holds. Write the output of --ics to a file at
a URL, for example with a nightly job, and calendar programs can subscribe to it.

Examples:
  curfew calendar staging
  curfew calendar staging --weeks 6 --offline
  curfew calendar staging --ics --weeks 8
  curfew calendar staging --json | jq .up`;

const weeksOf = (text: string): number => {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 53)
    throw new InvalidArgumentError('It is a whole number from 1 to 53.');
  return Number(text);
};

export const calendarCommand = (): Command =>
  withSiteOptions(
    new Command('calendar')
      .description('show what the schedule does in the coming weeks')
      .argument('<definition>', 'name of an environment, or path of a file')
      .addOption(new Option('--weeks <number>', 'how many weeks').argParser(weeksOf).default(2))
      .addOption(new Option('--offline', 'the file alone: nothing is read from AWS').conflicts('rehearsal'))
      .addOption(new Option('--ics', 'print it as an iCalendar file: when the environment is up').conflicts('json')),
  )
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: CalendarOptions) => {
      const { showCalendar } = await import('../live/show-calendar.ts');
      await showCalendar(name, options);
    });
