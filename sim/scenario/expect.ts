// From `expect:` to expectations. What can never be met is refused before anything is played.

import type * as z from 'zod';
import type { Definition } from '#definition/definition.ts';
import type { LocatedProblem, Path, Problem } from '#definition/problem.ts';
import { didYouMean } from '#definition/suggest.ts';
import { allTargets } from '#definition/targets.ts';
import type { AlarmWorld } from '../aws/alarm-states.ts';
import { check } from './check.ts';
import {
  type ExpectPart,
  expectedAlarm,
  expectedMessage,
  expectedNotice,
  expectedReport,
  expectedRun,
  expectedState,
} from './expect-schema.ts';
import type { Expectation, ExpectedReport, ExpectedRun, PlacedExpectation } from './expectation.ts';
import type { Relations } from './relations.ts';
import type { ResourceWorld, TimelineEntry } from './scenario.ts';
import { kindsWithFact, stateFacts } from './state-facts.ts';

type Context = {
  readonly file: string;
  readonly locate: (problem: Problem) => LocatedProblem;
  readonly relations: Relations;
  /** Of every environment; none where the first is not valid. */
  readonly definitions: readonly Definition[];
  readonly alarms: readonly AlarmWorld[];
  /** The statuses that the scenario itself puts resources into. */
  readonly statusesSet: ReadonlySet<string>;
};

type Span = { readonly from?: number | undefined; readonly until?: number | undefined };

/** Statuses of the world and of the timeline. */
export const statusesSetIn = (
  world: Readonly<Record<string, ResourceWorld>>,
  timeline: readonly TimelineEntry[],
): ReadonlySet<string> =>
  new Set(
    [...Object.values(world), ...timeline.flatMap((entry) => (entry.do === 'set' ? [entry.facts] : []))].flatMap(
      ({ status }) => status ?? [],
    ),
  );

const placed = (expectation: Expectation, path: Path, at: Problem['at'], { file, locate }: Context) => {
  const { line, col } = locate({ path, at, what: '', remedy: '' });
  return { ...expectation, path, place: `${file}:${line}:${col}` };
};

const checkSpan = ({ from, until }: Span, path: Path, { relations }: Context): void => {
  if (from !== undefined) relations.happens(from, [...path, 'from']);
  if (from === undefined || until === undefined || from < until) return;
  relations.add({
    path: [...path, 'until'],
    at: 'value',
    what: 'is not after `from`',
    remedy: 'let it end later, or remove one of the two',
  });
};

const fine: ReadonlySet<string> = new Set(['done', 'skipped']);
const withoutResources: ReadonlySet<string> = new Set(['duplicate', 'stale', 'refused', 'skipped']);

/** Outcomes that exclude each other. */
const checkOutcomes = (
  { outcome, resources = {} }: Pick<ExpectedReport, 'outcome' | 'resources'>,
  path: Path,
  { relations }: Context,
): void => {
  for (const [name, expected] of Object.entries(resources)) {
    const place = { path: [...path, 'resources', name], at: 'key' } as const;
    relations.known(name, place);
    if (outcome === 'done' && !fine.has(expected.outcome))
      relations.add({
        ...place,
        what: `a run with outcome done has no resource with outcome ${expected.outcome}`,
        remedy: 'expect `partial` or `failed` of the run, or `done` of the resource',
      });
    else if (outcome !== undefined && withoutResources.has(outcome))
      relations.add({
        ...place,
        what: `a run with outcome ${outcome} does not act on resources`,
        remedy: 'remove `resources`, or expect another outcome',
      });
  }
};

const checkRun = (run: ExpectedRun | ExpectedReport, path: Path, context: Context): void => {
  checkOutcomes({ resources: {}, ...run }, path, context);
  checkSpan(run as Span, path, context);
};

const runsOf = (entries: readonly unknown[], context: Context): PlacedExpectation[] => {
  const path = ['expect', 'runs'];
  const runs = entries.flatMap((entry, index) => {
    const checked = check<ExpectedRun>(expectedRun, entry, [...path, index]);
    context.relations.add(...checked.problems);
    if (checked.data) checkRun(checked.data, [...path, index], context);
    return checked.data ?? [];
  });
  return [placed({ of: 'runs', runs }, path, 'key', context)];
};

/** Each entry of a list, by a schema of its own and by what only the definition and the night show. */
const eachOf = <T extends Span>(
  key: 'reports' | 'messages' | 'notices' | 'alarms',
  entries: readonly unknown[] = [],
  schema: z.ZodType<T>,
  context: Context,
  make: (entry: T, path: Path) => Expectation,
): PlacedExpectation[] =>
  entries.flatMap((entry, index) => {
    const path = ['expect', key, index];
    const { data, problems } = check(schema, entry, path);
    context.relations.add(...problems);
    if (data === undefined) return [];
    checkSpan(data, path, context);
    return [placed(make(data, path), path, 'value', context)];
  });

