import { Command } from 'commander';

const help = `
Reads the definitions only; curfew status shows what is up and what is down.

Examples:
  curfew ls
  curfew ls --json | jq -r .environment`;

export const lsCommand = (): Command =>
  new Command('ls')
    .description('list the environments that have a definition')
    .option('--json', 'print one JSON object per environment, a line each')
    .addHelpText('after', help)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { listEnvironments } = await import('../files/list-environments.ts');
      process.exitCode = listEnvironments(json);
    });
