import { Command } from 'commander';

const help = `
Exits with 2 when one of them is not valid, and says where and what to do about it. Several are also checked against each other:
two environments must not stop and start the same thing. What is allowed and probably not meant is
a warning (⚠): a week with a gap, a region that AWS does not have, dependencies that look forgotten.

Examples:
  curfew validate
  curfew validate staging prod
  curfew validate ./my-environment.yaml
  curfew validate --json | jq -r 'select(.valid | not) | .problem'
  curfew validate --json | jq -r '.problems[] | "\\(.severity): \\(.message)"'`;

export const validateCommand = (): Command =>
  new Command('validate')
    .description('check environment definitions; all of them by default')
    .argument('[definition...]', 'name of an environment, or path of a file')
    .option('--json', 'print one JSON object per definition, a line each')
    .addHelpText('after', help)
    .action(async (names: string[], { json = false }: { readonly json?: boolean }) => {
      const { checkDefinitions } = await import('../files/check-definitions.ts');
      const { allNames } = await import('../files/environments.ts');
      if (!checkDefinitions(names.length > 0 ? names : allNames(), json)) process.exitCode = 2;
    });
