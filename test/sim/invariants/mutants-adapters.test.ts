import { describe, expect, it } from 'vitest';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { randomNightOf } from '#sim/random/night.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { nightOf } from '#test/support/nights.ts';
import { broken, type Replace } from './broken.ts';

type EcsAct = Dependencies['services']['ecs-service']['act'];

/** Changes services otherwise than the real adapter. */
const acting =
  (change: (act: EcsAct) => EcsAct): Replace =>
  (deps) => {
    const service = deps.services['ecs-service'];
    return { ...deps, services: { ...deps.services, 'ecs-service': { ...service, act: change(service.act) } } };
  };

const isSuspension = (effect: AwsEffect): boolean =>
  effect.do === 'set-scaling' && Object.values(effect.suspended).every((flag) => flag);

/** Puts something between the run and what the adapters see. */
const seeing =
  (change: (observation: Observation) => Observation) =>
  (deps: Dependencies): Dependencies => ({
    ...deps,
    services: Object.fromEntries(
      Object.entries(deps.services).map(([kind, service]) => [
        kind,
        {
          ...service,
          observe: async (resources: never) => {
            const readings: ReadonlyMap<string, Reading> = await service.observe(resources);
            return new Map(
              [...readings].map(([name, reading]) => [
                name,
                reading.state === 'seen' ? { ...reading, observation: change(reading.observation) } : reading,
              ]),
            );
          },
        },
      ]),
    ) as unknown as Dependencies['services'],
  });

describe('an adapter that', () => {
  it('an adapter that takes a starting database for an available one breaks the order on start', async () => {
    const found = await broken(
      seeing((seen) =>
        seen.kind === 'rds-instance' && seen.status === 'starting' ? { ...seen, status: 'available' } : seen,
      ),
    );

    expect(found).toContain('startsAfterDependencies');
  });

  it('an adapter that takes counters at zero for tasks that are gone breaks the order on stop', async () => {
    const found = await broken(
      seeing((seen) => (seen.kind === 'ecs-service' ? { ...seen, tasksLeft: seen.running } : seen)),
    );

    expect(found).toContain('stopsAfterDependants');
    expect(found).toContain('drainedMeansGone');
  });

  it('an adapter that does not see that a database is a replica stops what must not be stopped', async () => {
    const hidden = seeing((seen) => {
      if (seen.kind !== 'rds-instance') return seen;
      const { replicaOf: _, ...rest } = seen;
      return rest;
    });
    const night = nightOf('staging', 1, { world: { 'dashboard-db': { replicaOf: 'elsewhere' } } });

    expect(await broken(hidden, night)).toContain('protectedIsUntouched');
    expect(await broken((deps) => deps, night)).toEqual(new Set());
  });

  it('an adapter that makes no snapshot and shows one lets a database be stopped before its snapshot', async () => {
    const night = nightOf('staging');
    const resources = night.definition.resources.map((one) =>
      one.kind === 'rds-instance' ? { ...one, snapshotBeforeStop: { keep: 1, ifFailed: 'continue' as const } } : one,
    );
    const wanting = { ...night, definition: { ...night.definition, resources } };
    const other = seeing((seen) =>
      seen.kind === 'rds-instance'
        ? { ...seen, snapshots: [{ id: 'curfew-db-999912312359', status: 'available' }] }
        : seen,
    );
    const makingNone: Replace = (deps) => {
      const { services } = other(deps);
      const service = services['rds-instance'];
      const act: typeof service.act = async (resource, effect) =>
        effect.do === 'snapshot' ? undefined : service.act(resource, effect);
      return { ...deps, services: { ...services, 'rds-instance': { ...service, act } } };
    };

    expect(await broken(makingNone, wanting)).toContain('protectedIsUntouched');
    expect(await broken((deps) => deps, wanting)).toEqual(new Set());
  });

  it('an adapter that brings services up with one task more than they had undoes more than was done', async () => {
    const more = acting(
      (act) => (resource, effect) =>
        act(
          resource,
          effect.do === 'set-desired-count' && effect.desired > 0 ? { ...effect, desired: effect.desired + 1 } : effect,
        ),
    );

    expect(await broken(more)).toContain('onlyOwnChangesAreUndone');
  });

  it('an adapter that names other bounds with a suspension does not give the bounds back', async () => {
    const widened = acting(
      (act) => (resource, effect) =>
        act(resource, effect.do === 'set-scaling' ? { ...effect, bounds: { min: 1, max: 99 } } : effect),
    );

    expect(await broken(widened)).toContain('onlyOwnChangesAreUndone');
  });

  it('an adapter that forgets to lift suspensions leaves services that no longer scale', async () => {
    const stuck = acting((act) => async (resource, effect) => {
      if (effect.do !== 'set-scaling' || isSuspension(effect)) await act(resource, effect);
    });

    expect(await broken(stuck)).toContain('countsComeBack');
  });

  it('an adapter that resumes scaling without what its owner planned for the night loses the plan', async () => {
    const planned = loadScenario('sim/scenarios/scheduled-in-downtime.yaml');
    const forgetful = acting((act) => (resource, effect) => {
      if (effect.do !== 'set-scaling') return act(resource, effect);
      const { bounds: _, ...rest } = effect;
      return act(resource, rest);
    });

    expect(await broken(forgetful, planned)).toEqual(new Set(['onlyOwnChangesAreUndone', 'countsComeBack']));
    expect(await broken((deps) => deps, planned)).toEqual(new Set());
  });

  it('an adapter that resumes scaling with another plan of its owner than the last one undoes more than was done', async () => {
    const planned = loadScenario('sim/scenarios/scheduled-in-downtime.yaml');
    const stale = acting(
      (act) => (resource, effect) =>
        act(
          resource,
          effect.do === 'set-scaling' && effect.bounds ? { ...effect, bounds: { min: 1, max: 1 } } : effect,
        ),
    );

    expect(await broken(stale, planned)).toContain('onlyOwnChangesAreUndone');
  });

  it('an adapter that does not bring services up that are called given back exposes their counts', async () => {
    const idle = acting((act) => async (resource, effect) => {
      if (effect.do !== 'set-desired-count' || effect.desired === 0) await act(resource, effect);
    });

    expect(await broken(idle)).toContain('memoryIsKept');
  });

  it('an adapter that never asks databases to start does not converge, although everything is repaired', async () => {
    const lazy: Replace = (deps) => {
      const service = deps.services['rds-instance'];
      const act: typeof service.act = async (resource, effect) => {
        if (effect.do !== 'start-instance') await service.act(resource, effect);
      };
      return { ...deps, services: { ...deps.services, 'rds-instance': { ...service, act } } };
    };

    expect(await broken(lazy, randomNightOf(definitionOf('staging'), 1))).toContain('converges');
  });

  it('an adapter that takes running tasks for healthy ones calls services up that are not', async () => {
    const found = await broken(
      seeing((seen) => (seen.kind === 'ecs-service' ? { ...seen, tasksHealthy: seen.running } : seen)),
    );

    expect(found).toContain('reportsTellTheTruth');
  });
});
