import { describe, expect, it } from 'vitest';
import type { Lease } from '#core/run.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { randomNightOf } from '#sim/random/night.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { nightOf, nightWith } from '#test/support/nights.ts';
import { broken, type Replace, storing } from './broken.ts';

describe('a state store that', () => {
  it('a state store that forgets a count does not bring it back', async () => {
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
    expect(found).toContain('onlyOwnChangesAreUndone');
  });

  it('a state store that remembers another count than the service had poisons the memory', async () => {
    const wrong = storing((state) => ({
      remember: (environment, memory) =>
        state.remember(
          environment,
          memory.kind === 'ecs-service' ? { ...memory, desired: memory.desired + 1 } : memory,
        ),
    }));

    expect(await broken(wrong)).toContain('memoryIsKept');
  });

  it('a state store that says that it remembers and does not lets services go down with no memory', async () => {
    expect(await broken(storing(() => ({ remember: async (_, memory) => memory })))).toContain('memoryIsKept');
  });

  it('a state store that forgets as soon as it has remembered loses the memory', async () => {
    const forgetful = storing((state) => ({
      releaseLease: async (environment, run) => {
        for (const { resource, run: captured } of await state.memories(environment))
          await state.forget(environment, resource, captured);
        await state.releaseLease(environment, run);
      },
    }));

    expect(await broken(forgetful)).toContain('memoryIsKept');
  });

  it('a state store that overwrites a count with the zero of a service that is down loses the memory', async () => {
    const again = nightWith(1, { at: 300, do: 'invoke', function: 'stop', input: { requestedBy: 'ana' } });
    const careless = storing((state) => ({
      memories: async () => [],
      remember: async (environment, memory) => {
        for (const { resource, run } of await state.memories(environment))
          if (resource === memory.resource) await state.forget(environment, resource, run);
        return state.remember(environment, memory);
      },
    }));

    expect(await broken(careless, again)).toContain('memoryIsKept');
  });

  it('a state store that keeps a count that was given back lets it beat the one that its owner set since', async () => {
    const { timeline, ...rest } = loadScenario('sim/scenarios/owner-after-failed-start.yaml');
    // Nobody finishes the start before its owner changes the count.
    const unattended = {
      do: 'lose-schedules',
      at: rest.fromMs + 13 * 3_600_000,
      untilMs: rest.fromMs + 24.5 * 3_600_000,
    } as const;
    const night = { ...rest, timeline: [...timeline, unattended] };
    const stubborn = storing((state) => ({
      remember: async (environment, memory) => {
        const kept = (await state.memories(environment)).find(({ resource }) => resource === memory.resource);
        return kept?.kind === 'ecs-service' && kept.desired > 0 ? kept : state.remember(environment, memory);
      },
    }));
    const found = await broken(stubborn, night);

    expect(found).toContain('memoryIsKept');
    expect(found).toContain('countsComeBack');
    expect(await broken((deps) => deps, night)).toEqual(new Set());
  });

  it('a state store that calls a count given back as soon as it is remembered exposes it to whatever comes next', async () => {
    const hasty = storing((state) => ({
      remember: async (environment, memory) => {
        const standing = await state.remember(environment, memory);
        await state.giveBack(environment, standing.resource, standing.run);
        return standing;
      },
    }));

    expect(await broken(hasty)).toContain('memoryIsKept');
  });

  it('a state store that tells every run that it holds the lease lets two runs change the environment at once', async () => {
    const takeover = nightWith(1, {
      at: 32,
      do: 'invoke',
      function: 'start',
      input: { requestedBy: 'ana', supersede: true },
    });
    const flattering = storing((state) => {
      let own: Lease | undefined;
      return {
        acquireLease: async (environment, lease, nowMs, supersede) => {
          own = lease;
          return state.acquireLease(environment, lease, nowMs, supersede);
        },
        renewLease: async () => true,
        readLease: async () => own,
        leaseHolder: async () => own,
      };
    });

    expect(await broken(flattering, takeover)).toContain('oneRunAtATime');
    expect(await broken((deps) => deps, takeover)).toEqual(new Set());
  });

  it('a state store that tells a run that was resumed that it still holds the lease lets it change what is another run’s', async () => {
    const resumed = nightWith(
      1,
      { at: 30, do: 'crash', function: 'stop', afterCalls: 12 },
      { at: 30.1, do: 'invoke', function: 'start', input: { requestedBy: 'bob', supersede: true } },
    );
    const believing = storing((state) => {
      let own: Lease | undefined;
      // Only a run that was resumed goes on without having taken the lease in this life.
      return {
        acquireLease: async (environment, lease, nowMs, supersede) => {
          own = lease;
          return state.acquireLease(environment, lease, nowMs, supersede);
        },
        renewLease: async (...how) => (await state.renewLease(...how)) || own === undefined,
      };
    });

    expect(await broken(believing, resumed)).toContain('oneRunAtATime');
    expect(await broken((deps) => deps, resumed)).toEqual(new Set());
  });

  it('a state store that takes the lease of a deployment for a free one disturbs it', async () => {
    const deployment = nightWith(1, { at: 10, do: 'deploy', by: 'release', minutes: 60 });
    const careless = storing((state) => ({
      acquireLease: (environment, lease) => state.acquireLease(environment, lease, Number.MAX_SAFE_INTEGER, true),
    }));

    expect(await broken(careless, deployment)).toContain('deploymentsAreUndisturbed');
    expect(await broken((deps) => deps, deployment)).toEqual(new Set());
  });

  it('a state store that never gives a lease back does not converge', async () => {
    const greedy = storing(() => ({ releaseLease: async () => {} }));

    expect(await broken(greedy, randomNightOf(definitionOf('staging'), 1))).toContain('converges');
  });
});

describe('what is remembered of who took something down', () => {
  const stoppedByAna = nightOf('staging', 1, { world: { 'dashboard-db': { status: 'stopped' } } });
  const remembering = (change: (memory: Parameters<StateStore['remember']>[1]) => typeof memory | undefined): Replace =>
    storing((state) => ({
      remember: async (environment, memory) => {
        const changed = change(memory);
        return changed ? state.remember(environment, changed) : memory;
      },
    }));

  it('the memory of who took something down breaks nothing when it is whole', async () => {
    expect(await broken((deps) => deps, stoppedByAna)).toEqual(new Set());
  });

  it('a lost memory of who took something down starts what somebody had stopped', async () => {
    const careless = remembering((memory) => ('downBy' in memory && memory.downBy === 'somebody' ? undefined : memory));

    expect(await broken(careless, stoppedByAna)).toContain('ownership');
  });

  it('a memory that blames others for what Curfew took down leaves it down', async () => {
    const blaming = remembering((memory) => ('downBy' in memory ? { ...memory, downBy: 'somebody' } : memory));

    expect(await broken(blaming)).toContain('ownership');
  });
});

it('a store that never gives back lets a memory outlive its day', async () => {
  const night = loadScenario('sim/scenarios/memory-of-another-day.yaml');

  expect(
    await broken(
      storing(() => ({ giveBack: async () => {} })),
      night,
    ),
  ).toContain('memoryOfTheDay');
});
