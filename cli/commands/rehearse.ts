import { Command, InvalidArgumentError, Option } from 'commander';

type Options = {
  readonly scenario?: string;
  readonly seed?: number;
  readonly nights?: number;
  readonly json?: true;
  readonly html?: string;
  readonly force?: true;
  readonly share?: true;
};

const help = `
Without a scenario it is an ordinary night: everything is up in the evening, the stop and the start come by schedule, and
the seed draws durations, task counts and scaling. docs/scenarios.md tells what a scenario can change.

With --nights so many nights are played, one per seed from --seed on, with random worlds, faults and people; what an
invariant does not allow is printed with the command that plays that night again.

Exits with 1 when a run ended partial or failed that the scenario does not expect to, an expectation of it was not met, or an
invariant was violated; with --nights only the latter counts, and Ctrl-C ends with what was found so far (exit code 130 if that
is nothing).

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

/** Answers with the exit code. The functions come with the AWS SDK: whoever has mistyped does not wait for that. */
const playNight = async (name: string | undefined, options: Options): Promise<0 | 1> => {
  const { chosenNight, replayCommand } = await import('../night/chosen-night.ts');
  const scenario = chosenNight(name, options);
  const { rehearseNight } = await import('../night/rehearse.ts');
  const { json = false, html, force } = options;
  const replay = replayCommand(name, options, scenario.seed);
  return rehearseNight(scenario, { json, replay, ...(html === undefined ? {} : { html: { file: html, force } }) });
};

export const rehearseCommand = (): Command =>
  new Command('rehearse')
    .description('rehearse a night on the simulated AWS with the functions that will run it; no account, no network')
    .argument('[definition]', 'name of an environment, or path of a file (default: staging)')
    .option('--scenario <file>', 'the night to rehearse: world, faults, people, what is expected')
    .option('--seed <number>', 'durations and chance; the same seed gives the same trace', seedOf)
    .option('--nights <number>', 'play so many random nights and tell which invariant broke in which of them', countOf)
    .option('--json', 'print the trace as JSON Lines, and nothing else')
    .addOption(
      new Option(
        '--html <file>',
        'also write the night as one page: a chart of every run, and what happened',
      ).conflicts('nights'),
    )
    .option('--force', 'write the page over a file that is there already')
    // How this command begins itself on another core.
    .addOption(new Option('--share').hideHelp())
    .addHelpText('after', help)
    .action(async (name: string | undefined, options: Options) => {
      const { nights } = options;
      process.exitCode = await (nights === undefined ? playNight(name, options) : playNights(nights, name, options));
    });
