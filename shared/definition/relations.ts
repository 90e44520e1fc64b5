// What the parts of a file have to do with each other: names that must exist, cycles, things named twice. Every check
// takes the file as it was read, so that a mistake elsewhere hides nothing.
import * as z from 'zod';
import { findCycle, type Graph } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import { operationLimits, operationsNeeded } from '#kinds/operations.ts';
import { definitionOf, isKind, type Resource } from '#kinds/resource.ts';
import { cleanupProblems } from './cleanup-relations.ts';
import { destinationProblems, topicsOf } from './destination-relations.ts';
import type { Path, Problem } from './problem.ts';
import { awakeOnProblems, calendarProblems, scheduleProblems } from './schedule-relations.ts';
import { didYouMean } from './suggest.ts';

type Entry = Readonly<Record<string, unknown>>;

const entry = z.record(z.string(), z.unknown()).catch({});

/** The parts of a file that can be read, also where others are wrong. */
const outline = z
  .object({
    environment: z.unknown().optional(),
    schedule: entry,
    calendars: z.record(z.string(), entry).catch({}),
    resources: z.record(z.string(), entry).catch({}),
    notifications: z
      .looseObject({ routes: z.array(entry).catch([]), topics: z.array(z.unknown()).catch([]) })
      .catch({ routes: [], topics: [], missing: true }),
    cleanup: entry,
  })
  .catch({
    environment: undefined,
    schedule: {},
    calendars: {},
    resources: {},
    notifications: { routes: [], topics: [], missing: true },
    cleanup: {},
  });
type Outline = z.output<typeof outline>;

const problem = (path: Path, what: string, remedy: string): Problem => ({ path, at: 'value', what, remedy });

const dependenciesOf = (resource: Entry | undefined): unknown[] =>
  Array.isArray(resource?.dependsOn) ? resource.dependsOn : [];

const unknownDependencies = ({ resources }: Outline): Problem[] => {
  const names = Object.keys(resources);
  return names.flatMap((name) => {
    const others = names.filter((other) => other !== name);
    return dependenciesOf(resources[name]).flatMap((dependency, index) => {
      const path = ['resources', name, 'dependsOn', index];
      if (typeof dependency !== 'string' || others.includes(dependency)) return [];
      if (dependency === name) return problem(path, `\`${name}\` depends on itself`, 'remove it');
      return problem(path, `resource \`${dependency}\` does not exist`, didYouMean(dependency, others));
    });
  });
};

/** More of them are one mistake made many times. */
const cyclesMax = 20;

const cyclesOf = (graph: Graph, most = cyclesMax): ResourceName[][] => {
  const cycle = most > 0 ? findCycle(graph) : undefined;
  const [from, to] = cycle?.slice(-2) ?? [];
  if (!cycle || from === undefined) return [];
  const opened = new Map(graph).set(from, graph.get(from)?.filter((dependency) => dependency !== to) ?? []);
  return [cycle, ...cyclesOf(opened, most - 1)];
};

const cycles = ({ resources }: Outline): Problem[] => {
  const names = Object.keys(resources) as ResourceName[];
  const edges = (name: ResourceName) =>
    names.filter((other) => other !== name && dependenciesOf(resources[name]).includes(other));
  return cyclesOf(new Map(names.map((name) => [name, edges(name)]))).map((cycle) => {
    const [from = '', to = ''] = cycle.slice(-2);
    const path = ['resources', from, 'dependsOn', dependenciesOf(resources[from]).indexOf(to)];
    return problem(path, `a dependency cycle that can never start: ${cycle.join(' → ')}`, 'remove one of these');
  });
};

const identityKeys = (kind: unknown): readonly string[] => (isKind(kind) ? definitionOf(kind).identity : []);

/** What AWS would call it: `ecs-service atlas/scoring`. */
const awsIdentity = (resource: Entry): string | undefined => {
  const keys = identityKeys(resource.kind);
  const parts = keys.map((key) => resource[key]).filter((part) => typeof part === 'string');
  return parts.length > 0 && parts.length === keys.length ? `${resource.kind} ${parts.join('/')}` : undefined;
};

