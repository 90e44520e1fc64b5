import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import type { Reading } from '#kinds/observation.ts';
import { decide } from '#run/plan/decide.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { resourceLists } from '#test/support/environments.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';

const staging = definitionOf('staging');
const unread = new Map<ResourceName, Reading>();

describe('a plan', () => {
  it('a plan has every resource once, in the order of its stages', () => {
    fc.assert(
      fc.property(resourceLists(), fc.constantFrom('start' as const, 'stop' as const), (resources, action) => {
        const plan = planOperation(action, { ...staging, resources }, unread, []);

        expect(plan.items.map(({ resource }) => resource)).toEqual(plan.stages.flat());
        for (const { resource, stage } of plan.items) expect(plan.stages[stage - 1]).toContain(resource);
      }),
    );
  });

  it('a plan puts nothing before what it has to wait for', () => {
    fc.assert(
      fc.property(resourceLists(), fc.constantFrom('start' as const, 'stop' as const), (resources, action) => {
        const { items } = planOperation(action, { ...staging, resources }, unread, []);
        const stageOf = new Map(items.map(({ resource, stage }) => [resource, stage]));

        for (const { resource, after } of items)
          for (const other of after) expect(stageOf.get(other)).toBeLessThan(stageOf.get(resource) ?? 0);
      }),
    );
  });

  it('a plan gives a reason for every decision', () => {
    for (const { reason } of planOperation('stop', staging, unread, []).items) expect(reason).not.toBe('');
  });
});

describe('what cannot be read', () => {
  const [resource] = staging.resources;
  const reading = (retryable: boolean): Reading => ({ state: 'unreadable', code: 'X', message: 'm', retryable });

  it('what cannot be read is never stopped: it waits while it may become readable', () => {
    expect(resource && decide('stop', resource, reading(true), undefined).kind).toBe('wait');
  });

  it.each([true, false])(
    'what cannot be read is planned neither to be changed nor to be in order (retryable: %s)',
    (retryable) => {
      if (!resource) throw new Error('staging has resources');
      const plan = planOperation('stop', staging, new Map([[resource.name, reading(retryable)]]), []);

      expect(plan.items.find((item) => item.resource === resource.name)).toMatchObject({
        decision: 'refuse',
        code: 'X',
      });
    },
  );

  it('what cannot be read fails when it never will be readable', () => {
    expect(resource && decide('stop', resource, reading(false), undefined)).toMatchObject({ kind: 'fail', code: 'X' });
  });
});

describe('what AWS does not know', () => {
  it('what AWS does not know is refused, unless it is optional', () => {
    for (const resource of staging.resources)
      expect(decide('start', resource, { state: 'absent' }, undefined).kind).toBe(
        resource.optional ? 'ready' : 'refuse',
      );
  });
});
