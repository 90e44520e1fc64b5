import { Command } from 'commander';

const help = `
Prints the command of the AWS CLI that shows the logs of each deployed function; nothing is read. To see what a run did, use
curfew runs.

Examples:
  curfew logs staging
  curfew logs staging --json | jq -r '.functions[].logGroup'`;

export const logsCommand = (): Command =>
  new Command('logs')
    .description('show where the logs of the deployed functions are')
    .argument('<definition>', 'name of an environment, or path of a file')
    .option('--json', 'print the log groups as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, { json }: { readonly json?: true }) => {
      const { showLogs } = await import('../files/show-logs.ts');
      showLogs(name, json === true);
    });
