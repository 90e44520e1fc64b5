// Nights in which somebody edits the definition are judged, too, beside another environment as well: each run against the version that
// it worked by.
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { at, daysOf } from '../memory/small-days.ts';
import { blogOf } from './blog.ts';
import { broken, defining, type Replace, storing } from './broken.ts';

const resources = (id: string) => `  db: { kind: rds-instance, instance: ${id}-db }
  app: { kind: ecs-service, cluster: small, service: ${id}-app, dependsOn: [db] }
  mail: { kind: ecs-service, cluster: small, service: ${id}-mail }`;

const { definition: small } = daysOf({ resources: resources('small') });
const blog = blogOf(resources('blog'));

type Change = (resources: readonly Resource[]) => readonly Resource[];

const without =
  (name: string): Change =>
  (all) =>
    all.filter((one) => one.name !== name);
const leavingAlone: Change = (all) =>
  all.map((one) => (one.name === 'mail' ? { ...one, leaveAlone: 'from now on' } : one));

/** From this hour on the definition is another one. */
const edited = (hours: number, change: Change, others: readonly Definition[] = []): Scenario => {
  const definition = { ...small, resources: change(small.resources) };
  const timeline = [{ at: at(hours), do: 'redefine', definition } as const];
  return { ...daysOf({ resources: resources('small'), timeline }), ...(others.length > 0 ? { others } : {}) };
};

/** In the morning everything is repaired, and somebody starts it by hand. */
const repaired = (): Scenario => {
  const night = edited(23, without('mail'));
  const input = { requestedBy: 'operator', supersede: true };
  const start = { at: at(32.4), do: 'invoke', function: 'start', input } as const;
  return { ...night, timeline: [...night.timeline, { at: at(32.3), do: 'heal' }, start] };
};

/** Reads what is in the table, and does not care for its order. */
const hastyIn = (environment: string): Replace =>
  defining((definition) => {
    const resourcesAtOnce = definition.resources.map((one) => ({ ...one, dependsOn: [] }));
    return definition.environment === environment ? { ...definition, resources: resourcesAtOnce } : definition;
  });

const carelessOfOthers: Replace = defining((definition) => ({
  ...definition,
  resources: definition.resources.map(({ leaveAlone: _, ...rest }) => rest as Resource),
}));

const twice: Replace = (deps) => ({
  ...deps,
  publish: async (message) => {
    await deps.publish(message);
    await deps.publish(message);
  },
});

/** Shows nobody what is remembered of things that the definition does not name. */
const silentAboutOrphans = storing((state) => ({
  memories: async (environment) =>
    (await state.memories(environment)).filter(({ resource }) => resource !== ('mail' as typeof resource)),
}));

describe('a night in which the definition is edited', () => {
  it.each<[what: string, night: Scenario]>([
    ['and mail is taken out while it is down', edited(23, without('mail'))],
    ['and mail is left alone from the evening on', edited(19.5, leavingAlone)],
    ['and everything is repaired in the morning', repaired()],
    ['beside another environment', edited(23, without('mail'), [blog])],
    ['as in a scenario that renames', loadScenario('sim/scenarios/renamed-in-the-night.yaml')],
  ])('a night in which the definition is edited %s breaks no invariant', async (_, night) => {
    expect(await broken((deps) => deps, night)).toEqual(new Set());
  });

  it.each<[part: string, night: Scenario, replace: Replace, invariant: string]>([
    ['starts too early by the new version', edited(23, without('mail')), hastyIn('small'), 'startsAfterDependencies'],
    ['stops too early by the new version', edited(19.5, without('mail')), hastyIn('small'), 'stopsAfterDependants'],
    ['stops what the new version leaves alone', edited(19.5, leavingAlone), carelessOfOthers, 'protectedIsUntouched'],
    ['does not know what was taken out', edited(23, without('mail')), silentAboutOrphans, 'orphansAreNamed'],
    ['tells twice', edited(23, without('mail')), twice, 'oneVoice'],
    ['keeps its lease', repaired(), storing(() => ({ releaseLease: async () => {} })), 'converges'],
    [
      'starts too early in the other environment',
      edited(23, without('mail'), [blog]),
      hastyIn('blog'),
      'startsAfterDependencies',
    ],
    [
      'starts too early beside another environment',
      edited(23, without('mail'), [blog]),
      hastyIn('small'),
      'startsAfterDependencies',
    ],
  ])('a night in which the definition is edited finds out a part that %s', async (_, night, replace, invariant) => {
    expect(await broken(replace, night)).toContain(invariant);
  });
});
