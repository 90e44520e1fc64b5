import { describe, expect, it } from 'vitest';
import { findCycle } from '#core/graph.ts';
import { kinds } from '#kinds/resource.ts';
import { isEdited, versionsIn } from '#sim/invariants/versions.ts';
import { randomNight, randomNightOf } from '#sim/random/night.ts';
import { type NightViolation, nights } from '#sim/random/nights.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Watcher } from '#sim/simulation.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { traceOf } from '#test/support/nights.ts';

const many = Array.from({ length: 300 }, (_, index) => randomNight(index + 1));
const entries = many.flatMap(({ timeline }) => timeline);

const share = <T>(items: readonly T[], fits: (item: T) => boolean): number => items.filter(fits).length / items.length;

describe('a random night', () => {
  it('a random night is the same for the same seed, to the last call', async () => {
    expect(randomNight(7)).toEqual(randomNight(7));
    expect(await traceOf(randomNight(7))).toBe(await traceOf(randomNight(7)));
  });

  it('a random night is another for another seed', () => {
    expect(randomNight(7)).not.toEqual(randomNight(8));
  });

  it('a random night happens in an environment of 1 to 60 resources without a cycle', () => {
    const sizes = many.map(({ definition }) => definition.resources.length);

    expect(Math.min(...sizes)).toBe(1);
    expect(Math.max(...sizes)).toBeGreaterThan(50);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(60);
    for (const { definition } of many)
      expect(findCycle(new Map(definition.resources.map(({ name, dependsOn }) => [name, dependsOn])))).toBeUndefined();
  });

  it('a random night has services that are at zero on purpose, and some that cannot be stopped', () => {
    const worlds = many.flatMap(({ world }) => Object.values(world));

    expect(share(worlds, ({ desired }) => desired === 0)).toBeGreaterThan(0.05);
    expect(worlds.some(({ scaling }) => scaling?.min === 0)).toBe(true);
    for (const key of ['replicaOf', 'readReplicas', 'cluster'] as const)
      expect(
        worlds.some((world) => world[key] !== undefined),
        key,
      ).toBe(true);
  });

  it.each([
    'invoke',
    'deliver',
    'set',
    'fault',
    'crash',
    'heal',
    'lose-schedules',
    'slack',
    'hold',
    'release',
    'deploy',
    'switch',
    'scale',
  ] as const)('a random night may have %s in its timeline', (kind) => {
    expect(entries.some((entry) => entry.do === kind)).toBe(true);
  });

  it('a random night may be one of a dry run, a closed day, an opt-out, a cluster, a shrinking cache, or a change of the clock', () => {
    const all = many.flatMap(({ definition }) => definition.resources);
    const some = (fits: (one: (typeof all)[number]) => boolean) => expect(all.some(fits)).toBe(true);

    expect(entries.some((entry) => entry.do === 'invoke' && entry.input.dryRun === true)).toBe(true);
    expect(many.some(({ definition }) => definition.calendars.length > 0)).toBe(true);
    expect(many.some(({ definition }) => definition.whileDown === 'enforce')).toBe(true);
    expect(new Set(many.map(({ fromMs }) => new Date(fromMs).toISOString().slice(0, 10))).size).toBeGreaterThan(3);
    some(({ leaveAlone }) => leaveAlone !== undefined);
    some(({ kind }) => kind === 'aurora-cluster');
    some((one) => one.kind === 'elasticache-replication-group' && one.whenStopped === 'shrink');
  });

  it('a random night may have weeks of resources of their own, windows that are attended, and runs of some resources', () => {
    const nights = many.map(({ definition, world, timeline }) => ({
      weeks: definition.resources.some(({ awakeOn }) => Array.isArray(awakeOn)),
      always: definition.resources.some(({ awakeOn }) => awakeOn === 'always'),
      attended: definition.resources.some(
        (one) =>
          'maintenance' in one && one.maintenance === 'attend' && world[one.name]?.maintenanceWindow !== undefined,
      ),
      some: timeline.some((entry) => entry.do === 'invoke' && entry.input.only !== undefined),
      changes: definition.calendars.some(({ changeCalendar }) => changeCalendar !== undefined),
      read: timeline.some(
        (entry) =>
          entry.do === 'redefine' && !entry.saysTheSame && entry.definition.calendars.some((one) => one.changeCalendar),
      ),
    }));
    const shares = (key: keyof (typeof nights)[number]) => share(nights, (one) => one[key]);

    for (const key of ['weeks', 'some'] as const) {
      expect(shares(key), key).toBeGreaterThan(0.15);
      expect(shares(key), key).toBeLessThan(0.35);
    }
    for (const key of ['always', 'attended', 'changes', 'read'] as const) {
      expect(shares(key), key).toBeGreaterThan(0);
      expect(shares(key), key).toBeLessThan(0.2);
    }
  });

  it('a random night has in it what broke environments elsewhere, each in some nights and none in most', () => {
    const worlds = many.map(({ world }) => Object.values(world));
    const sets = many.map(({ timeline }) => timeline.flatMap((entry) => (entry.do === 'set' ? [entry.facts] : [])));
    const occurs: Readonly<Record<string, number>> = {
      'scheduled actions': share(worlds, (all) => all.some(({ scheduledActions }) => scheduledActions !== undefined)),
      DAEMON: share(worlds, (all) => all.some(({ strategy }) => strategy === 'DAEMON')),
      EXTERNAL: share(worlds, (all) => all.some(({ controller }) => controller === 'EXTERNAL')),
      'a deleted service': share(worlds, (all) => all.some(({ deleted }) => deleted === 'INACTIVE')),
      'protected tasks': share(worlds, (all) => all.some(({ protectedMinutes }) => protectedMinutes !== undefined)),
      'a second target group': share(worlds, (all) => all.some(({ secondGroup }) => secondGroup !== undefined)),
      'a resource that disappears': share(sets, (all) => all.some(({ missing }) => missing === true)),
      'a member with a status of its own': share(sets, (all) =>
        all.some(({ memberStatuses, memberStatus }) => memberStatuses !== undefined || memberStatus !== undefined),
      ),
      'a connector paused by hand': share(sets, (all) => all.some(({ status }) => status === 'PAUSED')),
      'an alarm muted by hand': share(many, ({ alarms }) => alarms.some(({ muted }) => muted)),
      'lost events': share(many, ({ timeline }) =>
        timeline.some((entry) => entry.do === 'lose-schedules' && entry.only?.includes('events') === true),
      ),
      'lost ticks': share(many, ({ timeline }) =>
        timeline.some((entry) => entry.do === 'lose-schedules' && entry.only?.[0] === 'reconcile'),
      ),
      'a fault of one item': share(many, ({ timeline }) =>
        timeline.some((entry) => entry.do === 'fault' && entry.fault.item !== undefined),
      ),
      'an edited definition': share(many, isEdited),
      'an edited definition beside another environment': share(
        many,
        (night) => isEdited(night) && night.others !== undefined,
      ),
      'a resource taken out of the definition': share(many, (night) =>
        versionsIn(night).some(({ resources }) => resources.length < night.definition.resources.length),
      ),
      'a new installation': share(many, ({ installed }) => installed === false),
      'an installation of some hours or weeks': share(many, ({ installedAtMs }) => installedAtMs !== undefined),
    };

    for (const [what, rate] of Object.entries(occurs)) {
      expect(rate, what).toBeGreaterThan(0.005);
      expect(rate, what).toBeLessThan(0.5);
    }
  });

  it('a random night ends with everything repaired and a start by hand', () => {
    for (const { timeline } of many) {
      const healedAt = timeline.find((entry) => entry.do === 'heal')?.at ?? Number.NaN;
      const after = timeline.filter(({ at }) => at >= healedAt);

      expect(after.at(-1)).toMatchObject({ do: 'invoke', function: 'start' });
      expect(after.every((entry) => ['heal', 'set', 'lose-schedules', 'invoke'].includes(entry.do))).toBe(true);
    }
  });

  it('a random night may be one of an environment that exists', async () => {
    const night = randomNightOf(definitionOf('staging'), 3);

    expect(night.definition).toBe(definitionOf('staging'));
    expect((await rehearse(night)).reports.at(-1)).toMatchObject({ action: 'start', requestedBy: 'operator' });
  });

  it('a random night happens with every kind of resource that there is', () => {
    const drawn = new Set(many.flatMap(({ definition }) => definition.resources.map(({ kind }) => kind)));

    expect([...drawn].toSorted()).toEqual([...kinds].toSorted());
  });
});

