import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '#kinds/effect.ts';
import { towardsCache } from '#kinds/elasticache-replication-group/decide.ts';
import type { CacheObservation } from '#kinds/elasticache-replication-group/definition.ts';
import type { CacheMemory } from '#kinds/memory.ts';
import { decide } from '#run/plan/decide.ts';
import { cache, named } from '#test/support/definitions.ts';

const kept = cache('sessions');
const shrunk = cache('sessions', { whenStopped: 'shrink' });

const seen = (facts: Partial<CacheObservation> = {}): CacheObservation => ({
  kind: 'elasticache-replication-group',
  status: 'available',
  replicas: 2,
  multiAz: true,
  automaticFailover: 'enabled',
  clusterMode: false,
  ...facts,
});

const alone = { replicas: 0, multiAz: false, automaticFailover: 'disabled' };
const withoutFailover = { multiAz: false, automaticFailover: 'disabled' };

const memory = (facts: Partial<CacheMemory> = {}): CacheMemory => ({
  kind: 'elasticache-replication-group',
  resource: named('sessions'),
  replicas: 2,
  multiAz: true,
  automaticFailover: true,
  run: 'stop-1',
  ...facts,
});

const stop = (facts: Partial<CacheObservation>, remembered?: CacheMemory) =>
  towardsCache('stop', shrunk, seen(facts), remembered);
const start = (facts: Partial<CacheObservation>, remembered?: CacheMemory) =>
  towardsCache('start', shrunk, seen(facts), remembered);

const remember = { do: 'remember', kind: 'elasticache-replication-group' };
const failoverOff = { do: 'set-failover', multiAz: false, automaticFailover: false };
const failoverOn = { do: 'set-failover', multiAz: true, automaticFailover: true };

describe('a cache that is kept', () => {
  it.each(['available', 'modifying', 'creating', 'a status of tomorrow'])(
    'a cache that is kept is done with on stop while %s',
    (status) => {
      expect(towardsCache('stop', kept, seen({ status }), undefined).kind).toBe('ready');
    },
  );

  it.each([
    ['available', 'ready'],
    ['modifying', 'ready'],
    ['snapshotting', 'ready'],
    ['creating', 'wait'],
    ['create-failed', 'fail'],
  ] as const)('a cache that is kept is a gate on start: %s is %s', (status, kind) => {
    expect(towardsCache('start', kept, seen({ status }), undefined).kind).toBe(kind);
  });

  it('a cache that is kept is restored all the same if it was shrunk before the definition was changed', () => {
    expect(towardsCache('start', kept, seen(alone), memory())).toMatchObject({
      effects: [{ do: 'add-replicas', replicas: 2 }],
    });
  });
});

describe('a stop that shrinks', () => {
  it('a stop that shrinks a cache remembers first, and takes failover away before replicas', () => {
    expect(stop({})).toMatchObject({
      kind: 'act',
      effects: [{ ...remember, replicas: 2, multiAz: true, automaticFailover: true }, failoverOff],
    });
    expect(stop(withoutFailover, memory())).toMatchObject({ effects: [{ do: 'remove-replicas', replicas: 0 }] });
    expect(stop(alone, memory())).toEqual({ kind: 'ready', reason: 'shrunk to its primary' });
  });

  it('a stop that shrinks a cache takes replicas away at once where there is no failover, and remembers that there was none', () => {
    expect(stop(withoutFailover)).toMatchObject({
      effects: [
        { ...remember, replicas: 2, multiAz: false, automaticFailover: false },
        { do: 'remove-replicas', replicas: 0 },
      ],
    });
  });

  it('a stop that shrinks a cache takes failover away that works within one zone, too', () => {
    expect(stop({ multiAz: false })).toMatchObject({
      effects: [{ ...remember, multiAz: false, automaticFailover: true }, failoverOff],
    });
  });

  it('a stop that shrinks a cache never remembers anew what it remembers already', () => {
    expect(stop({}, memory({ replicas: 3 }))).toMatchObject({ effects: [failoverOff] });
    expect(stop(withoutFailover, memory({ replicas: 3 }))).toMatchObject({ effects: [{ do: 'remove-replicas' }] });
  });

  it('a stop that shrinks has nothing to do, and nothing to remember, where there never was a replica', () => {
    expect(stop(alone)).toEqual({ kind: 'ready', reason: 'no replicas, nothing to shrink' });
  });

  it.each([
    ['modifying', 'enabled'],
    ['snapshotting', 'enabled'],
    ['creating', 'enabled'],
    ['a status of tomorrow', 'enabled'],
    ['available', 'disabling'],
    ['available', 'enabling'],
  ])('a stop that shrinks a cache waits while the group is %s and its failover %s', (status, automaticFailover) => {
    expect(stop({ status, automaticFailover }).kind).toBe('wait');
    expect(stop({ status, automaticFailover, replicas: 0 }, memory()).kind).toBe('wait');
  });

  it.each(['create-failed', 'deleting'])('a stop that shrinks a cache fails when the group is %s', (status) => {
    expect(stop({ status })).toMatchObject({ kind: 'fail', code: status });
  });

  it.each(['available', 'modifying'])(
    'a stop that shrinks a cache is refused in cluster mode, even while %s',
    (status) => {
      expect(stop({ status, clusterMode: true })).toMatchObject({
        kind: 'refuse',
        code: 'CLUSTER_MODE',
        reason: expect.stringContaining('whenStopped: keep'),
      });
    },
  );
});

