// What no start brings back because the definition does not name it any more: reconcile, a plan and the report of a start say so.
import { describe, expect, it } from 'vitest';
import type { Notice } from '#core/notice.ts';
import type { Claim } from '#core/run.ts';
import { planNow } from '#run/plan/plan-run.ts';
import { type ReconcileDependencies, reconcileEnvironment } from '#run/reconcile/reconcile-environment.ts';
import { summarise } from '#run/report/summarise.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { definitionOf, named, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const shop = service('shop');
const definition = definitionOf([shop]);
/** Nothing is due, so that nothing else is said or done. */
const unscheduled = { ...definition, schedule: { ...definition.schedule, enabled: false } };

const world = async (more: { held?: true; enabled?: boolean } = {}) => {
  const state = memoryStateStore();
  const run = 'staging-stop-20261116T230000Z';
  await state.remember('staging', { kind: 'ecs-service', resource: named('old'), desired: 3, run, aws: 'atlas/old' });
  const nowMs = Date.parse('2026-11-18T12:00:00Z');
  if (more.held) await state.acquireLease('staging', { run: 'r', action: 'stop', until: nowMs + 1_000 }, nowMs, false);
  const said: Notice[] = [];
  const cloud = simulatedCloud([shop]);
  const deps = {
    definition: () => unscheduled,
    services: cloud.services,
    state,
    runtime: { now: () => new Date(nowMs), random: () => 0, newId: () => 'id' },
    isEnabled: async () => more.enabled ?? true,
    say: async (notice: Notice) => void said.push(notice),
    invoke: async () => {},
  } as unknown as ReconcileDependencies;
  return { deps, said, cloud };
};

describe('what is down, remembered, and no longer in the definition', () => {
  it('what is down, remembered, and no longer in the definition is said once by reconcile, with the way back', async () => {
    const { deps, said } = await world();
    await reconcileEnvironment('staging', [], deps);
    await reconcileEnvironment('staging', [], deps);

    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ notice: 'orphaned', resources: [{ resource: 'old' }] });
    expect(said[0]?.text).toContain('staging: old is down and no start will start it');
    expect(said[0]?.resources[0]?.reason).toContain('curfew forget staging old');
  });

  it.each([{ held: true as const }, { enabled: false }])(
    'what is down, remembered, and no longer in the definition is not said while %j',
    async (more) => {
      const { deps, said } = await world(more);
      await reconcileEnvironment('staging', [], deps);

      expect(said).toEqual([]);
    },
  );

  it('what is down, remembered, and no longer in the definition is in the plan, and among the warnings of a start', async () => {
    const { deps, cloud } = await world();
    const plan = await cloud.finish(planNow('start', 'staging', { ...deps, standaloneTasks: async () => [] }));
    const request = { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false };
    const claim: Claim = { run: 'r', action: 'start', request, at: 0, granted: true };
    const result = { end: 'complete', outcomes: [], endedAt: 0, warnings: [] } as const;

    expect(plan.orphans).toEqual([expect.stringMatching(/^old: no longer in the definition, but down since /)]);
    expect(summarise(claim, plan, result, 'UTC').warnings).toEqual(plan.orphans);
    expect(summarise({ ...claim, action: 'stop' }, plan, result, 'UTC').warnings).toEqual([]);
  });
});
