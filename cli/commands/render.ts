import { Command } from 'commander';
import { complain, print, printJsonText, printLines, terminalWidth } from '../terminal/output.ts';

type Options = {
  readonly environment: string;
  readonly destination?: string;
  readonly html?: string;
  readonly force?: true;
  readonly json?: true;
};

const help = `
EVENT.json is an event as AWS delivers it: from a queue, from SNS, or a message alone; - reads standard input. Nothing is sent.
An event that belongs to no known environment uses the routes of --environment.

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
    .option(
      '--destination <name>',
      'show the payload for this destination: slack, pagerduty, teams, jira, webhook, email',
    )
    .option('--html <file>', 'also write the messages as one HTML page')
    .option('--force', 'overwrite the file of --html')
    .option('--json', 'print [{route, payload}], the payload as Slack or the destination receives it')
    .addHelpText('after', help)
    .action(async (path: string, { environment, destination, html, force, json }: Options) => {
      if (html !== undefined) {
        const { refuseUnwritable } = await import('../files/write-file.ts');
        refuseUnwritable(html, '--html', force);
      }
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
        (json ? complain : print)(`Page written: ${html}`);
      }
      const payloads = kind === undefined ? undefined : await Promise.all(all.map((one) => payloadAt(kind, one)));
      if (json) return printJsonText(renderedJson(all, payloads));
      if (all.length === 0) print('The event contains no message: nothing would be sent.');
      const shown =
        payloads && kind
          ? all.flatMap((one, index) => dataOf(one, payloads[index], kind))
          : all.flatMap((one) => pictureOf(one, terminalWidth()));
      printLines(shown);
    });
