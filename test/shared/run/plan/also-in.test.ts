// What another environment stops and starts, too, is refused when it is planned, and nothing of it is changed.
import { describe, expect, it } from 'vitest';
import { markShared } from '#definition/shared-things.ts';
import { planNow } from '#run/plan/plan-run.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const shop = service('shop');
const store = { ...shop, name: service('store').name };
const [mine, theirs] = markShared([
  definitionOf([shop, database('db')], { environment: 'mine' }),
  definitionOf([store], { environment: 'theirs' }),
]);

const planned = async (action: 'start' | 'stop', { desired = 2, held = false } = {}) => {
  const state = memoryStateStore();
  const memory = { kind: 'ecs-service', resource: store.name, desired: 3, run: 'theirs-stop-1' } as const;
  if (held) await state.remember('theirs', memory);
  const cloud = simulatedCloud([shop, database('db')], { world: { shop: { desired } } });
  const deps = { definition: () => mine ?? theirs ?? definitionOf([]), services: cloud.services, state };
  return cloud.finish(planNow(action, 'mine', { ...deps, standaloneTasks: async () => [] }));
};

const itemOf = (plan: Awaited<ReturnType<typeof planned>>, name: string) =>
  plan.items.find(({ resource }) => resource === name);

describe('a resource that another environment names, too', () => {
  it('a resource that another environment names, too, is not stopped, and the plan says whose it is as well; what is ours alone is', async () => {
    const plan = await planned('stop');

    expect(itemOf(plan, 'shop')).toMatchObject({ decision: 'refuse', code: 'ALSO_IN' });
    expect(itemOf(plan, 'shop')?.reason).toContain('it is store of theirs, and a stop would stop it there too');
    expect(itemOf(plan, 'db')).toMatchObject({ decision: 'act' });
  });

  it('a resource that another environment names, too, is started, as ever, where nobody holds it down', async () => {
    expect(itemOf(await planned('start', { desired: 0 }), 'shop')?.code).toBe('NO_MEMORY');
  });

  it.each(['start', 'stop'] as const)(
    'a resource that another environment names, too, is refused at a %s while the other holds it down',
    async (action) => {
      const plan = await planned(action, { desired: 0, held: true });

      expect(itemOf(plan, 'shop')).toMatchObject({ decision: 'refuse', code: 'ALSO_IN' });
      expect(itemOf(plan, 'shop')?.reason).toContain('theirs stopped it (theirs-stop-1)');
      expect(plan.theirs).toHaveProperty('shop');
    },
  );
});
