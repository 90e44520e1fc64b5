import { describe, expect, it } from 'vitest';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Trouble } from '#kinds/ecs-service/definition.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import { service } from '#test/support/definitions.ts';
import { all, down, memory, none, scaling, stop, up } from './told-services.ts';

const start = (seen: EcsObservation, remembered?: ServiceMemory, more: Parameters<typeof service>[1] = {}) =>
  towardsEcsService('start', service('app', more), seen, remembered);

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

  it.each<[what: string, scales: ReturnType<typeof scaling> | object, kind: string]>([
    ['that its scaling may take there is as it should be', scaling(0, none), 'ready'],
    ['of which nobody knows how many tasks it had is refused', {}, 'refuse'],
    ['that its scaling never takes there is refused', scaling(1, none), 'refuse'],
    ['whose scaling a stop has suspended is refused', scaling(0, all), 'refuse'],
  ])('a start of an ECS service at zero %s', (_, scales, kind) => {
    expect(start(down(scales))).toMatchObject({ kind });
  });

  it.each<[what: string, facts: Partial<EcsObservation>, isPartlyUp: boolean]>([
    ['with one of two tasks healthy is partly up', { tasksHealthy: 1 }, true],
    ['that scales out, so that its health is not read, is partly up', { desired: 6, tasksHealthy: 0 }, true],
    ['in a rollout is partly up', { rollout: 'in-progress', tasksHealthy: 0 }, true],
    ['of which every task fails its health checks is not up', { tasksHealthy: 0 }, false],
    ['that runs nothing is not up', { desired: 6, running: 0, tasksHealthy: 0 }, false],
    ['that scales out from zero is partly up', { desired: 6, running: 0, tasksHealthy: 0, startedLately: true }, true],
    ['that was started lately and fails its checks is not up', { tasksHealthy: 0, startedLately: true }, false],
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
      tasksFailedAt: failedAt,
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
      serves: true,
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
    const seen = up({ ...scaling(2, all), scheduled, readAt: Date.parse('2026-11-20T08:00:00Z') });

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