describe('a night that violates an invariant', () => {
  /** An adapter that brings services up with one task too many. */
  const watcher: Watcher = {
    replace: (deps) => ({
      ...deps,
      services: {
        ...deps.services,
        'ecs-service': {
          ...deps.services['ecs-service'],
          act: (resource, effect) =>
            deps.services['ecs-service'].act(
              resource,
              effect.do === 'set-desired-count' && effect.desired > 0
                ? { ...effect, desired: effect.desired + 1 }
                : effect,
            ),
        },
      },
    }),
  };

  const violations = async (): Promise<NightViolation[]> => {
    const found: NightViolation[] = [];
    const night = (seed: number) => randomNightOf(definitionOf('staging'), seed);
    for await (const played of nights({ first: 5, count: 3, night, watcher })) found.push(...played.violations);
    return found;
  };

  it('a night that violates an invariant is told with its seed, and with what happened to the resource around it', async () => {
    const found = (await violations()).find(({ invariant }) => invariant === 'onlyOwnChangesAreUndone');

    expect(found?.seed).toBeGreaterThanOrEqual(5);
    expect(found?.excerpt.length).toBeGreaterThan(3);
    expect(found?.excerpt.length).toBeLessThanOrEqual(24);
    expect(found?.excerpt).toContainEqual(
      expect.objectContaining({ at: found?.at, event: expect.objectContaining({ resource: found?.resource }) }),
    );
  });
});
