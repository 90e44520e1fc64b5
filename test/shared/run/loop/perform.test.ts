import { describe, expect, it } from 'vitest';
import type { Effect } from '#kinds/effect.ts';
import { performEffects } from '#run/loop/perform.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { cache } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const sessions = cache('sessions', { whenStopped: 'shrink' });
const where = { environment: 'staging', run: 'stop-2' };
const effects: readonly Effect[] = [
  { do: 'remember', kind: 'elasticache-replication-group', replicas: 1, multiAz: true, automaticFailover: true },
  { do: 'set-failover', multiAz: false, automaticFailover: false },
];

const runtime = { now: () => new Date(0) };

/** A store whose lease is a run's. */
const heldBy = async (run: string) => {
  const state = memoryStateStore();
  await state.acquireLease('staging', { run, action: 'stop', until: 1_000 }, 0, false);
  return state;
};

describe('making a change that has to be remembered', () => {
  it('making a change that has to be remembered remembers first, in the name of the run, and then makes it', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('stop-2');

    const acted = await aws.finish(
      performEffects(effects, sessions, where, { services: aws.services, state, runtime }),
    );

    const memory = { ...effects[0], resource: 'sessions', run: 'stop-2', aws: 'atlas-sessions', do: undefined };
    expect(acted).toEqual({ ok: true, remembered: { ...memory } });
    expect(await state.memories('staging')).toEqual([acted.ok && acted.remembered]);
    expect(aws.calls('elasticache:ModifyReplicationGroup')).toHaveLength(1);
  });

  it('making a change that has to be remembered changes nothing where something of another kind is remembered by that name', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('stop-2');
    await state.remember('staging', { kind: 'ecs-service', resource: sessions.name, desired: 2, run: 'stop-1' });

    const acted = await aws.finish(
      performEffects(effects, sessions, where, { services: aws.services, state, runtime }),
    );

    expect(acted).toMatchObject({ ok: false, retryable: false, code: 'FOREIGN_MEMORY' });
    expect(acted).toHaveProperty('message', expect.stringContaining('stop-1 stored an ecs-service'));
    expect(aws.calls()).toEqual([]);
    expect(await state.memories('staging')).toMatchObject([{ desired: 2 }]);
  });
});

describe('a run whose lease has expired', () => {
  const late = { now: () => new Date(5_000) };

  it('a run whose lease has expired takes it again before its next change, so that nobody can take it over in the middle', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('stop-2');

    const acted = await aws.finish(
      performEffects(effects, sessions, where, { services: aws.services, state, runtime: late }),
    );

    expect(acted).toMatchObject({ ok: true });
    expect((await state.leaseHolder('staging'))?.until).toBeGreaterThan(5_000);
  });

  it('a run whose lease has expired changes nothing when another took it in that moment', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('stop-2');
    const stolen = { ...state, renewLease: async () => false };

    const acted = await performEffects(effects, sessions, where, {
      services: aws.services,
      state: stolen,
      runtime: late,
    });

    expect(acted).toMatchObject({ ok: false, moved: true, code: 'SUPERSEDED' });
    expect(aws.calls()).toEqual([]);
  });

  it('a lease that a run has given back is no lease either', async () => {
    const aws = simulatedCloud([sessions]);

    const acted = await performEffects(effects, sessions, where, {
      services: aws.services,
      state: memoryStateStore(),
      runtime,
    });

    expect(acted).toMatchObject({ ok: false, code: 'SUPERSEDED' });
  });
});

describe('a run that was taken over', () => {
  const takeOver = (state: Awaited<ReturnType<typeof heldBy>>) =>
    state.acquireLease('staging', { run: 'start-3', action: 'start', until: 1_000 }, 0, true);

  it('a run that was taken over makes no change when it is resumed, and leaves it to its next look to end', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('stop-2');
    await takeOver(state);

    const acted = await aws.finish(
      performEffects(effects, sessions, where, { services: aws.services, state, runtime }),
    );

    expect(acted).toMatchObject({ ok: false, moved: true, code: 'SUPERSEDED' });
    expect(aws.calls()).toEqual([]);
    expect(await state.memories('staging')).toEqual([]);
  });

  it('a run that was taken over does not forget what the other run needs, however far it has come itself', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('start-1');
    await state.remember('staging', { kind: 'ecs-service', resource: sessions.name, desired: 2, run: 'stop-1' });
    const service = { ...aws.services['elasticache-replication-group'], act: async () => void (await takeOver(state)) };
    const services = { ...aws.services, 'elasticache-replication-group': service };
    const last: readonly Effect[] = [
      { do: 'add-replicas', replicas: 1 },
      { do: 'forget', capturedBy: 'stop-1' },
    ];

    const acted = await performEffects(
      last,
      sessions,
      { environment: 'staging', run: 'start-1' },
      { services, state, runtime },
    );

    expect(acted).toMatchObject({ ok: false, code: 'SUPERSEDED' });
    expect(await state.memories('staging')).toHaveLength(1);
  });
});
