// Each invariant is shown to fail on a deliberately broken part: a predicate that cannot fail protects nobody.
import { describe, expect, it } from 'vitest';
import type { Observation, Reading } from '#domain/observation.ts';
import type { Dependencies } from '#engine/dependencies.ts';
import { violationsOf } from '#sim/invariants.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { nightOf } from '#test/support/nights.ts';

const broken = async (replace: (deps: Dependencies) => Dependencies): Promise<Set<string>> =>
  new Set(violationsOf(await rehearse(nightOf('staging'), { replace })).map(({ invariant }) => invariant));

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
  it('takes a starting database for an available one breaks the order on start', async () => {
    const found = await broken(
      seeing((seen) =>
        seen.kind === 'rds-instance' && seen.status === 'starting' ? { ...seen, status: 'available' } : seen,
      ),
    );

    expect(found).toContain('startsAfterDependencies');
  });

  it('takes counters at zero for tasks that are gone breaks the order on stop', async () => {
    const found = await broken(
      seeing((seen) => (seen.kind === 'ecs-service' ? { ...seen, tasksLeft: seen.running } : seen)),
    );

    expect(found).toContain('stopsAfterDependants');
  });

  it('takes running tasks for healthy ones calls services up that are not', async () => {
    const found = await broken(
      seeing((seen) => (seen.kind === 'ecs-service' ? { ...seen, tasksHealthy: seen.running } : seen)),
    );

    expect(found).toContain('reportsTellTheTruth');
  });
});

describe('a state store that', () => {
  it('forgets a count does not bring it back', async () => {
    const found = await broken((deps) => ({
      ...deps,
      state: {
        ...deps.state,
        memories: async (environment) =>
          (await deps.state.memories(environment)).map((memory) =>
            memory.kind === 'ecs-service' ? { ...memory, desired: memory.desired + 1 } : memory,
          ),
      },
    }));

    expect(found).toContain('countsComeBack');
  });
});

describe('a report that', () => {
  const withReport = async (change: (report: Rehearsal['reports'][number]) => Rehearsal['reports'][number]) => {
    const rehearsal = await rehearse(nightOf('staging'));
    const lines = rehearsal.lines.map((line) =>
      line.event.type === 'report' ? { ...line, event: { ...change(line.event), type: 'report' as const } } : line,
    );
    return new Set(violationsOf({ ...rehearsal, lines }).map(({ invariant }) => invariant));
  };

  it('loses an outcome is found out', async () => {
    expect(await withReport((report) => ({ ...report, resources: report.resources.slice(1) }))).toContain(
      'oneOutcomePerResource',
    );
  });

  it('counts a resource twice is found out', async () => {
    expect(
      await withReport((report) => ({ ...report, resources: [...report.resources, ...report.resources.slice(0, 1)] })),
    ).toContain('oneOutcomePerResource');
  });

  it('says done although a resource failed is found out', async () => {
    const failing = await withReport((report) => ({
      ...report,
      resources: report.resources.map((one, index) => (index === 0 ? { ...one, outcome: 'failed' as const } : one)),
    }));

    expect(failing).toContain('reportsTellTheTruth');
  });
});
