import { Command, InvalidArgumentError } from 'commander';
import logUpdate from 'log-update';
import { InputError } from '#domain/errors.ts';
import { pause } from '#runtime/pause.ts';
import { ordinaryNight } from '#sim/default-night.ts';
import { violationsOf } from '#sim/invariants.ts';
import { loadScenario } from '#sim/parse-scenario.ts';
import { initialStatuses, type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario.ts';
import { type Traced, traceLine } from '#sim/trace.ts';
import { definitionFor } from '../environments.ts';
import { nightLine } from '../night-lines.ts';
import { picture } from '../night-picture.ts';
import { newNight, take } from '../night-state.ts';
import { summary } from '../night-summary.ts';
import { print } from '../output.ts';

type Options = { readonly scenario?: string; readonly seed?: number; readonly json?: true };

/** Real time per jump of the virtual clock while a run is watched. */
const frameMs = 16;

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
};

const scenarioFor = (name: string | undefined, { scenario: file, seed }: Options): Scenario => {
  if (file === undefined) return ordinaryNight(definitionFor(name ?? 'staging'), seed ?? 1);
  if (name !== undefined)
    throw new InputError('a scenario names its environment itself; give either an environment or --scenario');
  const scenario = loadScenario(file);
  return seed === undefined ? scenario : { ...scenario, seed };
};

const replayCommand = (name: string | undefined, { scenario }: Options, seed: number): string =>
  `curfew rehearse ${scenario === undefined ? (name ?? 'staging') : `--scenario ${scenario}`} --seed ${seed}`;

const asJson = (scenario: Scenario): Promise<Rehearsal> =>
  rehearse(scenario, { onLine: (line) => print(traceLine(line, scenario.definition.timeZone)) });

const asLines = async (scenario: Scenario): Promise<Rehearsal> => {
  const show = (line: Traced): void => {
    const text = nightLine(line, scenario.definition.timeZone);
    if (text !== undefined) print(text);
  };
  print(`Rehearsing ${scenario.name} on the simulated AWS, seed ${scenario.seed}`);
  const rehearsal = await rehearse(scenario, { onLine: show });
  print();
  for (const line of summary(rehearsal)) print(line);
  return rehearsal;
};

/** A few seconds for a night: every jump of the clock is a frame while a run goes on, the hours between are skipped. */
const asPicture = async (scenario: Scenario): Promise<Rehearsal> => {
  const night = newNight(scenario, initialStatuses(scenario));
  const draw = (): void => logUpdate(picture(night).join('\n'));
  const rehearsal = await rehearse(scenario, {
    onLine: (line) => take(night, line),
    onAdvance: async (ms) => {
      draw();
      night.at = ms;
      if (night.run && night.run.endedAt === undefined) await pause(frameMs);
    },
  });
  draw();
  logUpdate.done();
  print();
  for (const line of summary(rehearsal)) print(line);
  return rehearsal;
};

const judge = (rehearsal: Rehearsal, replay: string, json: boolean): void => {
  const { timeZone } = rehearsal.scenario.definition;
  const violations = violationsOf(rehearsal);
  for (const { at, invariant, detail } of violations) {
    const line: Traced = { at, event: { type: 'violation', invariant, detail, replay } };
    print(json ? traceLine(line, timeZone) : `${nightLine(line, timeZone)}\n  replay: ${replay}`);
  }
  const wentWrong = rehearsal.reports.some(({ outcome }) => outcome === 'partial' || outcome === 'failed');
  const broke = rehearsal.lines.some(({ event }) => event.type === 'invocation' && event.phase === 'failed');
  if (violations.length > 0 || wentWrong || broke) process.exitCode = 1;
};

export const rehearseCommand = (): Command =>
  new Command('rehearse')
    .description('rehearse a night on the simulated AWS with the functions that will run it; no account, no network')
    .argument('[definition]', 'name of an environment, or path of a file (default: staging)')
    .option('--scenario <file>', 'the night to rehearse: world, faults and people, see docs/scenarios.md')
    .option('--seed <number>', 'durations and chance; the same seed gives the same trace', whole)
    .option('--json', 'print the trace as JSON Lines')
    .addHelpText(
      'after',
      '\nExits with 1 when a run ended partial or failed, or when an invariant was violated.\n\nExamples:\n  curfew rehearse staging\n  curfew rehearse staging --seed 7 --json\n  curfew rehearse --scenario sim/scenarios/slow-database.yaml',
    )
    .action(async (name: string | undefined, options: Options) => {
      const scenario = scenarioFor(name, options);
      const json = options.json === true;
      const play = json ? asJson : process.stdout.isTTY ? asPicture : asLines;
      judge(await play(scenario), replayCommand(name, options, scenario.seed), json);
    });
