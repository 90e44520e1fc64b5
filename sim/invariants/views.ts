// A night of several environments as each of them sees it: its own resources by its own names, its own runs and messages. What is
// somebody else's is no part of it. Where environments name the same thing, to each the other is a person.
import { muteRulePrefix } from '#core/alarm.ts';
import type { Definition } from '#definition/definition.ts';
import { markShared } from '#definition/shared-things.ts';
import type { TimelineEntry } from '../scenario/scenario.ts';
import { awsKeyOf, worldDefinition } from '../scenario/shared-world.ts';
import type { Traced } from '../trace.ts';
import { ruleIn } from './mute-windows.ts';
import type { Judged } from './violation.ts';

/** By the name in the world, the name that one environment has for it. */
type Names = ReadonlyMap<string, string>;

const namesIn = (world: Definition, { resources }: Definition): Names => {
  const own = new Map(resources.map((one) => [awsKeyOf(one), one.name as string]));
  return new Map(
    world.resources.flatMap((one) => {
      const name = own.get(awsKeyOf(one));
      return name === undefined ? [] : [[one.name as string, name] as const];
    }),
  );
};

const renamed = <T>(values: Readonly<Record<string, T>>, names: Names): Record<string, T> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const own = names.get(name);
      return own === undefined ? [] : [[own, value]];
    }),
  );

const isRunOf = (environment: string, run: string): boolean =>
  ['start', 'stop'].some((action) => run.startsWith(`${environment}-${action}-`));

type TableInput = {
  readonly Key?: { readonly pk?: { readonly S?: string } };
  readonly Item?: { readonly pk?: { readonly S?: string } };
  readonly ExpressionAttributeValues?: { readonly ':pk'?: { readonly S?: string } };
  readonly Message?: unknown;
};

/** The environment that an item of the table or a message is about, if it says so. */
const aboutOf = (input: unknown): string | undefined => {
  const { Key, Item, ExpressionAttributeValues, Message } = (input ?? {}) as TableInput;
  const pk = Key?.pk?.S ?? Item?.pk?.S ?? ExpressionAttributeValues?.[':pk']?.S;
  if (pk?.startsWith('ENV#')) return pk.slice('ENV#'.length);
  if (typeof Message !== 'string' || !Message.startsWith('{')) return undefined;
  return (JSON.parse(Message) as { readonly environment?: string }).environment;
};

const ofOwn = (line: Traced, environment: string, names: Names, watched: ReadonlySet<string>): Traced[] => {
  const { at, event } = line;
  switch (event.type) {
    case 'call': {
      const about = aboutOf(event.input) ?? environment;
      const rule = ruleIn(event)?.name ?? muteRulePrefix(environment);
      const isOwn = about === environment && rule.startsWith(muteRulePrefix(environment));
      if (!isOwn || (event.run !== undefined && !isRunOf(environment, event.run))) return [];
      if (event.resource === undefined) return [line];
      const resource = names.get(event.resource);
      return resource === undefined ? [] : [{ at, event: { ...event, resource } }];
    }
    case 'state':
    case 'capacity':
    case 'change':
    case 'in-vain': {
      const resource = names.get(event.resource);
      return resource === undefined ? [] : [{ at, event: { ...event, resource } }];
    }
    case 'report':
      return event.environment === environment ? [line] : [];
    case 'alarm':
      return watched.has(event.name) ? [line] : [];
    case 'invocation': {
      const { environment: about = environment } = (event.result ?? {}) as { readonly environment?: string };
      return about === environment && (event.run === undefined || isRunOf(environment, event.run)) ? [line] : [];
    }
    default:
      return [line];
  }
};

/** What people do to an environment they do to the first. */
const ofWorld: ReadonlySet<TimelineEntry['do']> = new Set([
  'set',
  'scale',
  'fault',
  'crash',
  'heal',
  'lose-schedules',
  'slack',
]);

/** With its own name for what an entry is about; what is about somebody else's is left out. */
const entryIn = (entry: TimelineEntry, names: Names): TimelineEntry[] => {
  if (!('resource' in entry) || entry.resource === undefined) return [entry];
  const resource = names.get(entry.resource);
  return resource === undefined ? [] : [{ ...entry, resource }];
};

const viewOf = (rehearsal: Judged, definition: Definition, world: Definition, isFirst: boolean): Judged => {
  const { scenario, lines, before, after, reports } = rehearsal;
  const { environment } = definition;
  const names = namesIn(world, definition);
  const { others: _, ...rest } = scenario;
  const alarms = scenario.alarms.flatMap((one) => {
    const watches = names.get(one.watches);
    return watches === undefined ? [] : [{ ...one, watches }];
  });
  const watched = new Set(alarms.map(({ name }) => name));
  return {
    scenario: {
      ...rest,
      definition,
      alarms,
      world: renamed(scenario.world, names),
      timeline: scenario.timeline
        .filter((entry) => isFirst || ofWorld.has(entry.do))
        .flatMap((entry) => entryIn(entry, names)),
    },
    // A deployment, too, is one of the first.
    lines: lines
      .filter(({ event }) => isFirst || event.type !== 'deployment')
      .flatMap((line) => ofOwn(line, environment, names, watched)),
    before: renamed(before, names),
    after: renamed(after, names),
    reports: reports.filter((report) => report.environment === environment),
  };
};

/** Whether two environments name the same thing. */
const sharesSomething = ({ definition, others = [] }: Judged['scenario']): boolean => {
  const named = [definition, ...others].reduce((sum, { resources }) => sum + resources.length, 0);
  return worldDefinition(definition, others).resources.length < named;
};

/** Who asked for a count is told by the call that follows it in the trace. */
const callOf = (lines: Judged['lines'], index: number, resource: string) =>
  lines.slice(index).find(({ event }) => event.type === 'call' && event.mutating && event.resource === resource)?.event;

/** What the runs of others set, people set, for all that this environment knows. */
const ofOthersByPeople = (lines: Judged['lines'], environment: string): Judged['lines'] =>
  lines.map((line, index) => {
    const { at, event } = line;
    if (event.type !== 'capacity' || event.by !== 'curfew') return line;
    const call = callOf(lines, index, event.resource);
    const run = call?.type === 'call' ? call.run : undefined;
    return run === undefined || isRunOf(environment, run) ? line : { at, event: { ...event, by: 'people' as const } };
  });

/** The night itself where there is one environment. */
export const viewsOf = (rehearsal: Judged): readonly Judged[] => {
  const { definition, others = [] } = rehearsal.scenario;
  if (others.length === 0) return [rehearsal];
  const world = worldDefinition(definition, others);
  const isShared = sharesSomething(rehearsal.scenario);
  return markShared([definition, ...others]).map((one, index) => {
    const lines = isShared ? ofOthersByPeople(rehearsal.lines, one.environment) : rehearsal.lines;
    return viewOf({ ...rehearsal, lines }, one, world, index === 0);
  });
};
