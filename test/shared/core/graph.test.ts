// Who waits for whom, in a circle or not.
import { describe, expect, it } from 'vitest';
import { findCycle, type Graph } from '#core/graph.ts';
import { named, numbered } from '#test/support/definitions.ts';

const graphOf = (edges: Readonly<Record<string, readonly string[]>>): Graph =>
  new Map(Object.entries(edges).map(([name, next]) => [named(name), next.map(named)]));

describe('a cycle', () => {
  it.each<[what: string, edges: Record<string, readonly string[]>, cycle: readonly string[] | undefined]>([
    ['is none in nothing', {}, undefined],
    ['is none in a chain', { a: ['b'], b: ['c'], c: [] }, undefined],
    ['is none where two wait for one', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
    ['is none where one is waited for that is not there', { a: ['gone'] }, undefined],
    ['is one that waits for itself', { a: ['a'] }, ['a', 'a']],
    ['is told without the way to it', { a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
    ['is found in the last branch', { a: ['b', 'c'], b: [], c: ['d'], d: ['a'] }, ['a', 'c', 'd', 'a']],
    ['is found behind what is not in it', { a: ['b'], b: [], c: ['d'], d: ['c'] }, ['c', 'd', 'c']],
  ])('a cycle %s', (_, edges, cycle) => {
    expect(findCycle(graphOf(edges))).toEqual(cycle);
  });

  it('a cycle is looked for without going the same way twice: sixty diamonds in a row have 2⁶⁰ paths', () => {
    const layers = numbered(60, 'layer', (name) => name);
    const edges = layers.flatMap((name, index) => {
      const next = layers[index + 1];
      const both = next === undefined ? [] : [`${next}-left`, `${next}-right`];
      return [`${name}-left`, `${name}-right`].map((one) => [one, both] as const);
    });

    expect(findCycle(graphOf(Object.fromEntries(edges)))).toBeUndefined();
  });
});
