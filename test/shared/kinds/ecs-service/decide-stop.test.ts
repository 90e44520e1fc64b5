import { describe, expect, it } from 'vitest';
import { all, bounds, downWith, memory, none, seen, stop } from './seen-services.ts';

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
      '2 tasks left that protect themselves from being scaled in until 2026-11-20T23:18Z, unless they extend it: was unable to scale in',
    );
  });

  it('a stop of an ECS service says what protects itself from being scaled in', () => {
    const protection = 'was unable to scale in due to (reason 2 tasks under protection)';

    expect(stop(downWith({ running: 2, tasksLeft: 2, protection }), memory(2))).toEqual({
      kind: 'wait',
      reason: `2 tasks left that protect themselves from being scaled in: ${protection}`,
    });
  });

  it('a stop of an ECS service warns of a rollout that it cuts off, and remembers which one', () => {
    const next = stop(seen({ rollout: 'in-progress', rollingOut: 'scoring:8' }));

    expect(next).toMatchObject({
      effects: [{ do: 'remember', desired: 2, cutOff: 'scoring:8' }, { do: 'set-desired-count' }],
      reason: expect.stringContaining('its rollout of scoring:8 was not over'),
    });
    expect(stop(downWith(), { ...memory(2), cutOff: 'scoring:8' })).toEqual({
      kind: 'ready',
      reason: 'no task left',
      warning: expect.stringContaining('the next start begins with scoring:8'),
    });
    expect(stop(downWith(), memory(2))).not.toHaveProperty('warning');
  });
});