const knownChannel = (channel: string | undefined, path: Path, { definitions, relations }: Context): void => {
  if (channel === undefined || definitions.length === 0) return;
  const channels = definitions.flatMap(allTargets).flatMap((one) => (one.kind === 'slack' ? one.channel : []));
  if (channels.includes(channel)) return;
  const what = `nothing is posted to \`${channel}\``;
  relations.add({ path: [...path, 'channel'], at: 'value', what, remedy: didYouMean(channel, [...new Set(channels)]) });
};

const knownAlarm = (name: string, path: Path, { alarms, relations }: Context): void => {
  if (alarms.some((alarm) => alarm.name === name) || name.startsWith('TargetTracking-')) return;
  const remedy =
    alarms.length > 0
      ? didYouMean(
          name,
          alarms.map((one) => one.name),
        )
      : 'add it to `alarms`';
  relations.add({
    path: [...path, 'name'],
    at: 'value',
    what: `alarm \`${name}\` does not exist in this night`,
    remedy,
  });
};

const listed = new Intl.ListFormat('en-GB');

/** The facts of a kind; a fact that other kinds have is distinguished from a typing mistake. */
const factsOf = (
  { name, facts, at, path }: { name: string; facts: unknown; at: Problem['at']; path: Path },
  { relations, statusesSet }: Context,
): Readonly<Record<string, unknown>> | undefined => {
  const kind = relations.known(name, { path: at === 'value' ? [...path, 'resource'] : path, at });
  if (kind === undefined) return undefined;
  const checked = check(stateFacts(kind, statusesSet), facts, path);
  relations.add(
    ...checked.problems.map((problem) => {
      const owners = kindsWithFact(String(problem.path.at(-1)));
      if (problem.what !== 'unknown key' || owners.length === 0) return problem;
      return { ...problem, what: `a fact of ${listed.format(owners)}, but this is an ${kind}` };
    }),
  );
  return checked.data;
};

const finalStates = (resources: Readonly<Record<string, unknown>>, context: Context): PlacedExpectation[] =>
  Object.entries(resources).flatMap(([resource, entry]) => {
    const path = ['expect', 'resources', resource];
    const facts = factsOf({ name: resource, facts: entry, at: 'key', path }, context);
    const name = context.relations.worldName(resource);
    return facts ? [placed({ of: 'state', resource: name, facts }, path, 'key', context)] : [];
  });

const statesOf = (entries: readonly unknown[], context: Context): PlacedExpectation[] =>
  entries.flatMap((entry, index) => {
    const path = ['expect', 'states', index];
    const { data, problems } = check(expectedState, entry, path);
    context.relations.add(...problems);
    if (data === undefined) return [];
    const { at, resource, ...given } = data;
    context.relations.happens(at, [...path, 'at']);
    const facts = factsOf({ name: resource, facts: given, at: 'value', path }, context);
    const name = context.relations.worldName(resource);
    return facts ? [placed({ of: 'state', resource: name, facts, at }, path, 'value', context)] : [];
  });

export const expectationsOf = (part: ExpectPart, context: Context): PlacedExpectation[] => {
  const { relations } = context;
  const memory = part.memory ?? [];
  for (const [index, name] of memory.entries())
    relations.known(name, { path: ['expect', 'memory', index], at: 'value' });
  return [
    ...(part.runs ? runsOf(part.runs, context) : []),
    ...eachOf('reports', part.reports, expectedReport, context, (report, path) => {
      checkOutcomes(report, path, context);
      return { of: 'report', report };
    }),
    ...finalStates(part.resources ?? {}, context),
    ...statesOf(part.states ?? [], context),
    ...eachOf('messages', part.messages, expectedMessage, context, (message, path) => {
      knownChannel(message.channel, path, context);
      return { of: 'message', message };
    }),
    ...eachOf('notices', part.notices, expectedNotice, context, (notice, path) => {
      if (notice.resource !== undefined) relations.known(notice.resource, { path: [...path, 'resource'], at: 'value' });
      return { of: 'notice', notice };
    }),
    ...eachOf('alarms', part.alarms, expectedAlarm, context, (alarm, path) => {
      knownAlarm(alarm.name, path, context);
      return { of: 'alarm', alarm };
    }),
    ...(part.memory ? [placed({ of: 'memory', resources: memory }, ['expect', 'memory'], 'key', context)] : []),
  ];
};
