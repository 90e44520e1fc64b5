// Decisions about a service in full: what is changed, and the reason, which reaches the operator unchanged.
import { describe, expect, it } from 'vitest';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Scaling, Trouble } from '#kinds/ecs-service/observation.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import { named, service } from '#test/support/definitions.ts';

const none = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
const all = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };

const up = (facts: Partial<EcsObservation> = {}): EcsObservation => ({
  kind: 'ecs-service',
  status: 'ACTIVE',
  desired: 2,
  running: 2,
  rollout: 'settled',
  tasksLeft: 2,
  tasksHealthy: 2,
  ...facts,
});
const down = (facts: Partial<EcsObservation> = {}) =>
  up({ desired: 0, running: 0, tasksLeft: 0, tasksHealthy: 0, ...facts });
const memory = (more: Partial<ServiceMemory> = {}): ServiceMemory => ({
  kind: 'ecs-service',
  resource: named('app'),
  desired: 2,
  run: 'r',
  ...more,
});
const scaling = (min: number, suspended: Scaling['suspended']) => ({ scaling: { min, max: 6, suspended } });

const stop = (seen: EcsObservation, remembered?: ServiceMemory) =>
  towardsEcsService('stop', service('app'), seen, remembered);
const start = (seen: EcsObservation, remembered?: ServiceMemory, more: Parameters<typeof service>[1] = {}) =>
  towardsEcsService('start', service('app', more), seen, remembered);
const remembering = (facts: object) => ({ do: 'remember', kind: 'ecs-service', ...facts });

describe('a stop says', () => {
  it.each([
    [1, '1 task desired, should be 0'],
    [2, '2 tasks desired, should be 0'],
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
      reason: 'at 0; storing that for the next start',
    });
    expect(stop(down(scaling(0, none)))).toEqual({
      kind: 'act',
      effects: [remembering({ desired: 0, ...scaling(0, none) }), { do: 'set-scaling', suspended: all }],
      reason: 'at 0; suspending autoscaling, which could raise it',
    });
  });

  it('a stop of an ECS service says nothing of a scaling at zero that cannot raise it, or is suspended', () => {
    const kept = {
      kind: 'act',
      effects: [remembering({ desired: 0 })],
      reason: 'at 0; storing that for the next start',
    };

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
    [1, 'until 08:00', '1 task still running with scale-in protection: until 08:00'],
  ])('a stop of an ECS service says whom it waits for: %i, %s', (tasksLeft, protection, reason) => {
    const seen = down({ tasksLeft, ...(protection === undefined ? {} : { protection }) });

    expect(stop(seen, memory())).toEqual({ kind: 'wait', reason });
  });

  it('a stop of an ECS service says that no task is left', () => {
    expect(stop(down(), memory())).toEqual({ kind: 'ready', reason: 'no tasks left' });
  });

  const cut = 'the rollout of app:8 was not finished: the stop ends it, and the next start uses app:8';
  it('a stop of an ECS service says which rollout it ends', () => {
    expect(stop(up({ rollout: 'in-progress', rollingOut: 'app:8' }))).toEqual({
      kind: 'act',
      effects: [remembering({ desired: 2, cutOff: 'app:8' }), { do: 'set-desired-count', desired: 0 }],
      reason: `2 tasks desired, should be 0; ${cut}`,
    });
    expect(stop(up({ rollout: 'in-progress' }))).toMatchObject({ effects: [{ cutOff: 'a new revision' }, {}] });
    expect(stop(down(), memory({ cutOff: 'app:8' }))).toEqual({ kind: 'ready', reason: 'no tasks left', warning: cut });
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
    ['INACTIVE', 0, { kind: 'ready', reason: 'the service is INACTIVE: it was deleted and has no tasks' }],
    ['INACTIVE', 1, { kind: 'ready', reason: 'the service is INACTIVE: it was deleted and has no tasks' }],
    ['DRAINING', 1, { kind: 'wait', reason: 'being deleted (DRAINING), 1 task still running' }],
    ['DRAINING', 0, { kind: 'ready', reason: 'the service is DRAINING: it was deleted and has no tasks' }],
  ])(
    'a stop of an ECS service says of a service that is %s with %i tasks that it is in nobody’s way, or not yet',
    (status, tasksLeft, next) => {
      expect(stop(up({ status, tasksLeft }))).toEqual(next);
    },
  );
});

