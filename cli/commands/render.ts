import { Command } from 'commander';
import { print } from '../terminal/output.ts';

type Options = { readonly environment: string; readonly json?: true };

const help = `
EVENT.json is an event as AWS delivers it: of a queue, of SNS, or a message alone; - reads standard input. Nothing is sent.
What belongs to no environment for certain takes the routes of the one given by --environment.

Examples:
  curfew render test/fixtures/notifications/metric-alarm.json
  curfew render alarm.json --environment prod
  curfew render alarm.json --json | jq '.[0].payload'`;

export const renderCommand = (): Command =>
  new Command('render')
    .description('show what would be posted to Slack for an event, and where; nothing is sent')
    .argument('<event>', 'file with the event in JSON, or - for standard input')
    .option('--environment <definition>', 'name of an environment, or path of a file', 'staging')
    .option('--json', 'print [{route, payload}], the payload as Slack would get it')
    .addHelpText('after', help)
    .action(async (path: string, { environment, json }: Options) => {
      const { readEvent } = await import('../files/event-file.ts');
      const { definitionsFor, pictureOf, presentedEvent, renderedJson } = await import('../files/rendered-event.ts');
      const all = presentedEvent(readEvent(path), definitionsFor(environment));
      if (json) return print(renderedJson(all));
      if (all.length === 0) print('No message in it: nothing would be posted.');
      for (const line of all.flatMap((one) => pictureOf(one, process.stdout.columns))) print(line);
    });
