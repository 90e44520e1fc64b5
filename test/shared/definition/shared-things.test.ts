// Two definitions that name the same thing in AWS.
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import {
  type AlsoIn,
  alsoInOf,
  alsoInProblem,
  isSameAlsoIn,
  keptAlsoIn,
  markShared,
  saySharedThing,
  sharedWith,
} from '#definition/shared-things.ts';
import type { Resource } from '#kinds/resource.ts';
import { cache, database, definitionOf, kafka, service } from '#test/support/definitions.ts';

const environment = (name: string, resources: readonly Resource[], more: Partial<Definition> = {}): Definition =>
  definitionOf(resources, { environment: name, ...more });

const shop = service('shop');
const one = environment('one', [shop, database('db')]);
const renamed = { ...service('shop'), name: service('store').name };

describe('what two definitions name', () => {
  it('what two definitions name is told with both of its names, whatever they are', () => {
    const [thing] = sharedWith(one, [one, environment('two', [renamed])]);

    expect(thing).toMatchObject({ resource: 'shop', other: { environment: 'two', resource: 'store' } });
    expect(thing && saySharedThing(thing)).toMatch(
      /^resources\.shop: ecs-service atlas\/atlas-shop is `store` of two\. Two environments .* undo each other/,
    );
  });

  it.each<[string, Definition]>([
    ['something else', environment('two', [service('other')])],
    ['another kind of the same name', environment('two', [database('shop')])],
    ['in another region', environment('two', [shop], { region: 'eu-west-1' })],
    ['only looked at by one of them', environment('two', [service('shop', { leaveAlone: 'of one' })])],
    ['a version of the same environment', environment('one', [shop])],
  ])('what two definitions name is no problem when it is %s', (_, other) => {
    expect(sharedWith(one, [other])).toEqual([]);
    expect(sharedWith(other, [one])).toEqual([]);
  });

  it('what two definitions name may be a gate of both', () => {
    const gates = [kafka('kafka'), cache('cache')];

    expect(sharedWith(environment('one', gates), [environment('two', gates)])).toEqual([]);
  });

  it.each([
    ['111111111111', '222222222222', 0],
    ['111111111111', '111111111111', 1],
    ['111111111111', undefined, 1],
  ])('a thing that two definitions name in accounts %s and %s is the same %i times', (a, b, count) => {
    const in1 = environment('one', [shop], a === undefined ? {} : { account: a });
    const in2 = environment('two', [shop], b === undefined ? {} : { account: b });

    expect(sharedWith(in1, [in2])).toHaveLength(count);
  });

  it('what two definitions name is marked in each of them, and nothing else is', () => {
    const [first, second] = markShared([one, environment('two', [renamed])]);

    expect(first?.resources.map(({ alsoIn }) => alsoIn)).toEqual([
      { environment: 'two', resource: 'store' },
      undefined,
    ]);
    expect(second?.resources[0]?.alsoIn).toEqual({ environment: 'one', resource: 'shop' });
  });
});

describe('what is stored of shared things', () => {
  const store = { environment: 'two', resource: renamed.name };
  const [marked = one] = markShared([one, environment('two', [renamed])]);

  it('what is stored of shared things is by name, and only of those that are shared', () => {
    expect(alsoInOf(marked)).toEqual({ shop: store });
    expect(alsoInOf(one)).toEqual({});
  });

  it.each<[string, AlsoIn | undefined, AlsoIn | undefined, boolean]>([
    ['nothing and an empty list', undefined, {}, true],
    ['something and an empty list', { shop: store }, {}, false],
    ['something and what somebody cannot tell', { shop: store }, undefined, true],
    ['the same in another order', { a: store, b: store }, { b: store, a: store }, true],
    ['another environment', { shop: store }, { shop: { ...store, environment: 'three' } }, false],
  ])('what is stored of shared things differs, or not: %s', (_, before, after, isSame) => {
    expect(isSameAlsoIn(before, after)).toBe(isSame);
  });

  it('what is stored of shared things is kept for resources that are still there', () => {
    expect(keptAlsoIn(one, { shop: store, gone: store })).toEqual({ shop: store });
    expect(keptAlsoIn(one, undefined)).toEqual({});
  });

  it('what is stored of shared things has to fit the definition', () => {
    expect(alsoInProblem(one, { shop: store })).toBeUndefined();
    expect(alsoInProblem(one, { shop: store, gone: store })).toBe('alsoIn names gone, which one does not have');
    expect(alsoInProblem(one, { shop: { ...store, environment: 'one' } })).toMatch(/says of shop that one itself/);
  });
});
