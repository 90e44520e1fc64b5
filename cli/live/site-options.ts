// The options of every command that acts on an environment: where it is, and whether it asks.
import { type Command, InvalidArgumentError, Option } from 'commander';

export type SiteOptions = {
  readonly region?: string;
  readonly profile?: string;
  readonly rehearsal?: true;
  readonly scenario?: string;
  readonly seed?: number;
  /** As it was written: what it means depends on the zone of the environment. */
  readonly at?: string;
  /** The file that is deployed in the rehearsal, if not the same. */
  readonly deployed?: string;
  /** The command that does the same on the simulated AWS, for users without credentials. */
  readonly rehearseWith?: string;
};

const seedOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0 to 999999999.');
  return Number(text);
};

export const withSiteOptions = (command: Command): Command =>
  command
    .option('--region <region>', "AWS region (default: the definition's)")
    .option('--profile <name>', 'profile in the AWS configuration files (default: the usual AWS credentials)')
    .option('--rehearsal', 'use the simulated AWS: no account, no network, nothing real changes')
    .addOption(
      new Option('--scenario <file>', 'scenario to rehearse: resources, faults and people').implies({
        rehearsal: true,
      }),
    )
    .addOption(
      new Option('--seed <number>', 'seed of the rehearsal: durations and chance')
        .argParser(seedOf)
        .implies({ rehearsal: true }),
    )
    .addOption(
      new Option('--at <time>', 'moment of the rehearsed night, such as 22:00 (default: its beginning)').implies({
        rehearsal: true,
      }),
    );

/** Of commands that compare the file with what is deployed. */
export const deployedOption = () =>
  new Option('--deployed <file>', 'with --rehearsal: the file that is deployed there (default: the same)').implies({
    rehearsal: true,
  });

/** Of every command that asks. */
export const yesMeans = 'skip the confirmation prompt';

/** Of every command whose output can be long. */
export const verboseMeans = 'also list what is unchanged, and every detail';
