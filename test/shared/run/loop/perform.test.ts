import { describe, expect, it } from 'vitest';
import { type ErrorCode, OperationError } from '#core/errors.ts';
import type { Services } from '#kinds/adapter.ts';
import type { Effect } from '#kinds/effect.ts';
import { leaseProof } from '#run/claim/lease-proof.ts';
import { limits } from '#run/limits.ts';
import { markStale, performEffects, untried } from '#run/loop/perform.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { cache, named } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const sessions = cache('sessions', { whenStopped: 'shrink' });
const where = { environment: 'staging', run: 'stop-2' };
const effects: readonly Effect[] = [
  { do: 'remember', kind: 'elasticache-replication-group', replicas: 1, multiAz: true, automaticFailover: true },
  { do: 'set-failover', multiAz: false, automaticFailover: false },
];

/** What a process that has just been resumed has: nothing of the lease is known. */
const ports = (state: StateStore, nowMs = () => 0, { run } = where) => ({
  state,
  lease: leaseProof(
    { environment: 'staging', run },
    { state, runtime: { now: () => new Date(nowMs()), random: () => 0, newId: () => 'id' } },
  ),
});

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
      performEffects(effects, sessions, where, { services: aws.services, ...ports(state) }),
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
      performEffects(effects, sessions, where, { services: aws.services, ...ports(state) }),
    );

    expect(acted).toMatchObject({ ok: false, retryable: false, code: 'FOREIGN_MEMORY' });
    expect(acted).toHaveProperty('message', expect.stringContaining('stop-1 stored an ecs-service'));
    expect(aws.calls()).toEqual([]);
    expect(await state.memories('staging')).toMatchObject([{ desired: 2 }]);
  });
});

describe('a run whose lease has expired', () => {
  const late = () => 5_000;

  it('a run whose lease has expired takes it again before its next change, so that nobody can take it over in the middle', async () => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('stop-2');

    const acted = await aws.finish(
      performEffects(effects, sessions, where, { services: aws.services, ...ports(state, late) }),
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
      ...ports(stolen, late),
    });

    expect(acted).toMatchObject({ ok: false, moved: true, code: 'SUPERSEDED' });
    expect(aws.calls()).toEqual([]);
  });

  it('a lease that a run has given back is no lease either', async () => {
    const aws = simulatedCloud([sessions]);

    const acted = await performEffects(effects, sessions, where, {
      services: aws.services,
      ...ports(memoryStateStore()),
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
      performEffects(effects, sessions, where, { services: aws.services, ...ports(state) }),
    );

    expect(acted).toMatchObject({ ok: false, moved: true, code: 'SUPERSEDED' });
    expect(aws.calls()).toEqual([]);
    expect(await state.memories('staging')).toEqual([]);
  });

  /** It is taken over while it makes a change that takes so long; the next thing to do is to forget what was remembered. */
  const forgettingAfter = async (changeMs: number) => {
    const aws = simulatedCloud([sessions]);
    const state = await heldBy('start-1');
    await state.remember('staging', { kind: 'ecs-service', resource: sessions.name, desired: 2, run: 'stop-1' });
    let nowMs = 0;
    const act = async () => {
      nowMs += changeMs;
      await takeOver(state);
      return undefined;
    };
    const service = { ...aws.services['elasticache-replication-group'], act };
    const services = { ...aws.services, 'elasticache-replication-group': service };
    const last: readonly Effect[] = [
      { do: 'add-replicas', replicas: 1 },
      { do: 'forget', capturedBy: 'stop-1' },
    ];
    const starting = { environment: 'staging', run: 'start-1' };
    const acted = await performEffects(last, sessions, starting, { services, ...ports(state, () => nowMs, starting) });
    return { acted, memories: await state.memories('staging') };
  };

  it('a run that was taken over does not forget what the other run needs, however far it has come itself', async () => {
    const { acted, memories } = await forgettingAfter(limits.leaseProofSeconds * 1_000);

    expect(acted).toMatchObject({ ok: false, code: 'SUPERSEDED' });
    expect(memories).toHaveLength(1);
  });

  it('a run that was taken over ends within what the other run waits before it reads what is remembered', async () => {
    const { acted } = await forgettingAfter(limits.leaseProofSeconds * 1_000 - 1);

    expect(acted).toMatchObject({ ok: true });
    expect(limits.takeoverSeconds).toBeGreaterThanOrEqual(limits.leaseProofSeconds + 10);
  });
});

describe('what comes of a change', () => {
  const give: readonly Effect[] = [{ do: 'give-back', capturedBy: 'stop-1' }];
  const forget: readonly Effect[] = [{ do: 'forget', capturedBy: 'stop-1' }];
  const kept = { kind: 'ecs-service', resource: sessions.name, desired: 2, run: 'stop-1' } as const;
  const made = async (what: readonly Effect[], act: () => Promise<void> = async () => {}) => {
    const state = await heldBy('stop-2');
    await state.remember('staging', kept);
    const services = { 'elasticache-replication-group': { act } } as unknown as Services;
    const result = await performEffects(what, sessions, where, { services, ...ports(state) });
    return { result, memories: await state.memories('staging') };
  };

  it('what comes of a change tells what was given back and what was forgotten', async () => {
    expect(await made(give)).toEqual({
      result: { ok: true, gaveBack: true },
      memories: [{ ...kept, givenBack: true }],
    });
    expect(await made(forget)).toEqual({ result: { ok: true, forgot: true }, memories: [] });
  });

  it.each<[code: ErrorCode, moved: boolean, retryable: boolean]>([
    ['MOVED', true, true],
    ['THROTTLED', false, true],
    ['ACCESS_DENIED', false, false],
  ])('what comes of a change that AWS refuses as %s is told in its words', async (code, moved, retryable) => {
    const { result } = await made([{ do: 'add-replicas', replicas: 1 }], async () => {
      throw new OperationError(code, 'it said no', { awsCode: 'SomeCode' });
    });

    expect(result).toEqual({ ok: false, moved, retryable, code: 'SomeCode', message: 'it said no' });
  });

  it('what comes of a change whose run was taken over is no failure of the resource', async () => {
    const state = await heldBy('another');
    const services = {} as Services;

    expect(await performEffects(give, sessions, where, { services, ...ports(state) })).toEqual({
      ...{ ok: false, moved: true, retryable: true, code: 'SUPERSEDED', message: 'another run has taken over' },
    });
  });

  it('what comes of a change that a process died with is what is remembered of its resource by now', async () => {
    const state = await heldBy('stop-2');
    expect(await markStale(sessions, where, { state })).toEqual({ ok: false, stale: true });
    await state.remember('staging', { ...kept, resource: named('another') });
    expect(await markStale(sessions, where, { state })).toEqual({ ok: false, stale: true });
    await state.remember('staging', kept);
    expect(await markStale(sessions, where, { state })).toEqual({ ok: false, stale: true, remembered: kept });
    const memories = async () => Promise.reject(new OperationError('UNAVAILABLE', 'no table'));
    expect(await markStale(sessions, where, { state: { ...state, memories } })).toMatchObject({
      ok: false,
      retryable: true,
    });
    expect(untried).toEqual({ ok: false, stale: true, untried: true });
  });
});
