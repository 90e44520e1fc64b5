import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Scaling, Suspended, Trouble } from '#kinds/ecs-service/observation.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import { withinRun } from '#kinds/next.ts';
import type { ResourceOf } from '#kinds/resource.ts';

type EcsService = ResourceOf<'ecs-service'>;

const none: Suspended = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
const all: Suspended = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };
const bounds = { min: 2, max: 6 };

const service = (fallbackDesired?: number): EcsService => ({
  kind: 'ecs-service',
  name: 'scoring' as ResourceName,
  dependsOn: [],
  deadlineSeconds: { start: 60, stop: 60 },
  optional: false,
  cluster: 'c',
  service: 's',
  ...(fallbackDesired === undefined ? {} : { fallbackDesired }),
});

const seen = (facts: Partial<EcsObservation> = {}): EcsObservation => ({
  kind: 'ecs-service',
  status: 'ACTIVE',
  desired: 2,
  running: 2,
  rollout: 'settled',
  tasksLeft: 2,
  tasksHealthy: 2,
  ...facts,
});

const downWith = (facts: Partial<EcsObservation> = {}) =>
  seen({ desired: 0, running: 0, tasksLeft: 0, tasksHealthy: 0, ...facts });

const memory = (desired: number, scaling?: Scaling): ServiceMemory => ({
  kind: 'ecs-service',
  resource: 'scoring' as ResourceName,
  desired,
  run: 'r',
  ...(scaling ? { scaling } : {}),
});

const stop = (facts: EcsObservation, remembered?: ServiceMemory) =>
  towardsEcsService('stop', service(), facts, remembered);
const start = (facts: EcsObservation, remembered?: ServiceMemory, fallback?: number) =>
  towardsEcsService('start', service(fallback), facts, remembered);

describe.each([
  ['DAEMON', 'has no task count'],
  ['EXTERNAL', 'task sets'],
] as const)('a service of %s', (countless, why) => {
  it('an ECS service that cannot be operated is refused, with the remedy, and nothing of it is changed', () => {
    for (const next of [stop(seen({ countless })), start(downWith({ countless }), memory(2))]) {
      expect(next).toMatchObject({ kind: 'refuse', code: countless });
      expect(next.reason).toContain(why);
      expect(next.reason).toContain('leaveAlone');
    }
  });

  it('an ECS service that cannot be operated holds no start up while it is up', () => {
    expect(start(seen({ countless }))).toMatchObject({ kind: 'ready', reason: expect.stringContaining(why) });
  });

  it('an ECS service that cannot be operated may be looked at where it has leaveAlone', () => {
    const gate = { ...service(), leaveAlone: 'it is an agent' };

    expect(towardsEcsService('start', gate, seen({ countless }), undefined).kind).toBe('ready');
  });
});

