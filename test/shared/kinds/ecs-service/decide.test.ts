import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import { downWith, memory, seen, service, start, stop } from './seen-services.ts';

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

  it('an ECS service that cannot be operated may be looked at where it is left alone', () => {
    const gate = { ...service(), leaveAlone: 'it is an agent' };

    expect(towardsEcsService('start', gate, seen({ countless }), undefined).kind).toBe('ready');
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
