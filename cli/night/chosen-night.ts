// The night that the options of a command ask for.

import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { definitionFor } from '../files/environments.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';

const usualSeed = 1;

const isFine = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

/** Reads one kind of file; if it is the other kind, says how that one is rehearsed. */
const reading = <T>(read: () => T, readOther: () => unknown, remedy: string): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError && isFine(readOther)) throw new InputError(remedy);
    throw error;
  }
};

/** A schedule that is off, as `curfew init` writes it, is rehearsed as if it were on: otherwise there is nothing to see. */
const nightOf = (environment: string, seed: number): Scenario => {
  const remedy = `${environment} is a scenario, not an environment: curfew rehearse --scenario ${environment}`;
  const read = () => definitionFor(environment);
  const definition = reading(read, () => loadScenario(environment), remedy);
  const { schedule } = definition;
  if (schedule.enabled) return ordinaryNight(definition, seed);
  const enabled = { ...definition, schedule: { ...schedule, enabled: true } };
  return { ...ordinaryNight(enabled, seed), isAsIfEnabled: true };
};

const scenarioIn = (file: string): Scenario => {
  const remedy = `${file} is an environment, not a scenario: curfew rehearse ${file}`;
  return reading(
    () => loadScenario(file),
    () => definitionFor(file),
    remedy,
  );
};

type Choice = { readonly scenario?: string; readonly seed?: number };

/** Throws `InputError`. */
export const chosenNight = (environment: string | undefined, { scenario: file, seed }: Choice): Scenario => {
  if (file === undefined) return nightOf(environment ?? 'staging', seed ?? usualSeed);
  if (environment !== undefined)
    throw new InputError('a scenario names its environment: give either an environment or --scenario');
  return { ...scenarioIn(file), ...(seed === undefined ? {} : { seed }) };
};

/** The environment that many nights are about; nothing where they are to be about random ones. Throws `InputError`. */
export const chosenDefinition = (environment: string | undefined, choice: Choice): Definition | undefined =>
  environment === undefined && choice.scenario === undefined ? undefined : chosenNight(environment, choice).definition;

/** A night of a definition in the world of a scenario about the same environment. Throws `InputError`. */
export const plannedNight = (definition: Definition, file: string | undefined): Scenario => {
  if (file === undefined) return ordinaryNight(definition, usualSeed);
  const scenario = loadScenario(file);
  const { environment } = scenario.definition;
  if (environment !== definition.environment)
    throw new InputError(
      `${file} is about ${environment}, not ${definition.environment}: name ${environment}, or give a scenario about ${definition.environment}`,
    );
  return { ...scenario, definition };
};

/** How the command names what is rehearsed: nothing, a name, a path or `--scenario …`. */
export const subject = (environment: string | undefined, { scenario }: Choice): string => {
  if (scenario !== undefined) return `--scenario ${shellQuoted(scenario)}`;
  return environment === undefined ? '' : shellQuoted(environment);
};

/** What shows the same night again. */
export const replayCommand = (environment: string | undefined, choice: Choice, seed: number): string =>
  `curfew rehearse ${subject(environment, choice) || 'staging'} --seed ${seed}`;
