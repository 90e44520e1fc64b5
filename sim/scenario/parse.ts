// From a scenario file to a scenario. Every error ends as an `InputError` that names file, line, path and remedy; what is wrong
// with one part hides nothing that is wrong with another.
import { readFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { type LocatedProblem, problemsText } from '#definition/problem.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { check } from './check.ts';
import { installedFor } from './default-night.ts';
import { definitionFor } from './definition.ts';
import { expectationsOf, statusesSetIn } from './expect.ts';
import { alarmsOf, clockProblems, nightOf, twiceNamed, worldOf } from './parts.ts';
import { redefiner } from './redefinition.ts';
import { relations } from './relations.ts';
import type { Scenario } from './scenario.ts';
import { scenarioFile, scenarioOutline } from './schema.ts';
import { worldDefinition } from './shared-world.ts';
import { timelineEntry } from './timeline-schema.ts';

const example = 'copy sim/scenarios/night.yaml to start';

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code === 'EISDIR') throw new InputError(`${path} is a directory; give the path of a scenario file in it`);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw new InputError(`${path} cannot be read: ${code}`);
    throw new InputError(`${path} does not exist; give the path of a scenario file, or ${example}`);
  }
};

const refusal = (file: string, problems: readonly LocatedProblem[], below: string | undefined): InputError =>
  new InputError([problemsText(file, problems, 'scenario'), ...(below === undefined ? [] : [below])].join('\n'));

/** `file` is how messages call the text; paths in it are relative to that file. Throws `InputError`. */
export const parseScenario = (text: string, file: string): Scenario => {
  const yaml = readYaml(text);
  if (yaml.content === undefined) throw refusal(file, yaml.problems, undefined);
  if (yaml.content === null && yaml.problems.length === 0) throw new InputError(`${file} is empty; ${example}`);
  const whole = check(scenarioFile, yaml.content, []);
  const parts = scenarioOutline.parse(yaml.content);
  const { definition, problem, message } = definitionFor(parts.environment, text, file);
  const night = nightOf(parts, definition);
  const found = parts.others.map((other, index) => definitionFor(other, text, file, ['others', index]));
  const others = found.flatMap((one) => one.definition ?? []);
  const shared = definition && worldDefinition(definition, others);
  const related = relations(shared, night, redefiner(parts.environment, file));
  related.add(
    ...whole.problems,
    ...clockProblems(parts),
    ...[{ problem }, ...found].flatMap((one) => one.problem ?? []),
  );
  related.add(...twiceNamed([definition, ...others]));
  const world = worldOf(parts.world, related);
  const alarms = alarmsOf(parts.alarms, related);
  const timeline = parts.timeline.flatMap((entry, index) => timelineEntry(entry, ['timeline', index], related) ?? []);
  const statusesSet = statusesSetIn(world, timeline);
  const context = {
    file,
    locate: yaml.locate,
    relations: related,
    definitions: definition ? [definition, ...others] : [],
    alarms,
    statusesSet,
  };
  const expect = parts.expect && expectationsOf(parts.expect, context);
  const problems = [...yaml.problems, ...related.problems.map(yaml.locate)];
  if (problems.length > 0 || !whole.data || !definition || !night)
    throw refusal(
      file,
      problems,
      [message, ...found.map((one) => one.message)].find((one) => one !== undefined),
    );
  const { name, seed } = whole.data;
  return {
    name,
    definition,
    ...(others.length > 0 ? { others } : {}),
    seed,
    ...night,
    ...installedFor(definition, night.fromMs, whole.data.installedFor),
    world,
    alarms,
    timeline,
    ...(expect ? { expect } : {}),
  };
};

/** Reads and checks a scenario file. Throws `InputError`. */
export const loadScenario = (file: string): Scenario => parseScenario(readText(file), file);
