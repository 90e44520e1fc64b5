// From a scenario file to a scenario. Whatever is wrong ends as an `InputError` that names file, line, path and remedy.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { loadDefinition, parseDefinition } from '#config/load.ts';
import { type Problem, problemsText } from '#config/problem.ts';
import { didYouMean } from '#config/suggest.ts';
import { readYaml, type YamlFile } from '#config/yaml-file.ts';
import type { Definition } from '#domain/definition.ts';
import { InputError } from '#domain/errors.ts';
import { defaultNight } from './default-night.ts';
import type { Fault } from './faults.ts';
import type { ResourceWorld, Scenario, TimelineEntry } from './scenario.ts';
import { type ScenarioFile, scenarioSchema, type TimelineFileEntry, worldOf } from './scenario-schema.ts';

type Path = Problem['path'];

const pathOf = (path: readonly PropertyKey[]): (string | number)[] =>
  path.map((part) => (typeof part === 'number' ? part : String(part)));

const timelineKeys = ['invoke', 'deliver', 'set', 'fault', 'crash', 'schedules', 'slack'];

/** Of the forms an entry of the timeline may have, the one whose key it has. */
const branchMeant = (branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] =>
  branches.toSorted((a, b) => missingKeys(a) - missingKeys(b) || a.length - b.length)[0] ?? [];

const missingKeys = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.filter(
    (issue) => issue.code === 'unrecognized_keys' || (issue.path.length === 1 && issue.code === 'invalid_type'),
  ).length;

const problemsOf = (issue: z.core.$ZodIssue, above: Path): Problem[] => {
  const path = [...above, ...pathOf(issue.path)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      at: 'key',
      what: 'unknown key',
      remedy:
        path[0] === 'timeline' && path.length === 2
          ? didYouMean(key, timelineKeys)
          : 'remove it, or see docs/scenarios.md',
    }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return branchMeant(issue.errors).flatMap((inner) => problemsOf(inner, path));
  return [{ path, at: 'value', what: issue.message, remedy: 'see docs/scenarios.md' }];
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new InputError(
      code === 'ENOENT'
        ? `${path} does not exist; give the path of a scenario file`
        : `${path} cannot be read: ${code}`,
    );
  }
};

/** A path relative to the scenario file, or the definition itself. */
const definitionOf = (environment: ScenarioFile['environment'], file: string): Definition =>
  typeof environment === 'string'
    ? loadDefinition(resolve(dirname(file), environment))
    : parseDefinition(stringify(environment), `${file} (environment)`);

/** What only the definition can tell: names of resources, and what may be said about each kind. */
const relations = (definition: Definition) => {
  const problems: Problem[] = [];
  const kinds = new Map(definition.resources.map(({ name, kind }) => [name as string, kind]));
  const check = (name: string, facts: unknown, path: Path, factsPath: Path): ResourceWorld => {
    const kind = kinds.get(name);
    if (kind === undefined) {
      problems.push({
        path,
        at: 'value',
        what: `there is no resource \`${name}\` in ${definition.environment}`,
        remedy: didYouMean(name, [...kinds.keys()]),
      });
      return {};
    }
    const parsed = worldOf(kind).safeParse(facts);
    if (parsed.success) return parsed.data;
    problems.push(...parsed.error.issues.flatMap((issue) => problemsOf(issue, factsPath)));
    return {};
  };
  const known = (name: string | undefined, path: Path): void =>
    void (name === undefined || check(name, {}, path, path));
  return { problems, check, known };
};

const faultOf = ({
  operation,
  resource,
  error,
  lostResponse,
  times,
  every,
  until,
}: Extract<TimelineFileEntry, { fault: unknown }>['fault']): Fault => ({
  operation,
  ...(resource === undefined ? {} : { resource }),
  ...(error === undefined ? {} : { error }),
  ...(lostResponse ? { lostResponse } : {}),
  ...(times === undefined ? {} : { times }),
  ...(every === undefined ? {} : { every }),
  ...(until === undefined ? {} : { untilMs: until }),
});

const timelineEntry = (
  entry: TimelineFileEntry,
  path: Path,
  { check, known }: ReturnType<typeof relations>,
): TimelineEntry => {
  const { at } = entry;
  if ('invoke' in entry) return { at, do: 'invoke', ...entry.invoke };
  if ('deliver' in entry) return { at, do: 'deliver', ...entry.deliver };
  if ('crash' in entry) return { at, do: 'crash', ...entry.crash };
  if ('schedules' in entry) return { at, do: 'lose-schedules', untilMs: entry.schedules.until };
  if ('slack' in entry) {
    const { retryAfterSeconds, ...rest } = entry.slack;
    return { at, do: 'slack', ...rest, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  if ('fault' in entry) {
    known(entry.fault.resource, [...path, 'fault', 'resource']);
    return { at, do: 'fault', fault: faultOf(entry.fault) };
  }
  const { resource, ...facts } = entry.set;
  return { at, do: 'set', resource, facts: check(resource, facts, [...path, 'set', 'resource'], [...path, 'set']) };
};

const build = (content: ScenarioFile, definition: Definition, yaml: YamlFile, file: string): Scenario => {
  const related = relations(definition);
  const world = Object.fromEntries(
    Object.entries(content.world).map(([name, facts]) => [
      name,
      related.check(name, facts, ['world', name], ['world', name]),
    ]),
  );
  for (const [index, { watches }] of content.alarms.entries()) related.known(watches, ['alarms', index, 'watches']);
  const timeline = content.timeline.map((entry, index) => timelineEntry(entry, ['timeline', index], related));
  const night = content.clock ? { fromMs: content.clock.from, toMs: content.clock.to } : defaultNight(definition);
  if (night.toMs <= night.fromMs)
    related.problems.push({
      path: ['clock', 'to'],
      at: 'value',
      what: 'is not after `from`',
      remedy: 'let the scenario end after it begins',
    });
  if (related.problems.length > 0)
    throw new InputError(problemsText(file, related.problems.map(yaml.locate), 'scenario'));
  return { name: content.name, definition, seed: content.seed, ...night, world, alarms: content.alarms, timeline };
};

/** Reads and checks a scenario file. Throws `InputError`. */
export const loadScenario = (file: string): Scenario => {
  const yaml = readYaml(readText(file));
  const parsed = scenarioSchema.safeParse(yaml.content ?? {});
  const wrong =
    yaml.content === undefined ? [] : (parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, []));
  const problems = [...yaml.problems, ...wrong.map(yaml.locate)];
  if (problems.length > 0 || !parsed.success) throw new InputError(problemsText(file, problems, 'scenario'));
  return build(parsed.data, definitionOf(parsed.data.environment, file), yaml, file);
};
