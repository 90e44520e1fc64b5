// Each invariant is shown to fail on a deliberately broken part: a predicate that cannot fail protects nobody.
import { describe, expect, it } from 'vitest';
import type { Lease } from '#core/run.ts';
import { definitionOf } from '#definition/packed.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Dependencies } from '#run/dependencies.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { randomNightOf } from '#sim/random/night.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { nightOf, nightWith } from '#test/support/nights.ts';

type Replace = (deps: Dependencies) => Dependencies;

const broken = async (replace: Replace, scenario: Scenario = nightOf('staging')): Promise<Set<string>> =>
  new Set(violationsOf(await rehearse(scenario, { replace })).map(({ invariant }) => invariant));

/** Keeps its state otherwise than the real store. */
const storing =
  (change: (state: StateStore) => Partial<StateStore>): Replace =>
  (deps) => ({ ...deps, state: { ...deps.state, ...change(deps.state) } });

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

/** A message to the operator topic as a line of the trace. */
const published = (by: string, message: object): TraceEvent => ({
  type: 'call',
  function: by,
  operation: 'sns:Publish',
  mutating: true,
  input: { Message: JSON.stringify(message) },
});

/** The lines of a scenario file's night, and the same with some published once more a quarter of an hour later. */
const echoed = async (file: string, isEchoed: (message: string) => boolean) => {
  const rehearsal = await rehearse(loadScenario(`sim/scenarios/${file}.yaml`));
  const lines = rehearsal.lines.flatMap((line) => {
    const { event } = line;
    const isSaid = event.type === 'call' && event.operation === 'sns:Publish';
    const again = isSaid && isEchoed(String((event.input as { Message: unknown }).Message));
    return again ? [line, { ...line, at: line.at + 15 * 60_000 }] : [line];
  });
  const judged = (what: typeof rehearsal) => violationsOf(what).filter(({ invariant }) => invariant === 'oneVoice');
  return { before: judged(rehearsal), after: judged({ ...rehearsal, lines }).map(({ detail }) => detail) };
};

