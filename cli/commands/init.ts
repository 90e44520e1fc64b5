import { Command, InvalidArgumentError, Option } from 'commander';
import type { InitOptions } from '../init/options.ts';

const help = `
Only reads: services, databases, caches, MSK clusters and connectors of one region. Tags must all be there; of several prefixes
or stacks one is enough; the prefix may be that of a service's cluster. Without any of them it is everything in the region.

Dependencies are guessed from security groups, Service Connect and the variables of task definitions, and marked as guesses
with what speaks for them. Values of variables are not shown, and secrets are not read. The schedule begins disabled.

Exits with 1 when nothing was found, or when AWS did not tell everything; then what it did tell is written.

Examples:
  curfew init staging --prefix acme-staging
  curfew init staging --tag environment=staging --region eu-west-1
  curfew init staging --stack staging-data --stack staging-workloads --profile dev
  curfew init staging --prefix acme-staging --output draft.yaml --json | jq .leftOut
  curfew init mine --rehearsal --output mine.yaml`;

const collected = (value: string, before: readonly string[] = []): string[] => {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return [...before, value];
};

const tagOf = (value: string, before?: readonly string[]): string[] => {
  if (!/^[^=]+=/.test(value)) throw new InvalidArgumentError('It is a tag like environment=staging.');
  return collected(value, before);
};

export const initCommand = (): Command =>
  new Command('init')
    .description('write a definition of an environment that exists already')
    .argument('<name>', 'what the environment is to be called')
    .option('--region <region>', "AWS region (default: the profile's, or AWS_REGION)")
    .option('--profile <name>', 'profile of the AWS configuration files; otherwise credentials are found as usual')
    .addOption(new Option('--tag <key=value>', 'only what has this tag; may be repeated').argParser(tagOf))
    .option('--prefix <prefix>', 'only what is called like this; may be repeated', collected)
    .option('--stack <stack>', 'only what this CloudFormation stack made; may be repeated', collected)
    .option('--output <file>', 'where to write it (default: environments/NAME.yaml)')
    .option('--force', 'write over a file that is there already')
    .option('--rehearsal', 'on the simulated AWS, which has the resources of NAME or else of staging: no account')
    .addOption(
      new Option('--scenario <file>', 'the world of the rehearsal').implies({
        rehearsal: true,
      }),
    )
    .option('--json', 'print what was found, guessed and left out as one JSON object; the file is written all the same')
    .addHelpText('after', help)
    .action(async (name: string, options: InitOptions) => {
      const { initEnvironment } = await import('../init/init-environment.ts');
      process.exitCode = await initEnvironment(name, options);
    });