const sharedIdentities = ({ resources }: Outline): Problem[] => {
  const owners = new Map<string, string>();
  return Object.entries(resources).flatMap(([name, resource]) => {
    const identity = awsIdentity(resource);
    if (identity === undefined) return [];
    const owner = owners.get(identity);
    owners.set(identity, owner ?? name);
    if (owner === undefined) return [];
    const key = identityKeys(resource.kind).at(-1) ?? 'kind';
    return problem(
      ['resources', name, key],
      `is the same AWS resource as \`${owner}\` (${identity})`,
      'keep one of the two',
    );
  });
};

/** Routes are distinguished by name, and the first that fits takes a message. */
const routeProblems = ({ notifications: { routes } }: Outline): Problem[] =>
  routes.flatMap((route, index) => {
    const path = ['notifications', 'routes', index];
    const before = routes.slice(0, index);
    const conditions = JSON.stringify(entry.parse(route.when));
    const twin =
      conditions === '{}'
        ? undefined
        : before.find((one) => one.continue !== true && JSON.stringify(one.when) === conditions);
    return [
      ...(typeof route.name === 'string' && before.some(({ name }) => name === route.name)
        ? [problem([...path, 'name'], `the route name \`${route.name}\` is used twice`, 'rename one of the two')]
        : []),
      ...(route.name === 'default'
        ? [problem([...path, 'name'], '`default` is reserved for messages that match no route', 'rename it')]
        : []),
      ...(twin
        ? [
            problem(
              [...path, 'when'],
              `never matches: \`${twin.name}\` before it has the same condition`,
              'remove one of the two',
            ),
          ]
        : []),
    ];
  });

/** What is published to a topic that is listened to would come back, be routed, and be published again. */
const echoes = ({ notifications }: Outline): Problem[] =>
  topicsOf(notifications).flatMap(({ topic, path }) =>
    notifications.topics.includes(topic) || topic.startsWith('curfew-operators-')
      ? [
          problem(
            path,
            `\`${topic}\` is a topic that \`alarm-notify\` subscribes to, so messages would loop`,
            'use a topic that has only e-mail subscribers',
          ),
        ]
      : [],
  );

/** More than one run could do: the engine would end it halfway. */
const tooMany = ({ resources }: Outline): Problem[] => {
  const known = Object.values(resources).filter(({ kind }) => isKind(kind)) as unknown as Pick<Resource, 'kind'>[];
  const needed = operationsNeeded(known);
  if (needed <= operationLimits.operationsMax) return [];
  const what = `names ${known.length} resources: one run of them may need ${needed} operations, and the engine allows ${operationLimits.operationsMax}`;
  return [{ ...problem(['resources'], what, 'split it into two environments'), at: 'key' }];
};

/** Each needs an operation at least: with so many, checking the rest is not worth the minutes. */
export const farTooMany = (file: unknown): Problem[] => {
  const seen = outline.parse(file);
  const count = Object.keys(seen.resources).length;
  if (count <= operationLimits.operationsMax) return [];
  const what = `names ${count} resources, and the engine allows ${operationLimits.operationsMax} operations in a run`;
  return [{ ...problem(['resources'], what, 'split it into several environments'), at: 'key' }];
};

/** Inside the environments folder, name and file name are one. */
const misnamed = ({ environment }: Outline, expected: string | undefined): Problem[] =>
  expected === undefined || typeof environment !== 'string' || environment === expected
    ? []
    : [
        problem(
          ['environment'],
          `\`${environment}\` is not the name of its file, \`${expected}\``,
          'rename one of the two',
        ),
      ];

/** `expectedName` is the name of the file, where that has to be the environment's. */
export const relationProblems = (file: unknown, expectedName: string | undefined): Problem[] => {
  const seen = outline.parse(file);
  return [
    ...misnamed(seen, expectedName),
    ...scheduleProblems(seen),
    ...calendarProblems(seen),
    ...awakeOnProblems(seen),
    ...unknownDependencies(seen),
    ...cycles(seen),
    ...sharedIdentities(seen),
    ...routeProblems(seen),
    ...destinationProblems(seen.notifications),
    ...echoes(seen),
    ...tooMany(seen),
    ...cleanupProblems(seen.cleanup, ['cleanup']),
  ];
};
