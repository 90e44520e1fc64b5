// A night in which somebody edits the definition, as each of its versions has it: the runs that worked by it, and its names.
import type { Definition } from '#definition/definition.ts';
import { type Call, changesResources } from '../calls.ts';
import { awsKeyOf, deployedTogether } from '../scenario/shared-world.ts';
import type { Traced } from '../trace.ts';
import type { Judged } from './violation.ts';

/** The first one first. */
export const versionsIn = ({ definition, timeline }: Judged['scenario']): Definition[] => [
  definition,
  ...timeline.flatMap((entry) => (entry.do === 'redefine' ? [entry.definition] : [])),
];

/** Whether a version says something else than the one before it. */
export const isEdited = ({ timeline }: Judged['scenario']): boolean =>
  timeline.some((entry) => entry.do === 'redefine' && !entry.saysTheSame);

/** By run: the version that it says it worked by. Of a run that never got to a report, or says two, it is not known. */
const versionsOfRuns = ({ reports }: Judged): ReadonlyMap<string, number> => {
  const all = Map.groupBy(reports, ({ run }) => run);
  return new Map(
    [...all].flatMap(([run, same]) => {
      const versions = new Set(same.map(({ definition }) => definition?.version));
      const [version] = versions;
      return versions.size === 1 && version !== undefined ? [[run, version]] : [];
    }),
  );
};

/** By the name in the first version, the name in another one. */
const namesIn = (first: Definition, { resources }: Definition): ReadonlyMap<string, string> => {
  const own = new Map(resources.map((one) => [awsKeyOf(one), one.name as string]));
  return new Map(first.resources.map((one) => [one.name as string, own.get(awsKeyOf(one)) ?? one.name]));
};

/** It serves the next run, whatever that goes by; that run changed nothing. */
const makesSnapshot = ({ operation }: Call): boolean => /^rds:CreateDB(?:Cluster)?Snapshot$/.test(operation);

const viewOf = (rehearsal: Judged, definition: Definition, isOwn: (run: string | undefined) => boolean): Judged => {
  const { scenario, lines, before, after, reports } = rehearsal;
  const names = namesIn(scenario.definition, definition);
  const named = <T extends { readonly resource?: string }>(one: T): T =>
    one.resource === undefined ? one : { ...one, resource: names.get(one.resource) ?? one.resource };
  const renamed = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [names.get(name) ?? name, value]));
  const ofVersion = (line: Traced): Traced[] => {
    const { at, event } = line;
    switch (event.type) {
      case 'call':
        if (!changesResources(event) || isOwn(event.run)) return [{ at, event: named(event) }];
        return makesSnapshot(event) ? [{ at, event: { ...named(event), mutating: false } }] : [];
      case 'state':
      case 'capacity':
      case 'change':
      case 'in-vain':
        return [{ at, event: named(event) }];
      case 'report':
        return isOwn(event.run) ? [line] : [];
      default:
        return [line];
    }
  };
  return {
    scenario: { ...scenario, definition, world: renamed(scenario.world) },
    lines: lines.flatMap(ofVersion),
    before: renamed(before),
    after: renamed(after),
    reports: reports.filter(({ run }) => isOwn(run)),
  };
};

/** What the runs of each version did, against that version. `others`: whatever else is deployed with it. */
export const versionViews = (rehearsal: Judged, others: readonly Definition[] = []): Judged[] => {
  const versions = versionsOfRuns(rehearsal);
  const used = new Set(versions.values());
  return versionsIn(rehearsal.scenario).flatMap((definition, index) => {
    const version = index + 1;
    if (!used.has(version)) return [];
    const [deployed] = deployedTogether(definition, others);
    return [viewOf(rehearsal, deployed, (run) => run !== undefined && versions.get(run) === version)];
  });
};
