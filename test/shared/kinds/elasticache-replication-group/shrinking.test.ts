// Nights in which a cache is shrunk: every crash, a takeover, a restore that fails, and a broken part that shows that the
// invariant can fail.
import { describe, expect, it } from 'vitest';
import type { Dependencies } from '#run/dependencies.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import type { Scenario, TimelineEntry } from '#sim/scenario/scenario.ts';
import { crashPointsOf, outcomesOf } from '#test/support/nights.ts';

const scenario = loadScenario('sim/scenarios/shrink.yaml');

/** The night of the scenario file without its troubles, and without the group that is refused. */
const night = (seed = 1, ...timeline: readonly TimelineEntry[]): Scenario => {
  const { definition, world } = scenario;
  const { sharded: _refused, ...others } = world;
  const resources = definition.resources.filter(({ name }) => name !== 'sharded');
  return { ...scenario, seed, definition: { ...definition, resources }, world: others, timeline };
};

const drawn = (seed: number, ...timeline: readonly TimelineEntry[]): Scenario => ({
  ...night(seed, ...timeline),
  world: { sessions: { replicas: 2 } },
});

const at = (time: string): number => Date.parse(`${time}-03:00`);
const evening = at('2026-11-19T19:45:00');
const morning = at('2026-11-20T07:45:00');

describe('a night with a cache that shrinks', () => {
  it('a night with a cache that shrinks brings it down and back, whatever the seed', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const rehearsal = await rehearse(drawn(seed));

      expect(outcomesOf(rehearsal), `seed ${seed}`).toEqual(['stop done', 'start done']);
      expect(violationsOf(rehearsal)).toEqual([]);
      expect(rehearsal.after).toEqual(rehearsal.before);
      expect(rehearsal.lines.at(-1)?.event).toMatchObject({ type: 'end', memory: [] });
    }
  });

  it.each(['stop', 'start'] as const)(
    'a night with a cache that shrinks ends the same wherever %s dies and is resumed',
    async (name) => {
      for (const afterCalls of crashPointsOf(await rehearse(night()), name)) {
        const crash: TimelineEntry = { at: evening, do: 'crash', function: name, afterCalls };
        const rehearsal = await rehearse(night(1, crash));

        expect(rehearsal.lines.some(({ event }) => event.type === 'invocation' && event.phase === 'died')).toBe(true);
        expect(outcomesOf(rehearsal), `died after call ${afterCalls}`).toEqual(['stop done', 'start done']);
        expect(violationsOf(rehearsal)).toEqual([]);
        expect(rehearsal.after).toEqual(rehearsal.before);
      }
    },
  );

  it('a night with a cache that shrinks is turned round by a start that takes over halfway', async () => {
    const input = { requestedBy: 'ana', why: 'urgent fix', supersede: true };
    const rehearsal = await rehearse(
      night(1, { at: at('2026-11-19T20:04:00'), do: 'invoke', function: 'start', input }),
    );

    expect(outcomesOf(rehearsal).slice(0, 2)).toEqual(['stop superseded', 'start done']);
    expect(violationsOf(rehearsal)).toEqual([]);
    expect(rehearsal.after).toEqual(rehearsal.before);
  });

  it('a night with a cache that shrinks starts its services although the replicas do not come back, and says so', async () => {
    const fault = { operation: 'elasticache:IncreaseReplicaCount', error: 'AccessDeniedException' };
    const rehearsal = await rehearse(night(1, { at: morning, do: 'fault', fault }));
    const outcomes = Object.fromEntries(
      (rehearsal.reports.at(-1)?.resources ?? []).map(({ resource, outcome }) => [resource, outcome]),
    );

    expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start partial']);
    expect(outcomes).toEqual({ sessions: 'failed', locks: 'skipped', shop: 'done' });
    expect(rehearsal.after).toMatchObject({ sessions: { status: 'shrunk' }, shop: { status: 'steady' } });
    expect(rehearsal.lines.at(-1)?.event).toMatchObject({
      memory: [{ resource: 'sessions', replicas: 2, multiAz: true }],
    });
    expect(violationsOf(rehearsal)).toEqual([]);
  });

  it('a night with a cache that shrinks is repaired by the next start, with what the first evening remembered', async () => {
    const fault = { operation: 'elasticache:IncreaseReplicaCount', error: 'AccessDeniedException', times: 1 };
    const again = {
      at: at('2026-11-20T09:00:00'),
      do: 'invoke',
      function: 'start',
      input: { requestedBy: 'ana' },
    } as const;
    const rehearsal = await rehearse(night(1, { at: morning, do: 'fault', fault }, again));

    expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start partial', 'start done']);
    expect(rehearsal.after).toEqual(rehearsal.before);
  });
});

it('a wrong memory of a cache is found out', async () => {
  const replace = (deps: Dependencies): Dependencies => ({
    ...deps,
    state: {
      ...deps.state,
      memories: async (environment) =>
        (await deps.state.memories(environment)).map((memory) =>
          memory.kind === 'elasticache-replication-group' ? { ...memory, replicas: 1, multiAz: false } : memory,
        ),
    },
  });

  const found = violationsOf(await rehearse(night(), { replace }));

  expect(new Set(found.map(({ invariant }) => invariant))).toEqual(new Set(['cachesComeBack']));
  expect(found.map(({ detail }) => detail)).toEqual([
    'replicas of sessions was 2 and is 1',
    'multiAz of sessions was true and is false',
  ]);
});