describe('a stop', () => {
  it('a stop of an ECS service remembers count and scaling first and suspends next', () => {
    const scaling = { ...bounds, suspended: none };

    expect(stop(seen({ scaling }))).toMatchObject({
      kind: 'act',
      effects: [
        { do: 'remember', desired: 2, scaling },
        { do: 'set-scaling', suspended: all },
      ],
    });
  });

  it('a stop of an ECS service lowers the count only in a later step: a suspension repeated after a crash would pull tasks up from zero', () => {
    const suspended = { ...bounds, suspended: all };

    expect(stop(seen({ scaling: suspended }), memory(2, { ...bounds, suspended: none }))).toMatchObject({
      kind: 'act',
      effects: [{ do: 'set-desired-count', desired: 0 }],
    });
  });

  it('a stop of an ECS service never names bounds when it suspends: they are their owner’s', () => {
    const next = stop(seen({ scaling: { ...bounds, suspended: none } }));

    expect(next).toMatchObject({ kind: 'act' });
    expect(next.kind === 'act' && next.effects.find((effect) => effect.do === 'set-scaling')).not.toHaveProperty(
      'bounds',
    );
  });

  it('a stop does not remember again what is remembered, so a repeated stop cannot poison the memory', () => {
    expect(stop(seen({ desired: 1 }), memory(2))).toMatchObject({ effects: [{ do: 'set-desired-count', desired: 0 }] });
    expect(stop(downWith(), memory(2)).kind).toBe('ready');
  });

  it('a stop of an ECS service adds to the memory how a target scales that was registered since, before it suspends it', () => {
    const scaling = { ...bounds, suspended: { ...none, scheduledScaling: true } };

    expect(stop(seen({ desired: 1, scaling }), memory(2))).toMatchObject({
      effects: [
        { do: 'remember', desired: 2, scaling },
        { do: 'set-scaling', suspended: all },
      ],
    });
    expect(stop(seen({ desired: 1, scaling: { ...bounds, suspended: all } }), memory(2, scaling))).toMatchObject({
      effects: [{ do: 'set-desired-count', desired: 0 }],
    });
  });

  it('a stop of an ECS service remembers anew what was given back, before it changes anything: its owner may have changed it since', () => {
    const given = { ...memory(2), givenBack: true } as const;

    expect(stop(seen({ desired: 5 }), given)).toMatchObject({
      effects: [
        { do: 'remember', desired: 5 },
        { do: 'set-desired-count', desired: 0 },
      ],
    });
    expect(stop(seen({ desired: 2 }), given)).toMatchObject({ effects: [{ do: 'remember', desired: 2 }, {}] });
  });

  it('a stop does not take suspensions that were not lifted for those of the owner', () => {
    const before = { ...bounds, suspended: { ...none, scheduledScaling: true } };
    const now = { min: 1, max: 9, suspended: all };

    expect(stop(seen({ desired: 5, scaling: now }), { ...memory(2, before), givenBack: true })).toMatchObject({
      effects: [
        { do: 'remember', desired: 5, scaling: { min: 1, max: 9, suspended: before.suspended } },
        { do: 'set-desired-count', desired: 0 },
      ],
    });
  });

  it('a stop of an ECS service keeps what was given back of a service that is at zero: it may be another run that put it there', () => {
    expect(stop(downWith(), { ...memory(2), givenBack: true }).kind).toBe('ready');
  });

  it('a stop of an ECS service keeps in memory that a service was at zero on purpose', () => {
    expect(stop(downWith())).toMatchObject({ kind: 'act', effects: [{ do: 'remember', desired: 0 }] });
  });

  it('a stop of an ECS service lets a remembered zero give way to a count that its owner set since', () => {
    expect(stop(seen({ desired: 3 }), memory(0))).toMatchObject({
      effects: [
        { do: 'remember', desired: 3 },
        { do: 'set-desired-count', desired: 0 },
      ],
    });
  });

  it('a stop does not touch the scaling of a service at zero: registering its target would start a task', () => {
    const next = stop(downWith({ scaling: { ...bounds, suspended: none } }));

    expect(next).toMatchObject({ kind: 'act', effects: [{ do: 'remember', desired: 0 }] });
    expect(next.kind === 'act' && next.effects[0]).not.toHaveProperty('scaling');
  });

  it('a stop of an ECS service waits until the tasks are gone, although the counters are at zero', () => {
    expect(stop(downWith({ tasksLeft: 1 }), memory(2)).kind).toBe('wait');
  });

  it('a stop of an ECS service leaves a suspension of a person as it is', () => {
    const next = stop(seen({ scaling: { ...bounds, suspended: all } }));

    expect(next).toMatchObject({ effects: [{ do: 'remember' }, { do: 'set-desired-count', desired: 0 }] });
  });

  it.each([
    ['INACTIVE', 0, 'ready'],
    ['DRAINING', 2, 'wait'],
    ['DRAINING', 0, 'ready'],
    ['MIGRATING', 0, 'fail'],
  ])(
    'a stop of an ECS service takes a service that is %s with %i tasks left for %s: what was deleted holds nothing up',
    (status, tasksLeft, kind) => {
      expect(stop(seen({ status, desired: 0, tasksLeft }))).toMatchObject({ kind });
    },
  );

  it('a stop of an ECS service suspends the scaling of a service at zero that may leave it, and remembers how it scaled', () => {
    const scaling = { min: 0, max: 6, suspended: none };
    const effects = [
      { do: 'remember', kind: 'ecs-service', desired: 0, scaling },
      { do: 'set-scaling', suspended: all },
    ];

    expect(stop(downWith({ scaling }))).toMatchObject({ kind: 'act', effects });
    expect(stop(downWith({ scaling }), memory(0))).toMatchObject({ kind: 'act', effects });
    expect(stop(downWith({ scaling }), { ...memory(0, scaling), givenBack: true })).toMatchObject({ effects });
    expect(stop(downWith({ scaling: { ...scaling, suspended: all } }), memory(0, scaling)).kind).toBe('ready');
  });

  it('a stop does not remember a suspension of its own as that of the owner of a service at zero', () => {
    const now = { min: 0, max: 6, suspended: { ...all, scheduledScaling: false } };

    expect(
      stop(downWith({ scaling: now }), { ...memory(0, { min: 0, max: 6, suspended: none }), givenBack: true }),
    ).toMatchObject({ effects: [{ do: 'remember', scaling: { suspended: none } }, { do: 'set-scaling' }] });
  });

  it('a stop of an ECS service says until when tasks protect themselves, where AWS tells', () => {
    const protection = 'was unable to scale in';
    const protectedUntil = Date.parse('2026-11-20T23:18:30Z');
    expect(stop(downWith({ running: 2, tasksLeft: 2, protection, protectedUntil }), memory(2)).reason).toBe(
      '2 tasks still running with scale-in protection until 2026-11-20T23:18Z, unless the tasks extend it: was unable to scale in',
    );
  });

  it('a stop of an ECS service says what protects itself from being scaled in', () => {
    const protection = 'was unable to scale in due to (reason 2 tasks under protection)';

    expect(stop(downWith({ running: 2, tasksLeft: 2, protection }), memory(2))).toEqual({
      kind: 'wait',
      reason: `2 tasks still running with scale-in protection: ${protection}`,
    });
  });

  it('a stop of an ECS service warns of a rollout that it cuts off, and remembers which one', () => {
    const next = stop(seen({ rollout: 'in-progress', rollingOut: 'scoring:8' }));

    expect(next).toMatchObject({
      effects: [{ do: 'remember', desired: 2, cutOff: 'scoring:8' }, { do: 'set-desired-count' }],
      reason: expect.stringContaining('the rollout of scoring:8 was not finished'),
    });
    expect(stop(downWith(), { ...memory(2), cutOff: 'scoring:8' })).toEqual({
      kind: 'ready',
      reason: 'no tasks left',
      warning: expect.stringContaining('the next start uses scoring:8'),
    });
    expect(stop(downWith(), memory(2))).not.toHaveProperty('warning');
  });
});

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
      reason: '2 of 2 tasks healthy, a rollout of scoring:8 is in progress',
      partlyUp: true,
    });
    expect(start(seen(), { ...memory(2), cutOff: 'scoring:8' })).toMatchObject({
      final: true,
      reason: 'steady with 2 tasks; starts with scoring:8, whose rollout the stop interrupted',
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

it('a stop and a start of an ECS service are inverse: every count, every bound and every flag comes back', () => {
  const suspended = fc.record({
    dynamicScalingIn: fc.boolean(),
    dynamicScalingOut: fc.boolean(),
    scheduledScaling: fc.boolean(),
  });
  const scaling = fc.record({ min: fc.nat(3), max: fc.integer({ min: 3, max: 9 }), suspended });
  const counts = fc.integer({ min: 0, max: 5 });

  fc.assert(
    fc.property(counts, fc.option(scaling, { nil: undefined }), (desired, before) => {
      let world = seen({
        desired,
        running: desired,
        tasksLeft: desired,
        tasksHealthy: desired,
        ...(before ? { scaling: before } : {}),
      });
      let remembered: ServiceMemory | undefined;
      for (const action of ['stop', 'start'] as const) {
        let isOver = false;
        for (let round = 0; round < 9 && !isOver; round++) {
          const next = towardsEcsService(action, service(), world, remembered);
          isOver = next.kind === 'ready' || (next.kind === 'act' && next.final === true);
          if (next.kind !== 'act') break;
          for (const effect of next.effects) {
            if (effect.do === 'remember' && effect.kind === 'ecs-service' && (remembered?.desired ?? 0) === 0)
              remembered = memory(effect.desired, effect.scaling);
            if (effect.do === 'give-back' && remembered) remembered = { ...remembered, givenBack: true };
            if (effect.do === 'forget') remembered = undefined;
            if (effect.do === 'set-desired-count') {
              const count = effect.desired;
              world = { ...world, desired: count, running: count, tasksLeft: count, tasksHealthy: count };
            }
            if (effect.do === 'set-scaling' && world.scaling)
              world = { ...world, scaling: { ...world.scaling, ...effect.bounds, suspended: effect.suspended } };
          }
        }
        expect(isOver).toBe(true);
        if (action === 'stop') expect(world.desired).toBe(0);
      }
      expect(world.desired).toBe(desired);
      expect(world.scaling).toEqual(before);
      if (desired === 0) expect(remembered).toMatchObject({ desired: 0 });
      else expect(remembered).toBeUndefined();
    }),
  );
});
