import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Scaling, Suspended } from '#kinds/ecs-service/observation.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
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

describe('a stop', () => {
  it('remembers count and scaling first and suspends next', () => {
    const scaling = { ...bounds, suspended: none };

    expect(stop(seen({ scaling }))).toMatchObject({
      kind: 'act',
      effects: [
        { do: 'remember', desired: 2, scaling },
        { do: 'set-scaling', suspended: all },
      ],
    });
  });

  it('lowers the count only in a later step: a suspension repeated after a crash would pull tasks up from zero', () => {
    const suspended = { ...bounds, suspended: all };

    expect(stop(seen({ scaling: suspended }), memory(2, { ...bounds, suspended: none }))).toMatchObject({
      kind: 'act',
      effects: [{ do: 'set-desired-count', desired: 0 }],
    });
  });

  it('never names bounds when it suspends: they are their owner’s', () => {
    const next = stop(seen({ scaling: { ...bounds, suspended: none } }));

    expect(next).toMatchObject({ kind: 'act' });
    expect(next.kind === 'act' && next.effects.find((effect) => effect.do === 'set-scaling')).not.toHaveProperty(
      'bounds',
    );
  });

  it('does not remember again what is remembered, so a repeated stop cannot poison the memory', () => {
    expect(stop(seen({ desired: 1 }), memory(2))).toMatchObject({ effects: [{ do: 'set-desired-count', desired: 0 }] });
    expect(stop(downWith(), memory(2)).kind).toBe('ready');
  });

  it('adds to the memory how a target scales that was registered since, before it suspends it', () => {
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

  it('remembers anew what was given back, before it changes anything: its owner may have changed it since', () => {
    const given = { ...memory(2), givenBack: true } as const;

    expect(stop(seen({ desired: 5 }), given)).toMatchObject({
      effects: [
        { do: 'remember', desired: 5 },
        { do: 'set-desired-count', desired: 0 },
      ],
    });
    expect(stop(seen({ desired: 2 }), given)).toMatchObject({ effects: [{ do: 'remember', desired: 2 }, {}] });
  });

  it('does not take suspensions that were not lifted for those of the owner', () => {
    const before = { ...bounds, suspended: { ...none, scheduledScaling: true } };
    const now = { min: 1, max: 9, suspended: all };

    expect(stop(seen({ desired: 5, scaling: now }), { ...memory(2, before), givenBack: true })).toMatchObject({
      effects: [
        { do: 'remember', desired: 5, scaling: { min: 1, max: 9, suspended: before.suspended } },
        { do: 'set-desired-count', desired: 0 },
      ],
    });
  });

  it('keeps what was given back of a service that is at zero: it may be another run that put it there', () => {
    expect(stop(downWith(), { ...memory(2), givenBack: true }).kind).toBe('ready');
  });

  it('keeps in memory that a service was at zero on purpose', () => {
    expect(stop(downWith())).toMatchObject({ kind: 'act', effects: [{ do: 'remember', desired: 0 }] });
  });

  it('lets a remembered zero give way to a count that its owner set since', () => {
    expect(stop(seen({ desired: 3 }), memory(0))).toMatchObject({
      effects: [
        { do: 'remember', desired: 3 },
        { do: 'set-desired-count', desired: 0 },
      ],
    });
  });

  it('does not touch the scaling of a service at zero: registering its target would start a task', () => {
    const next = stop(downWith({ scaling: { ...bounds, suspended: none } }));

    expect(next).toMatchObject({ kind: 'act', effects: [{ do: 'remember', desired: 0 }] });
    expect(next.kind === 'act' && next.effects[0]).not.toHaveProperty('scaling');
  });

  it('waits until the tasks are gone, although the counters are at zero', () => {
    expect(stop(downWith({ tasksLeft: 1 }), memory(2)).kind).toBe('wait');
  });

  it('leaves a suspension of a person as it is', () => {
    const next = stop(seen({ scaling: { ...bounds, suspended: all } }));

    expect(next).toMatchObject({ effects: [{ do: 'remember' }, { do: 'set-desired-count', desired: 0 }] });
  });

  it.each(['DRAINING', 'INACTIVE'])('fails for a service that is %s', (status) => {
    expect(stop(seen({ status }))).toMatchObject({ kind: 'fail', code: status });
  });
});

describe('a start', () => {
  it('sets the remembered count, which thereby is given back, and nothing else while the service is at zero', () => {
    const scaling = { ...bounds, suspended: all };

    expect(start(downWith({ scaling }), memory(3, { ...bounds, suspended: none }))).toMatchObject({
      effects: [
        { do: 'set-desired-count', desired: 3 },
        { do: 'give-back', capturedBy: 'r' },
      ],
    });
  });

  it('does not give back twice', () => {
    expect(start(downWith(), { ...memory(3), givenBack: true })).toMatchObject({
      effects: [{ do: 'set-desired-count', desired: 3 }],
    });
  });

  it.each([
    ['tasks still starting', { running: 1, tasksHealthy: 1 }],
    ['tasks not healthy yet', { tasksHealthy: 1 }],
    ['a deployment in progress', { rollout: 'in-progress' }],
  ] as const)('waits with %s', (_, facts) => {
    expect(start(seen(facts), memory(2)).kind).toBe('wait');
  });

  it('ends its own suspensions and forgets only when the service is steady', () => {
    const remembered = { ...bounds, suspended: { ...none, scheduledScaling: true } };

    expect(start(seen({ scaling: { ...bounds, suspended: all } }), memory(2, remembered))).toMatchObject({
      effects: [{ do: 'give-back' }, { do: 'set-scaling', suspended: remembered.suspended }, { do: 'forget' }],
    });
  });

  it('leaves bounds alone that somebody has set since the stop', () => {
    const scaling = { min: 1, max: 9, suspended: all };
    const next = start(seen({ scaling }), memory(2, { ...bounds, suspended: none }));

    expect(next.kind === 'act' && next.effects).toContainEqual({ do: 'set-scaling', suspended: none });
  });

  it('does not suspend again what somebody has resumed since the stop', () => {
    const scaling = { ...bounds, suspended: { ...all, scheduledScaling: false } };

    expect(start(seen({ scaling }), memory(2, { ...bounds, suspended: all }))).toMatchObject({
      effects: [{ do: 'forget' }],
    });
  });

  it('keeps the count that its owner set while it was down', () => {
    expect(start(seen({ desired: 5, running: 5, tasksHealthy: 5 }), memory(2))).toMatchObject({
      effects: [{ do: 'forget' }],
    });
  });

  it('keeps a service at zero that was at zero on purpose, whatever the fallback says, start after start', () => {
    expect(start(downWith(), memory(0), 3)).toMatchObject({ kind: 'ready', reason: 'at 0 on purpose' });
  });

  it('uses the configured fallback when nothing is remembered', () => {
    expect(start(downWith(), undefined, 3)).toMatchObject({ effects: [{ do: 'set-desired-count', desired: 3 }] });
  });

  it('leaves a service alone and says so when there is neither memory nor fallback', () => {
    expect(start(downWith())).toMatchObject({ kind: 'refuse', code: 'NO_MEMORY' });
  });

  it('fails when the deployment failed', () => {
    expect(start(seen({ rollout: 'failed', tasksHealthy: 0 }), memory(2))).toMatchObject({
      kind: 'fail',
      code: 'ROLLOUT_FAILED',
    });
  });

  it('is over when the service is steady and nothing is remembered', () => {
    expect(start(seen()).kind).toBe('ready');
  });
});

it('brings every count, every bound and every flag back: stop and start are inverse', () => {
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
      expect(remembered).toEqual(desired === 0 ? memory(0) : undefined);
    }),
  );
});
