// The options of every command that acts on an environment: where it is, and whether it asks.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Temporal } from 'temporal-polyfill';

export type SiteOptions = {
  readonly region?: string;
  readonly profile?: string;
  readonly rehearsal?: true;
  readonly scenario?: string;
  readonly seed?: number;
  /** Epoch milliseconds. */
  readonly at?: number;
};

/** With an offset it is an instant; without one it could be meant in any zone. */
export const instantOf = (text: string): number => {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new InvalidArgumentError('It is a time with its offset, like 2026-11-20T23:00-03:00.');
  }
};

const seedOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0 to 999999999.');
  return Number(text);
};

export const withSiteOptions = (command: Command): Command =>
  command
    .option('--region <region>', "AWS region (default: the definition's)")
    .option('--profile <name>', 'profile of the AWS configuration files; otherwise credentials are found as usual')
    .option('--rehearsal', 'on the simulated AWS: no account, nothing real is touched')
    .addOption(
      new Option('--scenario <file>', 'the night of the rehearsal: its world, faults and people').implies({
        rehearsal: true,
      }),
    )
    .addOption(
      new Option('--seed <number>', 'durations and chance of the rehearsal')
        .argParser(seedOf)
        .implies({ rehearsal: true }),
    )
    .addOption(
      new Option(
        '--at <time>',
        'the moment of the rehearsed night, like 2026-11-16T22:00-03:00 (default: its beginning)',
      )
        .argParser(instantOf)
        .implies({ rehearsal: true }),
    );

/** Of every command that asks. */
export const yesMeans = 'go on without asking; asked is nobody but a person at a terminal';