describe('a start that restores', () => {
  it('a start that restores a cache brings replicas back, then failover, then forgets, which ends it', () => {
    expect(start(alone, memory())).toMatchObject({ kind: 'act', effects: [{ do: 'add-replicas', replicas: 2 }] });
    expect(start(withoutFailover, memory())).toMatchObject({ kind: 'act', effects: [failoverOn] });
    expect(start({}, memory())).toMatchObject({ kind: 'act', effects: [{ do: 'forget' }], final: true });
  });

  it('a start that restores a cache gives back only what there was', () => {
    expect(start(withoutFailover, memory({ multiAz: false, automaticFailover: false }))).toMatchObject({ final: true });
    expect(start(withoutFailover, memory({ multiAz: false }))).toMatchObject({
      effects: [{ do: 'set-failover', multiAz: false, automaticFailover: true }],
    });
  });

  it('a start that restores a cache gives Multi-AZ back where only that is missing', () => {
    expect(start({ multiAz: false }, memory())).toMatchObject({ effects: [failoverOn] });
  });

  it('a start that restores a cache leaves alone what somebody has added meanwhile', () => {
    expect(start({ replicas: 3 }, memory())).toMatchObject({ effects: [{ do: 'forget' }] });
    expect(start({}, memory({ multiAz: false, automaticFailover: false }))).toMatchObject({ final: true });
  });

  it.each([
    ['modifying', 'disabled'],
    ['snapshotting', 'disabled'],
    ['available', 'enabling'],
  ])(
    'a start that restores a cache waits while the group is %s and its failover %s, and serves meanwhile',
    (status, automaticFailover) => {
      expect(start({ ...alone, status, automaticFailover }, memory())).toMatchObject({ kind: 'wait', serves: true });
    },
  );

  it('a start that restores a cache serves from its first step to its last', () => {
    expect(start(alone, memory())).toMatchObject({ serves: true });
    expect(start(withoutFailover, memory())).toMatchObject({ serves: true });
    expect(start({}, memory())).toMatchObject({ serves: true });
  });

  it.each([
    ['creating', 'wait'],
    ['a status of tomorrow', 'wait'],
    ['create-failed', 'fail'],
    ['deleting', 'fail'],
  ])('a start that restores does not serve while %s: %s', (status, kind) => {
    const next = start({ status }, memory());

    expect(next.kind).toBe(kind);
    expect(next).not.toHaveProperty('serves');
  });

  it('a start that restores is a gate where nothing is remembered, and in cluster mode', () => {
    expect(start(alone)).toMatchObject({ kind: 'ready' });
    expect(start({ clusterMode: true, ...alone }, memory())).toMatchObject({ kind: 'ready' });
  });
});

it('a cache takes a memory of another kind for none', () => {
  const ofService = { kind: 'ecs-service', resource: named('sessions'), desired: 2, run: 'stop-1' } as const;
  const reading = { state: 'seen', observation: seen(alone) } as const;

  expect(decide('start', shrunk, reading, ofService)).toMatchObject({ kind: 'ready' });
});

/** What ElastiCache does for an effect, at once. */
const applied = (group: CacheObservation, effect: Effect): CacheObservation => {
  if (effect.do === 'set-failover')
    return {
      ...group,
      multiAz: effect.multiAz,
      automaticFailover: effect.automaticFailover ? 'enabled' : 'disabled',
    };
  return effect.do === 'add-replicas' || effect.do === 'remove-replicas'
    ? { ...group, replicas: effect.replicas }
    : group;
};

it('a stop and a start bring every group down to its primary and back to what it was', () => {
  const groups = fc
    .record({ replicas: fc.integer({ min: 0, max: 5 }), failover: fc.boolean(), zones: fc.boolean() })
    .map(({ replicas, failover, zones }) => {
      const failsOver = replicas > 0 && failover;
      return seen({ replicas, multiAz: failsOver && zones, automaticFailover: failsOver ? 'enabled' : 'disabled' });
    });
  fc.assert(
    fc.property(groups, (before) => {
      let group = before;
      let remembered: CacheMemory | undefined;
      for (const action of ['stop', 'start'] as const) {
        for (let round = 0; round < 5; round++) {
          const next = towardsCache(action, shrunk, group, remembered);
          if (next.kind !== 'act') break;
          for (const effect of next.effects) {
            if (effect.do === 'remember') remembered = memory(effect as Partial<CacheMemory>);
            if (effect.do === 'forget') remembered = undefined;
            group = applied(group, effect);
          }
        }
        if (action === 'stop') expect(group.replicas).toBe(0);
      }
      expect(group).toEqual(before);
      expect(remembered).toBeUndefined();
    }),
  );
});
