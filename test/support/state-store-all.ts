import { expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import { type Make, now, numbered, slot } from './state-store-samples.ts';

const memoryOf = (name: string): Memory => ({
  kind: 'ecs-service',
  resource: name as ResourceName,
  desired: 2,
  run: 'r',
});
const expectationOf = (run: string, from: number) => ({
  ...{ run, reason: 'stop by schedule', identities: ['db'], alarms: ['cpu'] },
  ...{ from: new Date(from).toISOString(), until: new Date(from + 60_000).toISOString() },
});
const holdOf = (id: string) => ({ id, hold: 'up' as const, from: now, until: now + 1, by: 'ana', why: 'release' });

export const everythingAtOnce = (make: Make) => {
  it('a state store reads at once what it reads one by one, of one environment, without slots and reports', async () => {
    const store = await make();
    for (const environment of ['staging', 'staging2']) {
      await store.claimSlot(environment, slot, 'stop-1');
      await store.acquireLease(environment, { run: 'stop-1', action: 'stop', until: now + 1 }, now, false);
      for (const name of numbered(40, (number) => `app-${number}`)) await store.remember(environment, memoryOf(name));
      await store.saveOverride(environment, holdOf('b'));
      await store.saveOverride(environment, holdOf('a'));
      await store.saveSilence(environment, {
        id: 'a',
        pattern: '*',
        from: now,
        until: now + 1,
        by: 'ana',
        why: 'test',
      });
      await store.expect(environment, expectationOf('stop-2', now + 1));
      await store.expect(environment, expectationOf('stop-3', now));
      await store.note(environment, 'hindered', now);
      await store.noteLasting(environment, { since: now, resources: { db: 'lasting' } }, now);
    }
    await store.releaseLease('staging2', 'stop-1');
    const { notedAt, ...found } = await store.readState('staging');

    expect(found).toEqual({
      lease: await store.readLease('staging'),
      memories: await store.memories('staging'),
      overrides: await store.overrides('staging'),
      expectations: await store.expectations('staging'),
      lasting: await store.lasting('staging'),
    });
    expect(found.memories).toHaveLength(40);
    expect([notedAt('hindered'), notedAt('late@1')]).toEqual([now, undefined]);
    expect((await store.readState('staging2')).lease).toBeUndefined();
  });

  it('a state store reads of an environment of which nothing is kept that nothing is', async () => {
    const { notedAt, ...found } = await (await make()).readState('staging');

    expect(found).toEqual({ lease: undefined, memories: [], overrides: [], expectations: [], lasting: undefined });
    expect(notedAt('installed')).toBeUndefined();
  });

  it('a state store reads notes at once whose names are longer than a key may be', async () => {
    const store = await make();
    const key = `orphaned@${'x'.repeat(2_000)}`;
    await store.note('staging', key, now);
    await store.note('staging', `${key}y`, now + 1);
    const { notedAt } = await store.readState('staging');

    expect([notedAt(key), notedAt(`${key}y`), notedAt(`${key}z`)]).toEqual([now, now + 1, undefined]);
  });
};
