import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycle } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import { prerequisites, stages } from '#definition/dependency-graph.ts';
import { resourceLists } from '#test/support/environments.ts';

const graphOf = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([name, on]) => [name as ResourceName, on as ResourceName[]]));

describe('stages', () => {
  it('stages of a stop are those of the start, backwards', () => {
    fc.assert(
      fc.property(resourceLists(), (resources) => {
        expect(stages(resources, 'stop')).toEqual(stages(resources, 'start').toReversed());
      }),
    );
  });

  it('stages hold every resource exactly once', () => {
    fc.assert(
      fc.property(resourceLists(), (resources) => {
        const names = resources.map(({ name }) => name).toSorted();
        expect(stages(resources, 'start').flat().toSorted()).toEqual(names);
      }),
    );
  });

  it('stages put every resource right after the last of what it depends on', () => {
    fc.assert(
      fc.property(resourceLists(), (resources) => {
        const order = stages(resources, 'start');
        const stageOf = (name: ResourceName) => order.findIndex((names) => names.includes(name));
        for (const { name, dependsOn } of resources)
          expect(stageOf(name)).toBe(1 + Math.max(-1, ...dependsOn.map(stageOf)));
      }),
    );
  });
});

describe('prerequisites', () => {
  it('prerequisites of a stop are the dependants, so that a stop is the mirror of a start', () => {
    fc.assert(
      fc.property(resourceLists(), (resources) => {
        const start = prerequisites(resources, 'start');
        const stop = prerequisites(resources, 'stop');
        for (const { name } of resources)
          for (const other of start.get(name) ?? []) expect(stop.get(other)).toContain(name);
        const edges = (graph: typeof start) => [...graph.values()].flat().length;
        expect(edges(stop)).toBe(edges(start));
      }),
    );
  });
});

describe('a cycle', () => {
  it.each([
    { edges: { a: ['a'] }, cycle: ['a', 'a'] },
    { edges: { a: ['b'], b: ['a'] }, cycle: ['a', 'b', 'a'] },
    { edges: { a: ['b'], b: ['c', 'd'], c: [], d: ['b'] }, cycle: ['b', 'd', 'b'] },
    { edges: { a: ['b', 'c'], b: ['c'], c: [] }, cycle: undefined },
  ])('the cycle that is found in $edges is $cycle', ({ edges, cycle }) => {
    expect(findCycle(graphOf(edges))).toEqual(cycle);
  });

  it('a cycle is never found where every resource depends on earlier ones only', () => {
    fc.assert(
      fc.property(resourceLists(), (resources) => {
        expect(findCycle(prerequisites(resources, 'start'))).toBeUndefined();
      }),
    );
  });
});
