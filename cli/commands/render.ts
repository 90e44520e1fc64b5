import { Command } from 'commander';
import { print } from '../terminal/output.ts';

type Options = {
  readonly environment: string;
  readonly destination?: string;
  readonly html?: string;
  readonly force?: true;
  readonly json?: true;
};

const help = `
EVENT.json is an event as AWS delivers it: of a queue, of SNS, or a message alone; - reads standard input. Nothing is sent.
What belongs to no environment for certain takes the routes of the one given by --environment.

Examples:
  curfew render test/fixtures/notifications/metric-alarm.json
  curfew render alarm.json --environment prod
  curfew render alarm.json --destination pagerduty
  curfew render alarm.json --html alarm.html
  curfew render alarm.json --json | jq '.[0].payload'`;

export const renderCommand = (): Command =>
  new Command('render')
    .description('show what would be sent for an event, and where; nothing is sent')
    .argument('<event>', 'file with the event in JSON, or - for standard input')
    .option('--environment <definition>', 'name of an environment, or path of a file', 'staging')
    .option('--destination <name>', 'show what this one would get: slack, pagerduty, teams, jira, webhook, email')
    .option('--html <file>', 'also write the messages as a page')
    .option('--force', 'write over the file of --html')
    .option('--json', 'print [{route, payload}], the payload as Slack or the destination would get it')
    .addHelpText('after', help)
    .action(async (path: string, { environment, destination, html, force, json }: Options) => {
      const { readEvent } = await import('../files/event-file.ts');
      const { dataOf, definitionsFor, pictureOf, presentedEvent, renderedJson } = await import(
        '../files/rendered-event.ts'
      );
      const all = presentedEvent(readEvent(path), definitionsFor(environment));
      const { destinationNamed, payloadAt } = await import('../files/rendered-destination.ts');
      const kind = destination === undefined ? undefined : destinationNamed(destination);
      if (html !== undefined) {
        const { messagesPage } = await import('../files/messages-page.ts');
        const { writeFile } = await import('../files/write-file.ts');
        writeFile(html, messagesPage(all), '--html', force);
      }
      const payloads = kind === undefined ? undefined : await Promise.all(all.map((one) => payloadAt(kind, one)));
      if (json) return print(renderedJson(all, payloads));
      if (all.length === 0) print('No message in it: nothing would be sent.');
      const shown = payloads
        ? all.flatMap((one, index) => dataOf(one, payloads[index]))
        : all.flatMap((one) => pictureOf(one, process.stdout.columns));
      for (const line of shown) print(line);
    });
