import { describe, expect, it } from 'vitest';
import type { EcsObservation } from '#kinds/ecs-service/observation.ts';
import { all, down, memory, none, scaling, stop, up } from './told-services.ts';

const remembering = (facts: object) => ({ do: 'remember', kind: 'ecs-service', ...facts });

describe('a stop says', () => {
  it.each([
    [1, '1 task wanted, should be 0'],
    [2, '2 tasks wanted, should be 0'],
  ])('a stop of an ECS service says how many of %i are wanted', (desired, reason) => {
    expect(stop(up({ desired }))).toEqual({
      kind: 'act',
      effects: [remembering({ desired }), { do: 'set-desired-count', desired: 0 }],
      reason,
    });
  });

  it('a stop of an ECS service says what it does about a service at zero', () => {
    expect(stop(down())).toEqual({
      kind: 'act',
      effects: [remembering({ desired: 0 })],
      reason: 'at 0; keeping that in memory',
    });
    expect(stop(down(scaling(0, none)))).toEqual({
      kind: 'act',
      effects: [remembering({ desired: 0, ...scaling(0, none) }), { do: 'set-scaling', suspended: all }],
      reason: 'at 0; suspending its scaling, which could raise it',
    });
  });

  it('a stop of an ECS service says nothing of a scaling at zero that cannot raise it, or is suspended', () => {
    const kept = { kind: 'act', effects: [remembering({ desired: 0 })], reason: 'at 0; keeping that in memory' };

    expect(stop(down(scaling(1, none)))).toEqual(kept);
    expect(stop(down(scaling(0, all)))).toEqual(kept);
  });

  it('a stop of an ECS service says that a scaling at zero, whose memory it has, is suspended again', () => {
    const suspending = { do: 'set-scaling', suspended: all };

    expect(stop(down(scaling(0, none)), memory({ desired: 0, ...scaling(0, none) }))).toMatchObject({
      effects: [suspending],
    });
    expect(stop(down(scaling(0, none)), memory({ desired: 0 }))).toMatchObject({
      effects: [remembering(scaling(0, none)), suspending],
    });
  });

  it.each(['dynamicScalingIn', 'dynamicScalingOut', 'scheduledScaling'] as const)(
    'a stop of an ECS service says that %s alone is enough to suspend once more',
    (flag) => {
      expect(stop(up(scaling(2, { ...all, [flag]: false })), memory(scaling(2, none)))).toMatchObject({
        effects: [{ do: 'set-scaling', suspended: all }],
      });
    },
  );

  it('a stop of an ECS service says nothing of a target that is there without being remembered, while it stays suspended or at zero', () => {
    expect(stop(up(scaling(2, all)), memory())).toMatchObject({ effects: [{ do: 'set-desired-count' }] });
    expect(stop(down(scaling(1, none)), memory()).kind).toBe('ready');
    expect(stop(down(scaling(0, none)), memory())).toMatchObject({
      effects: [remembering({ desired: 2, ...scaling(0, none) }), { do: 'set-scaling' }],
    });
  });

  it.each([
    [1, undefined, 'draining, 1 task left'],
    [3, undefined, 'draining, 3 tasks left'],
    [1, 'until 08:00', '1 task left that protect themselves from being scaled in: until 08:00'],
  ])('a stop of an ECS service says whom it waits for: %i, %s', (tasksLeft, protection, reason) => {
    const seen = down({ tasksLeft, ...(protection === undefined ? {} : { protection }) });

    expect(stop(seen, memory())).toEqual({ kind: 'wait', reason });
  });

  it('a stop of an ECS service says that no task is left', () => {
    expect(stop(down(), memory())).toEqual({ kind: 'ready', reason: 'no task left' });
  });

  const cut = 'its rollout of app:8 was not over: a count of 0 ends it, and the next start begins with app:8';
  it('a stop of an ECS service says which rollout it ends', () => {
    expect(stop(up({ rollout: 'in-progress', rollingOut: 'app:8' }))).toEqual({
      kind: 'act',
      effects: [remembering({ desired: 2, cutOff: 'app:8' }), { do: 'set-desired-count', desired: 0 }],
      reason: `2 tasks wanted, should be 0; ${cut}`,
    });
    expect(stop(up({ rollout: 'in-progress' }))).toMatchObject({ effects: [{ cutOff: 'a new revision' }, {}] });
    expect(stop(down(), memory({ cutOff: 'app:8' }))).toEqual({ kind: 'ready', reason: 'no task left', warning: cut });
  });

  it.each<[rollout: EcsObservation['rollout'], desired: number]>([
    ['settled', 2],
    ['failed', 2],
    ['in-progress', 0],
  ])('a stop of an ECS service says nothing of a rollout that is %s with %i wanted', (rollout, desired) => {
    const next = stop(up({ rollout, desired, rollingOut: 'app:8' }));

    expect(next).toMatchObject({
      effects: [expect.not.objectContaining({ cutOff: 'app:8' })].concat(desired ? [{}] : []),
    });
    expect(next.reason).not.toContain('rollout');
  });

  it.each([
    ['INACTIVE', 0, { kind: 'ready', reason: 'the service is INACTIVE: it was deleted, and no task of it is left' }],
    ['INACTIVE', 1, { kind: 'ready', reason: 'the service is INACTIVE: it was deleted, and no task of it is left' }],
    ['DRAINING', 1, { kind: 'wait', reason: 'being deleted (DRAINING), 1 task left' }],
    ['DRAINING', 0, { kind: 'ready', reason: 'the service is DRAINING: it was deleted, and no task of it is left' }],
  ])(
    'a stop of an ECS service says of a service that is %s with %i tasks that it is in nobody’s way, or not yet',
    (status, tasksLeft, next) => {
      expect(stop(up({ status, tasksLeft }))).toEqual(next);
    },
  );
});
