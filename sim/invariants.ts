// What must hold in every night, whatever happens. Judged from the trace against the definition, never against the plan.
import { isDeepStrictEqual } from 'node:util';
import type { Action, Definition } from '#domain/definition.ts';
import type { Report } from '#domain/report.ts';
import { type Call, isDown, isUp, type Moment, walk } from './history.ts';
import type { Rehearsal } from './rehearsal.ts';

export type Violation = { readonly at: number; readonly invariant: string; readonly detail: string };
type Invariant = (rehearsal: Rehearsal) => Violation[];

const desiredOf = ({ input }: Call): number | undefined =>
  typeof input === 'object' && input !== null && 'desiredCount' in input ? Number(input.desiredCount) : undefined;

/** Which way a call of ours moves its resource; nothing for calls that move none. */
const directionOf = (call: Call): Action | undefined => {
  if (!call.mutating || call.resource === undefined || call.error !== undefined) return undefined;
  const [, api] = call.operation.split(':');
  if (api === 'UpdateService') return desiredOf(call) === 0 ? 'stop' : 'start';
  if (api === 'StartDBInstance' || api === 'ResumeConnector') return 'start';
  return api === 'StopDBInstance' || api === 'PauseConnector' ? 'stop' : undefined;
};

const movesOf = (rehearsal: Rehearsal, direction: Action, judge: (call: Call, moment: Moment) => string[]) => {
  const found: { at: number; detail: string }[] = [];
  walk(rehearsal, (moment) => {
    const { event, at } = moment;
    if (event.type !== 'call' || directionOf(event) !== direction) return;
    found.push(...judge(event, moment).map((detail) => ({ at, detail })));
  });
  return found;
};

const named = (invariant: string, found: readonly { at: number; detail: string }[]): Violation[] =>
  found.map((one) => ({ invariant, ...one }));

const resourceOf = ({ resources }: Definition, name: string | undefined) => resources.find((one) => one.name === name);

/** Nothing is started before everything it depends on can serve; what its owner keeps at zero is not waited for. */
const startsAfterDependencies: Invariant = (rehearsal) => {
  const { definition } = rehearsal.scenario;
  return named(
    'startsAfterDependencies',
    movesOf(rehearsal, 'start', ({ resource }, { status }) =>
      (resourceOf(definition, resource)?.dependsOn ?? [])
        .filter((name) => !isUp(definition, name, status(name)) && rehearsal.before[name]?.desired !== 0)
        .map((name) => `${resource} was started while ${name} was ${status(name)}`),
    ),
  );
};

/** Nothing is stopped before everything that depends on it is really gone: tasks stopped, not only counted as zero. */
const stopsAfterDependants: Invariant = (rehearsal) => {
  const { definition } = rehearsal.scenario;
  return named(
    'stopsAfterDependants',
    movesOf(rehearsal, 'stop', ({ resource }, { status }) =>
      definition.resources
        .filter(
          ({ name, dependsOn }) => dependsOn.some((one) => one === resource) && !isDown(definition, name, status(name)),
        )
        .map(({ name }) => `${resource} was stopped while ${name} was ${status(name)}`),
    ),
  );
};

const reportsIn = ({ lines }: Rehearsal): { at: number; report: Report }[] =>
  lines.flatMap(({ at, event }) => (event.type === 'report' ? [{ at, report: event }] : []));

const ran = ({ outcome }: Report): boolean => outcome === 'done' || outcome === 'partial' || outcome === 'failed';

/** Each resource of the definition has exactly one outcome in the report of every run. */
const oneOutcomePerResource: Invariant = (rehearsal) => {
  const names = rehearsal.scenario.definition.resources.map(({ name }) => name as string).toSorted();
  return named(
    'oneOutcomePerResource',
    reportsIn(rehearsal)
      .filter(({ report }) => ran(report))
      .filter(({ report }) => !isDeepStrictEqual(report.resources.map(({ resource }) => resource).toSorted(), names))
      .map(({ at, report }) => ({ at, detail: `${report.run} does not have one outcome per resource` })),
  );
};

/** What a report calls done is so in the world when the report is written. */
const reportsTellTheTruth: Invariant = (rehearsal) => {
  const { definition } = rehearsal.scenario;
  const found: { at: number; detail: string }[] = [];
  walk(rehearsal, ({ at, event, status }) => {
    if (event.type !== 'report' || !ran(event)) return;
    const isThere = event.action === 'start' ? isUp : isDown;
    for (const { resource, outcome } of event.resources)
      if (outcome === 'done' && !isThere(definition, resource, status(resource)))
        found.push({ at, detail: `${event.run} calls ${resource} done, but it is ${status(resource)}` });
    const allFine = event.resources.every(({ outcome }) => outcome === 'done' || outcome === 'skipped');
    if ((event.outcome === 'done') !== allFine)
      found.push({ at, detail: `${event.run} is ${event.outcome}, its resources say otherwise` });
  });
  return named('reportsTellTheTruth', found);
};

/** Counts, bounds and suspensions after a start that is done are those before the stop, unless someone else changed them. */
const countsComeBack: Invariant = (rehearsal) => {
  const { scenario, before, after, reports } = rehearsal;
  const touched = new Set(scenario.timeline.flatMap((entry) => (entry.do === 'set' ? [entry.resource] : [])));
  const last = reports.findLast((report) => ran(report));
  if (last?.action !== 'start' || last.outcome !== 'done') return [];
  const at = Date.parse(last.endedAt);
  return named(
    'countsComeBack',
    scenario.definition.resources
      .filter(({ name, kind }) => kind === 'ecs-service' && !touched.has(name))
      .filter(
        ({ name }) =>
          before[name]?.desired !== after[name]?.desired ||
          !isDeepStrictEqual(before[name]?.scaling, after[name]?.scaling),
      )
      .map(({ name }) => ({
        at,
        detail: `${name} was ${JSON.stringify(before[name])} and is ${JSON.stringify(after[name])}`,
      })),
  );
};

export const invariants: readonly Invariant[] = [
  startsAfterDependencies,
  stopsAfterDependants,
  oneOutcomePerResource,
  reportsTellTheTruth,
  countsComeBack,
];

export const violationsOf = (rehearsal: Rehearsal): Violation[] => invariants.flatMap((holds) => holds(rehearsal));
