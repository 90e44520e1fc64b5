import { Command, InvalidArgumentError, Option } from 'commander';
import type { DeployOptions } from '../deploy/options.ts';
import { withSiteOptions, yesMeans } from '../live/site-options.ts';
import { person, whyOf } from '../live/text-options.ts';

const help = `
Checks everything first, then shows what would be created or changed, what it costs a month and what happens tonight, and asks.
Creates one CloudFormation stack, curfew-ENV, and one private bucket of the account for the functions' code. What needs no new
rights, such as another time, is changed without CloudFormation.

The first deployment is paused: nothing stops or starts until curfew resume ENV. Run the same command again after a failure, after
Ctrl-C, or with a changed file: it continues from the existing stack. A state table that an earlier deployment left is taken over.

Exits with 1 if something is missing or the deployment failed, or you said no; with 130 after Ctrl-C.

Examples:
  curfew deploy mine.yaml --plan
  curfew deploy mine.yaml --email ops@example.com
  curfew deploy mine --yes --json | jq .outcome
  echo "$WEBHOOK" | curfew deploy mine --yes --webhook-stdin
  curfew deploy staging --rehearsal`;

const emailOf = (text: string): string => {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) throw new InvalidArgumentError('It is no e-mail address.');
  return text;
};

const parameterOf = (text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const [, key, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError('It is a parameter of the template, like LogRetention=90.');
  return { ...before, [key]: value };
};

export const deployCommand = (): Command =>
  withSiteOptions(
    new Command('deploy')
      .description('deploy the functions that start and stop an environment')
      .argument('<definition>', 'name of an environment, or path of a file')
      .option('--email <address>', 'who gets an e-mail about what cannot be reported in Slack', emailOf)
      .option('--plan', 'only check, and show what would be done; nothing is changed')
      .option('--paused', 'pause the schedule, as the first deployment does')
      .option('--why <text>', 'reason, shown in the history of the definition', whyOf)
      .addOption(
        new Option(
          '--parameter <key=value>',
          'parameter of the template, such as LogRetention=90; may be repeated',
        ).argParser(parameterOf),
      )
      .option('--bucket <name>', "bucket for the functions' code (default: curfew-artifacts-ACCOUNT-REGION)")
      .option('--webhook-stdin', "read the address of Slack's webhook from stdin, for its secret if that is missing"),
  )
    .option('--yes', yesMeans)
    .option('--json', 'print only the outcome as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: DeployOptions) => {
      const { deployEnvironment } = await import('../deploy/deploy-environment.ts');
      process.exitCode = await deployEnvironment(name, options, person(undefined));
    });