describe('a start says', () => {
  it.each(['INACTIVE', 'DRAINING', 'MIGRATING'])(
    'a start of an ECS service says that what is %s does not come up',
    (status) => {
      expect(start(up({ status, tasksLeft: 0 }))).toEqual({
        kind: 'fail',
        reason: `the service is ${status}, not ACTIVE; it was deleted or is being deleted`,
        code: status,
      });
    },
  );

  it('a start of an ECS service says where its count is from', () => {
    const count = (desired: number) => ({ do: 'set-desired-count', desired });

    expect(start(down(), memory({ desired: 1 }))).toEqual({
      kind: 'act',
      effects: [count(1), { do: 'give-back', capturedBy: 'r' }],
      reason: '1 task remembered',
    });
    expect(start(down(), undefined, { fallbackDesired: 3 })).toEqual({
      kind: 'act',
      effects: [count(3)],
      reason: 'no stored count, starting the configured 3 tasks',
    });
    expect(start(down())).toEqual({
      kind: 'refuse',
      reason: 'at 0 and no stored task count; set the count by hand or configure fallbackDesired',
      code: 'NO_MEMORY',
    });
    expect(start(down(), undefined, { fallbackDesired: 0 })).toEqual({ kind: 'ready', reason: 'at 0 on purpose' });
  });

  it.each<[what: string, facts: Partial<EcsObservation>, reason: string]>([
    ['how many are healthy', { tasksHealthy: 1 }, '1 of 2 tasks healthy'],
    ['that all are healthy, but more run than are wanted', { running: 3 }, '2 of 2 tasks healthy'],
    [
      'what is rolled out',
      { rollout: 'in-progress', rollingOut: 'app:8' },
      '2 of 2 tasks healthy, a rollout of app:8 is in progress',
    ],
    [
      'what ECS says',
      { tasksHealthy: 0, trouble: { reason: 'no room', cause: 'passing', failedAt: [3, 2, 1] } },
      '0 of 2 tasks healthy: no room',
    ],
  ])('a start of an ECS service says %s', (_, facts, reason) => {
    expect(start(up(facts), memory())).toMatchObject({ kind: 'wait', reason });
  });

  it.each<[what: string, facts: Partial<EcsObservation>, isPartlyUp: boolean]>([
    ['with one of two tasks healthy is partly up', { tasksHealthy: 1 }, true],
    ['that scales out, so that its health is not read, is partly up', { desired: 6, tasksHealthy: 0 }, true],
    ['in a rollout is partly up', { rollout: 'in-progress', tasksHealthy: 0 }, true],
    ['of which every task fails its health checks is not up', { tasksHealthy: 0 }, false],
    ['that runs nothing is not up', { desired: 6, running: 0, tasksHealthy: 0 }, false],
    [
      'whose tasks fail while it scales out is not up',
      { desired: 6, tasksHealthy: 0, trouble: { reason: 'no room', cause: 'passing', failedAt: [3] } },
      false,
    ],
  ])('a service %s', (_, facts, isPartlyUp) => {
    expect('partlyUp' in start(up(facts), memory())).toBe(isPartlyUp);
  });

  it.each<[cause: Trouble['cause'], code: string, failedAt: readonly number[], since: number]>([
    ['hopeless', 'CANNOT_START', [9, 8, 7], 8],
    ['failing', 'TASKS_FAIL', [9, 8, 7, 6], 7],
  ])('a start of an ECS service says how many failed when they are %s', (cause, code, failedAt, since) => {
    const seen = up({ tasksHealthy: 0, trouble: { reason: 'no image', cause, failedAt } });

    expect(start(seen, memory())).toEqual({
      kind: 'fail',
      reason: `0 of 2 tasks healthy: no image (${failedAt.length} tasks failed)`,
      code,
      since,
    });
  });

  it.each([
    [{}, ''],
    [{ rolloutReason: 'circuit breaker' }, ': circuit breaker'],
    [{ trouble: { reason: 'no image', cause: 'failing' as const, failedAt: [] } }, ': no image'],
  ])('a start of an ECS service says what a deployment failed of: %j', (facts, words) => {
    expect(start(up({ rollout: 'failed', ...facts }), memory())).toEqual({
      kind: 'fail',
      reason: `its deployment failed and was rolled back or is stuck${words}`,
      code: 'ROLLOUT_FAILED',
    });
  });

  it('a start of an ECS service says that a service is at zero on purpose, and gives its scaling back', () => {
    const kept = memory({ desired: 0, ...scaling(0, none) });

    expect(start(down(scaling(0, all)), kept)).toEqual({
      kind: 'act',
      effects: [
        { do: 'give-back', capturedBy: 'r' },
        { do: 'set-scaling', suspended: none },
      ],
      reason: 'at 0 on purpose',
      final: true,
    });
    expect(start(down(scaling(0, none)), kept)).toEqual({ kind: 'ready', reason: 'at 0 on purpose' });
  });

  it.each([
    ['DAEMON', 'a DAEMON service has no task count: it runs one task on every instance of its cluster'],
    [
      'EXTERNAL',
      'the EXTERNAL deployment controller keeps its tasks in task sets, which a task count does not stop or start',
    ],
  ] as const)('a start of an ECS service says why a service of %s is not operated', (countless, why) => {
    const refused = {
      kind: 'refuse',
      reason: `${why}; remove it from the definition, or set leaveAlone to only check it`,
      code: countless,
    };

    expect(stop(up({ countless }))).toEqual(refused);
    expect(start(down({ countless }))).toEqual(refused);
    expect(start(up({ countless, tasksHealthy: 1 }))).toEqual(refused);
    expect(start(up({ countless }))).toEqual({ kind: 'ready', reason: `steady with 2 tasks, unchanged: ${why}` });
    // Only looked at: it is judged like any other.
    expect(start(up({ countless, tasksHealthy: 1 }), undefined, { leaveAlone: 'agent' }).kind).toBe('wait');
  });

  it('a start of an ECS service says which scheduled action it makes up for, in the bounds that it gives back', () => {
    const run = 'staging-stop-20261119T200001Z-0000';
    const scheduled = [{ name: 'morning', schedule: 'cron(30 7 ? * * *)', timeZone: 'UTC', min: 4, max: 8 }];
    const seen = up({ ...scaling(2, all), scheduled, newestEventAt: Date.parse('2026-11-20T08:00:00Z') });

    expect(start(seen, memory({ run, ...scaling(2, none) }))).toEqual({
      kind: 'act',
      effects: [
        { do: 'give-back', capturedBy: run },
        { do: 'set-scaling', suspended: none, bounds: { min: 4, max: 8 } },
        { do: 'forget', capturedBy: run },
      ],
      reason: 'steady with 2 tasks; its scheduled action morning was due during the downtime: bounds 4–8',
      final: true,
    });
  });

  it('a start of an ECS service says that it is steady, and forgets', () => {
    expect(start(up(scaling(2, none)), memory(scaling(2, none)))).toEqual({
      kind: 'act',
      effects: [{ do: 'forget', capturedBy: 'r' }],
      reason: 'steady with 2 tasks',
      final: true,
    });
    expect(start(up(), memory({ cutOff: 'app:8' })).reason).toBe(
      'steady with 2 tasks; starts with app:8, whose rollout the stop interrupted',
    );
  });
});