describe('whoever tells people that', () => {
  it('a function that publishes a report twice has two voices', async () => {
    const twice: Replace = (deps) => ({
      ...deps,
      publish: async (message) => {
        await deps.publish(message);
        await deps.publish(message);
      },
    });

    expect(await broken(twice)).toEqual(new Set(['oneVoice']));
    expect(await broken((deps) => deps)).toEqual(new Set());
  });

  it('a function that says at every tick what it has said has two voices', async () => {
    const { before, after } = await echoed('woken', (message) => message.includes('"curfew-notice"'));

    expect(before).toEqual([]);
    expect(after).toEqual([expect.stringContaining('repeated: staging is down, but somebody started kafka-ui')]);
  });

  it('a function that says in a notice what a report has told has two voices', async () => {
    const rehearsal = await rehearse(loadScenario('sim/scenarios/failing-tasks.yaml'));
    const index = rehearsal.lines.findLastIndex(({ event }) => event.type === 'report');
    const last = rehearsal.lines[index];
    const notice = {
      ...{ kind: 'curfew-notice', notice: 'not-up', text: 'staging should be up but is not: scoring' },
      resources: [{ resource: 'scoring', reason: '0 of 2 tasks healthy' }],
    };
    const lines = rehearsal.lines.toSpliced(index + 1, 0, {
      at: last?.at ?? 0,
      event: published('reconcile', notice),
    });

    expect(violationsOf({ ...rehearsal, lines }).map(({ invariant, resource }) => [invariant, resource])).toEqual([
      ['oneVoice', 'scoring'],
    ]);
  });

  it('a function that tells of a run that was made again and failed in nothing new has two voices', async () => {
    const rehearsal = await rehearse(loadScenario('sim/scenarios/failing-tasks.yaml'));
    const report = rehearsal.reports.at(-1);
    const again = { ...report, run: 'staging-start-again', retryOf: report?.run };
    const at = rehearsal.lines.at(-1)?.at ?? 0;
    const after = violationsOf({ ...rehearsal, lines: [...rehearsal.lines, { at, event: published('start', again) }] });

    expect(report?.outcome).toBe('partial');
    expect(after.map(({ detail }) => detail)).toEqual([expect.stringContaining('failed the same way')]);
  });
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

it('a reconcile that never tries again leaves what failed as it is', async () => {
  const night = loadScenario('sim/scenarios/capacity-later.yaml');
  const { definition } = night;
  const schedule = { ...definition.schedule, retry: 'off' as const };
  const rehearsal = await rehearse({ ...night, definition: { ...definition, schedule } });
  const found = violationsOf({ ...rehearsal, scenario: night }).map(({ invariant }) => invariant);

  expect(found).toContain('finishesByItself');
  expect(violationsOf(rehearsal)).toEqual([]);
});

describe('a definition that', () => {
  it('a definition that loses what is to be left alone lets it be changed', async () => {
    const night = loadScenario('sim/scenarios/leave-alone.yaml');
    const careless: Replace = (deps) => ({
      ...deps,
      definition: (environment) => {
        const definition = deps.definition(environment);
        const resources = definition.resources.map(({ leaveAlone: _, keptUp: __, ...rest }) => rest as Resource);
        return { ...definition, resources };
      },
    });

    expect(await broken(careless, night)).toContain('protectedIsUntouched');
  });
});

describe('what sees to alarms and', () => {
  const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' } as const;
  const night = nightOf('staging', 1, {
    alarms: [
      { ...alarm, name: 'poc-atlas-dev-scoring-running-tasks-below-desired', watches: 'scoring' },
      { ...alarm, name: 'poc-atlas-dev-scoring-scale-out', watches: 'scoring', scales: true },
      { ...alarm, name: 'poc-atlas-dev-camunda-high-cpu', watches: 'camunda', disabled: true },
    ],
  });
  const mutingWith =
    (change: (alarms: Dependencies['alarms']) => Partial<Dependencies['alarms']>): Replace =>
    (deps) => ({ ...deps, alarms: { ...deps.alarms, ...change(deps.alarms) } });

  it('what sees to alarms and is whole breaks no invariant', async () => {
    expect(await broken((deps) => deps, night)).toEqual(new Set());
  });

  it('what sees to alarms and says that it mutes and does not lets them act all night', async () => {
    expect(
      await broken(
        mutingWith(() => ({ mute: async () => {} })),
        night,
      ),
    ).toContain('alarmsInStep');
  });

  it('what sees to alarms and mutes for an hour only lets them act in the middle of the night', async () => {
    const hasty = mutingWith(({ mute }) => ({
      mute: (rule) => mute({ ...rule, untilMs: Math.min(rule.untilMs, rule.fromMs + 60 * 60_000) }),
    }));

    expect(await broken(hasty, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and never shortens a rule leaves them muted after the start', async () => {
    const lasting = mutingWith(({ mute }) => ({
      mute: async (rule) => (rule.untilMs - rule.fromMs > 60 * 60_000 ? mute(rule) : undefined),
    }));

    expect(await broken(lasting, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and does not see what an alarm does mutes autoscaling', async () => {
    const blind = mutingWith(({ find }) => ({
      find: async (query) => (await find(query)).map((one) => ({ ...one, actions: [] })),
    }));

    expect(await broken(blind, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and does not see that somebody disabled an alarm touches what is theirs', async () => {
    const bold = mutingWith(({ find }) => ({
      find: async (query) => (await find(query)).map((one) => ({ ...one, actionsEnabled: true })),
    }));

    expect(await broken(bold, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and deletes rules of other people touches what is theirs', async () => {
    const rude = mutingWith(({ mute, unmute }) => ({
      mute: async (rule) => {
        await unmute('ana-is-on-holiday');
        await mute(rule);
      },
    }));

    expect(await broken(rude, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and forgets what it recorded leaves them muted after the start', async () => {
    expect(
      await broken(
        storing(() => ({ expectations: async () => [] })),
        night,
      ),
    ).toContain('alarmsInStep');
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

  it('a report that loses an outcome is found out', async () => {
    expect(await withReport((report) => ({ ...report, resources: report.resources.slice(1) }))).toContain(
      'oneOutcomePerResource',
    );
  });

  it('a report that counts a resource twice is found out', async () => {
    expect(
      await withReport((report) => ({ ...report, resources: [...report.resources, ...report.resources.slice(0, 1)] })),
    ).toContain('oneOutcomePerResource');
  });

  it('a report that calls a resource untouched that was changed is found out', async () => {
    const lying = await withReport((report) => ({
      ...report,
      resources: report.resources.map((one) => ({ ...one, outcome: 'skipped' as const })),
    }));

    expect(lying).toContain('reportsTellTheTruth');
  });

  it.each(['refused', 'failed'] as const)(
    'a report that says %s and nothing done although it made changes is found out',
    async (outcome) => {
      expect(await withReport((report) => ({ ...report, outcome, resources: [] }))).toContain('reportsTellTheTruth');
    },
  );

  it('a report that says done although a resource failed is found out', async () => {
    const failing = await withReport((report) => ({
      ...report,
      resources: report.resources.map((one, index) => (index === 0 ? { ...one, outcome: 'failed' as const } : one)),
    }));

    expect(failing).toContain('reportsTellTheTruth');
  });
});

describe('a night in which nothing comes to its end', () => {
  const night = rehearse(loadScenario('sim/scenarios/failed-start-said-once.yaml'));
  type Lines = Rehearsal['lines'];
  const judged = async (change: (lines: Lines, reports: Rehearsal['reports']) => Lines): Promise<Set<string>> => {
    const rehearsal = await night;
    const lines = change(rehearsal.lines, rehearsal.reports);
    return new Set(violationsOf({ ...rehearsal, lines }).map(({ invariant }) => invariant));
  };
  const published = (at: number, message: object): Lines[number] => ({
    at,
    event: {
      type: 'call',
      function: 'reconcile',
      operation: 'sns:Publish',
      mutating: true,
      input: { Message: JSON.stringify(message) },
    },
  });
  const notice = (kind: string, resource: string) => ({
    kind: 'curfew-notice',
    notice: kind,
    text: `about ${resource}`,
    resources: [{ resource, reason: 'stopped' }],
  });
  const noon = Date.parse('2026-11-20T12:00:00-03:00');

  it('a night in which nothing comes to its end breaks no invariant', async () => {
    expect(await judged((lines) => lines)).toEqual(new Set());
  });

  it('in a night in which nothing comes to its end, a notice that says again what the report said is found out', async () => {
    expect(await judged((lines) => [...lines, published(noon, notice('not-up', 'db'))])).toEqual(new Set(['oneVoice']));
  });

  it('in a night in which nothing comes to its end, a report of every attempt is found out', async () => {
    const everyAttempt = (lines: Lines, reports: Rehearsal['reports']) => [
      ...lines,
      ...reports.slice(-1).map((report) => published(noon, report)),
    ];

    expect(await judged(everyAttempt)).toEqual(new Set(['oneVoice']));
  });

  it('in a night in which nothing comes to its end, a notice at every look is found out', async () => {
    const everyLook = (lines: Lines) => [
      ...lines,
      ...[0, 15, 30].map((minutes) => published(noon + minutes * 60_000, notice('drift', 'web'))),
    ];

    expect(await judged(everyLook)).toEqual(new Set(['oneVoice']));
  });
});
