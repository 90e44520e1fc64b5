import { describe, expect, it } from 'vitest';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Trouble } from '#kinds/ecs-service/observation.ts';
import { withinRun } from '#kinds/next.ts';
import { all, bounds, downWith, memory, none, seen, service, start } from './seen-services.ts';

describe('a start', () => {
  it('a start of an ECS service sets the remembered count, which thereby is given back, and nothing else while the service is at zero', () => {
    const scaling = { ...bounds, suspended: all };

    expect(start(downWith({ scaling }), memory(3, { ...bounds, suspended: none }))).toMatchObject({
      effects: [
        { do: 'set-desired-count', desired: 3 },
        { do: 'give-back', capturedBy: 'r' },
      ],
    });
  });

  it('a start does not give back twice', () => {
    expect(start(downWith(), { ...memory(3), givenBack: true })).toMatchObject({
      effects: [{ do: 'set-desired-count', desired: 3 }],
    });
  });

  it.each([
    ['tasks still starting', { running: 1, tasksHealthy: 1 }],
    ['tasks not healthy yet', { tasksHealthy: 1 }],
    ['a deployment in progress', { rollout: 'in-progress' }],
  ] as const)('a start waits for a service with %s', (_, facts) => {
    expect(start(seen(facts), memory(2)).kind).toBe('wait');
  });

  it('a start of an ECS service ends its own suspensions and forgets only when the service is steady', () => {
    const remembered = { ...bounds, suspended: { ...none, scheduledScaling: true } };

    expect(start(seen({ scaling: { ...bounds, suspended: all } }), memory(2, remembered))).toMatchObject({
      effects: [{ do: 'give-back' }, { do: 'set-scaling', suspended: remembered.suspended }, { do: 'forget' }],
    });
  });

  it('a start of an ECS service leaves bounds alone that somebody has set since the stop', () => {
    const scaling = { min: 1, max: 9, suspended: all };
    const next = start(seen({ scaling }), memory(2, { ...bounds, suspended: none }));

    expect(next.kind === 'act' && next.effects).toContainEqual({ do: 'set-scaling', suspended: none });
  });

  it('a start does not suspend again what somebody has resumed since the stop', () => {
    const scaling = { ...bounds, suspended: { ...all, scheduledScaling: false } };

    expect(start(seen({ scaling }), memory(2, { ...bounds, suspended: all }))).toMatchObject({
      effects: [{ do: 'forget' }],
    });
  });

  it('a start of an ECS service keeps the count that its owner set while it was down', () => {
    expect(start(seen({ desired: 5, running: 5, tasksHealthy: 5 }), memory(2))).toMatchObject({
      effects: [{ do: 'forget' }],
    });
  });

  it('a start of an ECS service brings a service up that was at zero before the stop where the definition says so, and how many tasks', () => {
    const always = (fallback?: number) => ({ ...service(fallback), startAlways: true as const });
    const next = towardsEcsService('start', always(3), downWith(), memory(0));

    expect(next).toMatchObject({
      kind: 'act',
      effects: [{ do: 'set-desired-count', desired: 3 }, { do: 'give-back' }],
    });
    expect(next.reason).toContain('startAlways');
    expect(towardsEcsService('start', always(), downWith(), memory(0)).kind).toBe('ready');
    expect(towardsEcsService('start', always(3), downWith(), memory(2))).toMatchObject({
      effects: [{ desired: 2 }, {}],
    });
  });

  it('a start of an ECS service keeps a service at zero that was at zero on purpose, whatever the fallback says, start after start', () => {
    expect(start(downWith(), memory(0), 3)).toMatchObject({ kind: 'ready', reason: 'at 0 on purpose' });
  });

  it('a start of an ECS service uses the configured fallback when nothing is remembered', () => {
    expect(start(downWith(), undefined, 3)).toMatchObject({ effects: [{ do: 'set-desired-count', desired: 3 }] });
  });

  it('a start of an ECS service leaves a service alone and says so when there is neither memory nor fallback', () => {
    expect(start(downWith())).toMatchObject({ kind: 'refuse', code: 'NO_MEMORY' });
  });

  it('a start of an ECS service fails when the deployment failed', () => {
    expect(start(seen({ rollout: 'failed', tasksHealthy: 0 }), memory(2))).toMatchObject({
      kind: 'fail',
      code: 'ROLLOUT_FAILED',
    });
  });

  it('a start of an ECS service names what the deployment failed of, in ECS’s words', () => {
    const rolloutReason = 'ECS deployment circuit breaker: tasks failed to start.';

    expect(start(seen({ rollout: 'failed', rolloutReason }), memory(2)).reason).toContain(rolloutReason);
  });

  it('a start of an ECS service waits with ECS’s words for its reason', () => {
    const trouble = { reason: 'was unable to place a task. Reason: Capacity is unavailable.', failedAt: [] };

    expect(start(seen({ running: 0, tasksHealthy: 0, trouble: { ...trouble, cause: 'passing' } }), memory(2))).toEqual({
      kind: 'wait',
      reason: `0 of 2 tasks healthy: ${trouble.reason}`,
    });
  });

  it.each<[string, Trouble['cause'], number, Partial<EcsObservation>, string | undefined]>([
    ['one task that cannot begin may be chance', 'hopeless', 1, {}, undefined],
    ['two tasks that cannot begin are none', 'hopeless', 2, {}, 'CANNOT_START'],
    ['two tasks that fail may be chance', 'failing', 2, {}, undefined],
    ['three tasks that fail are none', 'failing', 3, {}, 'TASKS_FAIL'],
    ['of many tasks some may fail', 'failing', 9, { desired: 20, running: 19 }, undefined],
    ['of many tasks half may not', 'failing', 10, { desired: 20, running: 19 }, 'TASKS_FAIL'],
    ['what passes by itself is waited for', 'passing', 50, {}, undefined],
    ['a rollout has a circuit breaker of its own', 'hopeless', 5, { rollout: 'in-progress' }, undefined],
    ['a rollout that goes on failing has none', 'hopeless', 6, { rollout: 'in-progress' }, 'CANNOT_START'],
    ['what is steady by now did not fail', 'failing', 9, { running: 2, tasksHealthy: 2 }, undefined],
  ])(
    'a start of an ECS service fails early when nothing else can come of it: %s',
    (_why, cause, failures, facts, code) => {
      const failedAt = Array.from({ length: failures }, (_, index) => 1_000 - index);
      const trouble = { reason: 'said ECS', cause, failedAt };
      const next = start(seen({ running: 0, tasksHealthy: 0, trouble, ...facts }), memory(2));

      if (code === undefined) expect(next.kind).not.toBe('fail');
      else {
        expect(next).toMatchObject({ kind: 'fail', code, reason: expect.stringContaining('said ECS') });
        expect(next).toHaveProperty('since', expect.any(Number));
      }
    },
  );

  it('a start of an ECS service proves nothing to a run by tasks that began before it: somebody may have put it right', () => {
    const trouble = { reason: 'said ECS', cause: 'hopeless', failedAt: [900, 700, 500] } as const;
    const next = start(seen({ running: 0, tasksHealthy: 0, trouble }), memory(2));

    expect(withinRun(next, { startedAt: 700, nowMs: 700 }).kind).toBe('fail');
    expect(withinRun(next, { startedAt: 701, nowMs: 701 })).toEqual({ kind: 'wait', reason: next.reason });
  });

  it('a start of an ECS service names a rollout that is under way, and one that the stop cut off', () => {
    expect(start(seen({ rollout: 'in-progress', rollingOut: 'scoring:8' }), memory(2))).toEqual({
      kind: 'wait',
      reason: '2 of 2 tasks healthy, a rollout of scoring:8 is under way',
      partlyUp: true,
    });
    expect(start(seen(), { ...memory(2), cutOff: 'scoring:8' })).toMatchObject({
      final: true,
      reason: 'steady with 2 tasks; it starts with scoring:8, whose rollout the stop cut off',
    });
  });

  it('a start of an ECS service gives the scaling of a service at zero back, and keeps the zero in memory', () => {
    const scaling = { min: 0, max: 6, suspended: none };
    const seenDown = downWith({ scaling: { ...scaling, suspended: all } });

    expect(start(seenDown, memory(0, scaling))).toEqual({
      kind: 'act',
      effects: [
        { do: 'give-back', capturedBy: 'r' },
        { do: 'set-scaling', suspended: none },
      ],
      reason: 'at 0 on purpose',
      final: true,
    });
    expect(start(downWith({ scaling }), { ...memory(0, scaling), givenBack: true }).kind).toBe('ready');
  });

  it('a start is over when the service is steady and nothing is remembered', () => {
    expect(start(seen()).kind).toBe('ready');
  });
});
