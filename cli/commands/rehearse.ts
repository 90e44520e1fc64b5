import { Command, InvalidArgumentError, Option } from 'commander';

type Options = {
  readonly scenario?: string;
  readonly seed?: number;
  readonly nights?: number;
  readonly json?: true;
  readonly html?: string;
  readonly force?: true;
  readonly share?: true;
  readonly verbose?: true;
};

const help = `
Without a scenario it is an ordinary night: everything is up in the evening, and the schedule stops and starts it. A schedule that
is disabled is rehearsed as if it were enabled. The seed sets durations, task counts and scaling. docs/scenarios.md describes
scenarios.

With --nights N it plays N nights, one per seed from --seed on, with random resources, faults and people. It prints which faults
it played, and every violation of an invariant (a rule that every night must keep) with the command that replays that night.

Exits with 1 if a run ended partial or failed and the scenario does not expect it, if an expectation was not met, or if an
invariant was violated. With --nights only invariants count; Ctrl-C prints what was found so far and exits with 130.

Examples:
  curfew rehearse                                    a night of staging
  curfew rehearse prod --seed 7
  curfew rehearse ./my-environment.yaml
  curfew rehearse --scenario sim/scenarios/slow-database.yaml
  curfew rehearse --nights 1000                      random environments
  curfew rehearse staging --nights 200 --seed 42
  curfew rehearse --html night.html
  curfew rehearse --json | jq 'select(.type == "report")'`;

const seedOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0 to 999999999.');
  return Number(text);
};

const countOf = (text: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 to 9999999.');
  return Number(text);
};

/** Answers with the exit code. */
const playNights = async (count: number, name: string | undefined, options: Options): Promise<number> => {
  const { chosenDefinition, subject } = await import('../night/chosen-night.ts');
  const definition = chosenDefinition(name, options);
  const nights = await import('../nights/nights.ts');
  const request = {
    count,
    first: options.seed ?? 1,
    definition,
    subject: subject(name, options),
    subjectArgs: [...(name === undefined ? [] : [name]), ...(options.scenario ? ['--scenario', options.scenario] : [])],
    json: options.json === true,
  };
  if (!options.share) return nights.playNights(request);
  await nights.playShare(request);
  return 0;
};

/** Answers with the exit code. The functions come with the AWS SDK: a typing error must not wait for that. */
const playNight = async (name: string | undefined, options: Options): Promise<0 | 1> => {
  const { chosenNight, replayCommand } = await import('../night/chosen-night.ts');
  const scenario = chosenNight(name, options);
  const { rehearseNight } = await import('../night/rehearse.ts');
  const { json = false, html, force, verbose = false } = options;
  const replay = replayCommand(name, options, scenario.seed);
  return rehearseNight(scenario, {
    json,
    verbose,
    replay,
    ...(html === undefined ? {} : { html: { file: html, force } }),
  });
};

export const rehearseCommand = (): Command =>
  new Command('rehearse')
    .description('rehearse a night on the simulated AWS with the real functions; no account, no network')
    .argument('[definition]', 'name of an environment, or path of a file (default: staging)')
    .option('--scenario <file>', 'scenario to rehearse: resources, faults, people, expectations')
    .option('--seed <number>', 'durations and chance; the same seed gives the same night', seedOf)
    .option('--nights <number>', 'play that many random nights and check the invariants', countOf)
    .option('--verbose', 'also list what is unchanged, every muted alarm and AWS API calls')
    .option('--json', 'print the trace as JSON Lines')
    .addOption(
      new Option('--html <file>', 'also write one HTML page: a chart of every run, and what happened').conflicts(
        'nights',
      ),
    )
    .option('--force', 'overwrite the file of --html')
    // How this command starts itself on another core.
    .addOption(new Option('--share').hideHelp())
    .addHelpText('after', help)
    .action(async (name: string | undefined, options: Options) => {
      const { nights } = options;
      process.exitCode = await (nights === undefined ? playNight(name, options) : playNights(nights, name, options));
    });
