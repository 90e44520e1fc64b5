import { Command, InvalidArgumentError, Option } from 'commander';
import type { InitOptions } from '../init/options.ts';

const help = `
Reads the services, databases, caches, MSK clusters and connectors of one region, what else can be stopped there, and what nothing can
stop, where it has or had a tag. It changes nothing. A resource must have every given tag, and one of the given prefixes and stacks; the
prefix may be that of a service's cluster. Without filters everything in the region is included.

Dependencies are guessed from security groups, Service Connect and the variables of task definitions, and marked as guesses with
their evidence. Values of variables are not shown, and no secret is read but those of --atlas-secret and
--clickhouse-secret. The schedule starts disabled.

Exits with 1 if nothing was found, or if AWS did not answer every request; then what was found is written.

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
    .description('write a definition of an environment that exists in AWS')
    .argument('<name>', 'name of the environment')
    .option('--region <region>', "AWS region (default: the profile's, or AWS_REGION)")
    .option('--profile <name>', 'profile in the AWS configuration files (default: the usual AWS credentials)')
    .addOption(new Option('--tag <key=value>', 'only resources with this tag; may be repeated').argParser(tagOf))
    .option('--prefix <prefix>', 'only resources whose name starts with PREFIX; may be repeated', collected)
    .option('--stack <stack>', 'only resources of this CloudFormation stack; may be repeated', collected)
    .option(
      '--atlas-secret <name>',
      'also MongoDB Atlas, by this secret in Secrets Manager; may be repeated',
      collected,
    )
    .option('--clickhouse-secret <name>', 'also ClickHouse Cloud, by this secret; may be repeated', collected)
    .option('--output <file>', 'file to write (default: environments/NAME.yaml)')
    .option('--force', 'overwrite an existing file')
    .option('--rehearsal', 'use the simulated AWS, which has the resources of NAME or else of staging: no account')
    .addOption(
      new Option('--scenario <file>', 'scenario whose resources the simulated AWS has').implies({
        rehearsal: true,
      }),
    )
    .option('--json', 'print what was found, guessed and left out as one JSON object; the file is written too')
    .addHelpText('after', help)
    .action(async (name: string, options: InitOptions) => {
      const { initEnvironment } = await import('../init/init-environment.ts');
      process.exitCode = await initEnvironment(name, options);
    });
